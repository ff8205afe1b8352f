"""One message from its words to the provider, and what its fate means for the invitation."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings

from opencem.kit.bulk import among_ids
from opencem.listen.customers.models import Identity
from opencem.listen.invitations import senders, tokens, wording
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.models import Batch, Dispatch, DispatchOutcome, Invitation, State, Trigger
from opencem.listen.invitations.moving import Step, advance, move, note
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)
from opencem.platform.organization import queries as organization

logger = logging.getLogger(__name__)
WAITS_S = (30, 120, 600, 1800, 3600, 7200)
Asked: TypeAlias = "Batch | Trigger"
Result: TypeAlias = "Sent | TemporarySendFailure | PermanentSendFailure"


@dataclass(frozen=True, slots=True)
class Handed:
    """A message and what its provider said."""

    dispatch: Dispatch
    result: Result


def hand_over(claimed: Sequence[tuple[Invitation, Dispatch]], seconds: float) -> list[Handed]:
    """Sends each message, outside any transaction, for at most about so long. Never raises: a failure is a result."""
    addresses, until = _addresses(claimed), time.monotonic() + seconds
    handed = []
    for invitation, dispatch in claimed:
        if time.monotonic() > until:
            break
        handed.append(Handed(dispatch, _send(invitation, dispatch, addresses)))
    return handed


def _addresses(claimed: Iterable[tuple[Invitation, Dispatch]]) -> dict[tuple[int, str], str]:
    """The first address of each kind, by customer: read as late as can be, and kept nowhere."""
    found: dict[tuple[int, str], str] = {}
    rows = Identity.objects.filter(customer_id__in=among_ids({i.customer_id for i, _ in claimed}))
    for _, customer, kind, value in sorted(rows.values_list("id", "customer_id", "kind", "value")):
        found.setdefault((customer, kind), value)
    return found


def _send(invitation: Invitation, dispatch: Dispatch, addresses: Mapping[tuple[int, str], str]) -> Result:
    sender = senders.sender_of(dispatch.channel)
    identity = CHANNELS[dispatch.channel].identity
    recipient = addresses.get((invitation.customer_id, identity), "") if identity else invitation.customer.public_id
    if sender is None:
        return TemporarySendFailure("channel_unbound")
    if not recipient:
        return PermanentSendFailure("no_address", "the address was taken away")
    try:
        return sender.send(message_of(invitation, dispatch, recipient))
    except (TemporarySendFailure, PermanentSendFailure) as failure:
        return failure
    except Exception as error:
        logger.exception("sender %s failed", dispatch.channel)
        return TemporarySendFailure(type(error).__name__)


def asking_of(invitation: Invitation) -> Asked:
    """The batch or trigger behind an invitation."""
    asking = invitation.batch or invitation.trigger
    assert asking is not None
    return asking


def message_of(invitation: Invitation, dispatch: Dispatch, recipient: str) -> OutgoingMessage:
    """The message in the person's language with their personal link."""
    asking = asking_of(invitation)
    token = tokens.mint(invitation.pk)
    language = str(invitation.customer.attributes.get("language", ""))
    link = f"{settings.PUBLIC_URL}/i/{token}"
    values = {
        "name": invitation.customer.name,
        "unit": organization.unit(invitation.unit_id).name,
        "survey": _title(invitation.survey.title, language),
        "order": invitation.order_number,
        "link": link,
    }
    words = wording.render(asking.message, language, values)
    return OutgoingMessage(
        id=dispatch.message_id,
        recipient=recipient,
        language=words.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        link=link,
        unsubscribe=f"{link}/stop",
        template_id=asking.templates.get(dispatch.channel, ""),
        variables={**values, "code": token},
    )


