"""What a person does with an invitation, and what providers tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from opencem.kit.bulk import insert_many
from opencem.listen.customers.models import Identity
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import open_collectors
from opencem.listen.invitations import tokens
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.models import (
    Complaint,
    Dispatch,
    Invitation,
    InvitationResponse,
    InvitationStep,
    OptOut,
    State,
    Suppression,
)
from opencem.listen.invitations.moving import Step, advance, move, note
from opencem.listen.invitations.service.handing_over import asking_of
from opencem.listen.invitations.service.planning import STEP_COLUMNS
from opencem.platform.privacy.service import mask_email, mask_phone

COLLECTOR_KIND: Final = "invitation"
EXPIRE_AT_ONCE: Final = 1_000
_BY_PERSON: Final = frozenset({State.OPENED, State.STARTED, State.COMPLETED})
_ENDED_BY_PERSON: Final = frozenset({State.PARTIAL, State.SCREENED_OUT, State.OVER_QUOTA})


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a personal link leads: the collector whose page asks, and what the page is to carry along."""

    collector_token: str
    invitation_token: str
    order_number: str


def open_link(token: str, now: datetime) -> Opened | None:
    """Follows a personal link and notes that it was opened. None when it is forged, gone, or no longer valid."""
    with transaction.atomic():
        invitation = _locked(token)
        if invitation is None or now >= invitation.expires_at or invitation.state == State.OPTED_OUT:
            return None
        advance(invitation, [Step(State.OPENED)], now)
        collector = _collector_of(invitation)
    return Opened(collector.token, token, invitation.order_number)


def mark(token: str, state: str, now: datetime) -> bool:
    """Notes what a person did: opened, started, completed, partial, screened_out or over_quota.

    Never back, and once only. False when the token is forged or nothing changed. ValueError for another state.
    """
    to = State(state)
    if to not in _BY_PERSON | _ENDED_BY_PERSON:
        raise ValueError(f"{state} is not what a person does")
    with transaction.atomic():
        invitation = _locked(token)
        if invitation is None:
            return False
        if to in _BY_PERSON:
            return advance(invitation, [Step(to)], now)
        if invitation.state == to or invitation.completed_at is not None:
            return False
        move(invitation, Step(to), now)
        return True


def completed(token: str, response_id: int, now: datetime) -> bool:
    """A response answers an invitation. Twice changes nothing; a forged token is nobody's."""
    with transaction.atomic():
        invitation = _locked(token)
        if invitation is None:
            return False
        InvitationResponse.rows.get_or_create(response_id=response_id, defaults={"invitation": invitation, "at": now})
        return advance(invitation, [Step(State.COMPLETED, detail={"response": response_id})], now)


def opt_out(token: str, now: datetime, *, source: str = "link") -> bool:
    """The person does not want to be asked any more, by any channel. False when the token is forged."""
    with transaction.atomic():
        invitation = _locked(token)
        if invitation is None:
            return False
        do_not_ask(invitation.customer_id, now, source=source, invitation=invitation.pk)
        if invitation.state != State.OPTED_OUT:
            _end_opted_out(invitation, source, now)
    return True


def do_not_ask(
    customer_id: int, now: datetime, *, channel: str = "", source: str, invitation: int | None = None
) -> None:
    """Notes that a person is not to be asked by a channel, or (empty) at all; what waits for them is left out in time."""
    OptOut.objects.update_or_create(
        customer_id=customer_id,
        channel=channel,
        defaults={"source": source, "invitation_id": invitation, "at": now, "revoked_at": None},
    )


def ask_again(customer_id: int, now: datetime) -> int:
    """The person may be asked again: takes back what they had said. Returns how many opt-outs that were."""
    return OptOut.objects.filter(customer_id=customer_id, revoked_at=None).update(revoked_at=now)


def note_complaints(customers: Mapping[int, datetime]) -> None:
    """These people complained, and when; the latest counts."""
    for customer_id, at in customers.items():
        complaint, _ = Complaint.objects.get_or_create(customer_id=customer_id, defaults={"at": at})
        if complaint.at < at:
            Complaint.objects.filter(pk=complaint.pk).update(at=at)


def record_receipt(
    *, channel: str, provider_id: str, state: str, at: datetime, detail: Mapping[str, Any] | None = None
) -> bool:
    """What a provider tells of a message: delivered, opened, bounced, failed, complained or opted_out.

    In any order and as often as they like. False when no message of that id is known (yet). ValueError for another state.
    """
    take = _RECEIPTS.get(state)
    if take is None:
        raise ValueError(f"{state} is not told by receipts")
    with transaction.atomic():
        dispatch = Dispatch.rows.filter(channel=channel, provider_id=provider_id).first() if provider_id else None
        if dispatch is None:
            return False
        invitation = Invitation.rows.select_for_update(of=("self",)).get(pk=dispatch.invitation_id)
        take(invitation, dispatch, dict(detail or {}), at)
    return True


