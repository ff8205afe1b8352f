"""How an invitation changes: the row and the step that tells of it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from opencem.listen.invitations.models import Invitation, InvitationStep, State

# Further along a person's way; a late receipt of an earlier one sets its stamp and no more.
ORDER: Final[Sequence[State]] = (
    State.CREATED, State.SCHEDULED, State.SENT, State.DELIVERED, State.OPENED, State.STARTED, State.COMPLETED,
)  # fmt: skip
STAMPS: Final[Mapping[State, str]] = {
    State.SENT: "sent_at",
    State.DELIVERED: "delivered_at",
    State.OPENED: "opened_at",
    State.STARTED: "started_at",
    State.COMPLETED: "completed_at",
}
ENDS: Final = frozenset(
    {
        State.SKIPPED, State.COMPLETED, State.PARTIAL, State.BOUNCED, State.FAILED, State.EXPIRED, State.OPTED_OUT,
        State.SCREENED_OUT, State.OVER_QUOTA,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A change to be written: the state come to, why, and what is worth keeping of it."""

    state: State
    reason: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def move(invitation: Invitation, step: Step, now: datetime) -> None:
    """Brings a locked invitation to a state, with its stamp; an end takes it off every list of things to do.

    Whoever opened has received, whoever answered has opened: the stamps before the new one are filled in too.
    """
    _come_to(invitation, step, now)
    invitation.save()
    note(invitation, [step], now)


def advance(invitation: Invitation, steps: Sequence[Step], now: datetime) -> bool:
    """The same for what a person did: never back, and each only once. Whether anything changed.

    What happened earlier and is told later gets its stamp, if it lacks one, and leaves the state alone.
    """
    taken = [step for step in steps if _takes(invitation, step, now)]
    if taken:
        invitation.save()
        note(invitation, taken, now)
    return bool(taken)


def note(invitation: Invitation, steps: Sequence[Step], now: datetime) -> None:
    """Writes steps down beside an invitation, without moving it."""
    InvitationStep.rows.bulk_create(
        [
            InvitationStep(
                invitation=invitation, at=now, state=step.state, reason=step.reason, detail=dict(step.detail)
            )
            for step in steps
        ]
    )


def _takes(invitation: Invitation, step: Step, now: datetime) -> bool:
    if ORDER.index(step.state) > _rank(invitation):
        _come_to(invitation, step, now)
        return True
    name = STAMPS.get(step.state)
    if name is None or getattr(invitation, name) is not None:
        return False
    setattr(invitation, name, now)
    return True


def _come_to(invitation: Invitation, step: Step, now: datetime) -> None:
    invitation.state, invitation.reason = step.state, step.reason
    _stamp(invitation, step.state, now)
    if step.state in ENDS:
        invitation.ended_at, invitation.due_at, invitation.claimed_until = now, None, None
    if step.state is State.BOUNCED:
        invitation.delivered_at = None  # what was taken for delivered was not


def _rank(invitation: Invitation) -> int:
    """How far a person has come, whatever has ended the invitation since."""
    reached = [ORDER.index(state) for state, name in STAMPS.items() if getattr(invitation, name) is not None]
    return max(reached, default=0)


def _stamp(invitation: Invitation, state: State, now: datetime) -> None:
    if state not in ORDER:
        return
    for earlier in ORDER[: ORDER.index(state) + 1]:
        name = STAMPS.get(earlier)
        if name and getattr(invitation, name) is None:
            setattr(invitation, name, now)