def _title(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or next(iter(titles.values()), "")


def settle_one(invitation: Invitation, handed: Handed, now: datetime) -> None:
    """Brings dispatch and invitation, locked by the caller, to what the provider said."""
    invitation.claimed_until = None
    if isinstance(handed.result, Sent):
        _taken(invitation, handed.dispatch, handed.result, now)
    elif isinstance(handed.result, TemporarySendFailure):
        _try_again(invitation, handed.dispatch, handed.result, now)
    else:
        _refused(invitation, handed.dispatch, handed.result, now)


def _taken(invitation: Invitation, dispatch: Dispatch, sent: Sent, now: datetime) -> None:
    Dispatch.rows.filter(pk=dispatch.pk).update(
        outcome=DispatchOutcome.TAKEN, provider_id=sent.provider_id[:120], at=now
    )
    invitation.attempts, invitation.channel = 0, dispatch.channel
    invitation.reminders += dispatch.reminder
    detail = {"channel": dispatch.channel, "message": dispatch.message_id}
    invitation.due_at = None if invitation.ended_at else next_reminder(invitation, now)
    if not dispatch.reminder and advance(invitation, _sent(dispatch, detail), now):
        return
    invitation.save()
    note(invitation, [Step(State(invitation.state), "reminder" if dispatch.reminder else "", detail)], now)


def _sent(dispatch: Dispatch, detail: Mapping[str, str]) -> list[Step]:
    """Where nobody tells of delivery, taken is delivered."""
    sent = Step(State.SENT, detail=detail)
    return [sent] if CHANNELS[dispatch.channel].receipts else [sent, Step(State.DELIVERED)]


def _try_again(invitation: Invitation, dispatch: Dispatch, failure: TemporarySendFailure, now: datetime) -> None:
    """Later, as the provider wishes or with growing waits; given up after the last."""
    if invitation.attempts > len(WAITS_S):
        Dispatch.rows.filter(pk=dispatch.pk).update(outcome=DispatchOutcome.REFUSED)
        _give_up(invitation, Step(State.FAILED, "send:gave_up", {"said": failure.reason[:200]}), now)
        return
    wait = failure.retry_after if failure.retry_after is not None else WAITS_S[max(invitation.attempts - 1, 0)]
    invitation.due_at = now + timedelta(seconds=wait)
    invitation.save(update_fields=["due_at", "claimed_until"])
    detail = {"said": failure.reason[:200], "attempt": invitation.attempts}
    note(invitation, [Step(State(invitation.state), "send:retry", detail)], now)


def _refused(invitation: Invitation, dispatch: Dispatch, failure: PermanentSendFailure, now: datetime) -> None:
    """The next channel is tried at once; without one the invitation has failed."""
    Dispatch.rows.filter(pk=dispatch.pk).update(outcome=DispatchOutcome.REFUSED)
    step = Step(State.FAILED, f"send:{failure.code}"[:60], {"channel": dispatch.channel, "said": failure.reason[:200]})
    refused = Dispatch.rows.filter(invitation=invitation, outcome=DispatchOutcome.REFUSED)
    left = set(asking_of(invitation).channels) & senders.bound_channels() - set(
        refused.values_list("channel", flat=True)
    )
    if left and invitation.sent_at is None:
        invitation.due_at, invitation.attempts = now, 0
        invitation.save(update_fields=["due_at", "attempts", "claimed_until"])
        note(invitation, [Step(State(invitation.state), step.reason, step.detail)], now)
    else:
        _give_up(invitation, step, now)


def _give_up(invitation: Invitation, step: Step, now: datetime) -> None:
    """A reminder that cannot be sent leaves what was sent as it is."""
    if invitation.sent_at is None:
        move(invitation, step, now)
        return
    invitation.due_at = None
    invitation.save(update_fields=["due_at", "claimed_until"])
    note(invitation, [Step(State(invitation.state), step.reason, step.detail)], now)


def next_reminder(invitation: Invitation, now: datetime) -> datetime | None:
    """When the next reminder is due; None when there is none before the invitation expires."""
    asking = asking_of(invitation)
    if invitation.reminders >= len(asking.reminder_hours):
        return None
    at = (invitation.sent_at or now) + timedelta(hours=asking.reminder_hours[invitation.reminders])
    return at if at < invitation.expires_at else None