def expire_due(now: datetime) -> int:
    """Ends what has run out: partial where somebody had begun. Returns how many, at most `EXPIRE_AT_ONCE`."""
    with transaction.atomic():
        rows = Invitation.rows.select_for_update(of=("self",)).filter(ended_at=None, expires_at__lte=now)
        due = [(pk, State.PARTIAL if began else State.EXPIRED) for pk, began in _ran_out(rows)]
        for state in (State.PARTIAL, State.EXPIRED):
            ids = [pk for pk, to in due if to is state]
            Invitation.rows.filter(pk__in=ids).update(
                state=state, reason="expiry", ended_at=now, due_at=None, claimed_until=None
            )
        insert_many(InvitationStep, STEP_COLUMNS, [(pk, now, to.value, "expiry", {}) for pk, to in due])
    return len(due)


def _ran_out(rows: Any) -> list[tuple[int, datetime | None]]:
    return list(rows.order_by("expires_at").values_list("pk", "started_at")[:EXPIRE_AT_ONCE])


def _locked(token: str) -> Invitation | None:
    number = tokens.read(token)
    if number is None:
        return None
    rows = Invitation.rows.select_for_update(of=("self",)).select_related("batch", "trigger")
    return rows.filter(pk=number).first()


def _collector_of(invitation: Invitation) -> Collector:
    asking = asking_of(invitation)
    (collector,) = open_collectors(
        survey=asking.survey,
        unit_ids=[invitation.unit_id],
        channel=invitation.channel or "link",
        kind=COLLECTOR_KIND,
        touchpoint=asking.touchpoint,
    )
    return collector


def _delivered(invitation: Invitation, dispatch: Dispatch, detail: dict[str, Any], at: datetime) -> None:
    advance(invitation, [Step(State.DELIVERED, detail=detail)], at)


def _opened(invitation: Invitation, dispatch: Dispatch, detail: dict[str, Any], at: datetime) -> None:
    advance(invitation, [Step(State.OPENED, detail=detail)], at)


def _bounced(invitation: Invitation, dispatch: Dispatch, detail: dict[str, Any], at: datetime) -> None:
    """The address is no good: it goes on the list, and the invitation ends unless the person answered all the same."""
    _suppress_address(invitation.customer_id, dispatch.channel, at)
    _undelivered(invitation, State.BOUNCED, detail, at)


def _failed(invitation: Invitation, dispatch: Dispatch, detail: dict[str, Any], at: datetime) -> None:
    _undelivered(invitation, State.FAILED, detail, at)


def _undelivered(invitation: Invitation, state: State, detail: dict[str, Any], at: datetime) -> None:
    if invitation.state == state:
        return
    if invitation.opened_at is not None or invitation.ended_at is not None:
        note(invitation, [Step(State(invitation.state), state.value, detail)], at)
    else:
        invitation.delivered_at = None
        move(invitation, Step(state, "receipt", detail), at)


def _unwanted(invitation: Invitation, dispatch: Dispatch, detail: dict[str, Any], at: datetime) -> None:
    """退订 by reply, or the spam button: nothing more by this channel."""
    do_not_ask(invitation.customer_id, at, channel=dispatch.channel, source="receipt", invitation=invitation.pk)
    if invitation.state != State.OPTED_OUT:
        _end_opted_out(invitation, "receipt", at)


def _end_opted_out(invitation: Invitation, source: str, at: datetime) -> None:
    if invitation.completed_at is None:
        move(invitation, Step(State.OPTED_OUT, detail={"source": source}), at)


_RECEIPTS: Final = {
    "delivered": _delivered,
    "opened": _opened,
    "bounced": _bounced,
    "failed": _failed,
    "complained": _unwanted,
    "opted_out": _unwanted,
}


def _suppress_address(customer_id: int, channel: str, at: datetime) -> None:
    kind = CHANNELS[channel].identity
    key = Identity.objects.filter(customer_id=customer_id, kind=kind).order_by("id").first() if kind else None
    if key is not None:
        shown = mask_email(key.value) if kind == "email" else mask_phone(key.value)
        Suppression.objects.get_or_create(
            kind=key.kind, digest=key.digest, defaults={"shown": shown[:80], "reason": "bounced", "at": at}
        )
