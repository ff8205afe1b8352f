"""Sending what is due: claimed and checked again in one transaction, handed over outside any, settled in another.

A dispatch with its message id is committed before the message leaves. A sender killed in between leaves a lease that
runs out; the message then goes out again as the very same, which its provider or the mail reader can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from opencem.engines.contact import Ask, ContactRules, Decision, Outcome, Person, Reach, decide
from opencem.kit.crash import crash_point
from opencem.listen.customers.models import Customer
from opencem.listen.invitations import rules, senders
from opencem.listen.invitations.facts import Candidate, people_of, timezone_of
from opencem.listen.invitations.models import (
    Batch,
    BatchState,
    Dispatch,
    DispatchOutcome,
    Invitation,
    State,
)
from opencem.listen.invitations.moving import Step, move, note
from opencem.listen.invitations.service import handing_over
from opencem.listen.invitations.service.handing_over import Handed
from opencem.platform.privacy.service import keyed_hash

CHUNK = 50
LEASE = timedelta(minutes=2)
HAND_OVER_S = 60.0  # within the lease, so that nobody else takes what is still being sent
LOOK_AGAIN = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
AFTER_COMPLAINTS = frozenset({"ticket.closed"})


def send_due(now: datetime) -> int:
    """Decides on, and sends, at most one chunk of what is due. Returns how many invitations it looked at."""
    looked_at, claimed = claim(now)
    crash_point("after_invitation_claim")
    handed = handing_over.hand_over(claimed, HAND_OVER_S)
    crash_point("after_sending")
    settle(handed, now)
    _release([invitation.pk for invitation, _ in claimed[len(handed) :]])
    return looked_at


def _release(untried: Sequence[int]) -> None:
    """A slow provider used up the time: the rest is anybody's again."""
    if untried:
        Invitation.rows.filter(pk__in=untried).update(claimed_until=None, attempts=F("attempts") - 1)


@transaction.atomic
def claim(now: datetime) -> tuple[int, list[tuple[Invitation, Dispatch]]]:
    """Takes the next due invitations: who may be asked is claimed for one lease, the others are told why not."""
    due = _due(now)
    contact = rules.contact_rules()
    standing = _Standing.read(due, contact, now)
    asked = []
    for invitation in due:
        decision = standing.decision(invitation, contact, now)
        if decision is None:
            _look_again(invitation, now)
        elif decision.outcome is Outcome.SEND:
            asked.append((invitation, decision))
        else:
            _hold(invitation, decision, standing, now)
    return len(due), _claim_all(asked, standing, now)


def _due(now: datetime) -> list[Invitation]:
    """Each person once: a second invitation of the same person is decided when the first one's fate is written."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    batches = Q(batch=None) | Q(batch__state__in=[BatchState.PLANNING, BatchState.SENDING, BatchState.DONE])
    active = Q(trigger=None) | Q(trigger__active=True)
    room = _Room(now)
    rows: QuerySet[Invitation] = Invitation.rows.filter(free, batches, active, due_at__lte=now)
    rows = rows.exclude(batch_id__in=room.full).select_related("batch", "trigger", "survey", "customer")
    locked = rows.select_for_update(of=("self",), skip_locked=True) if connection.vendor == "postgresql" else rows
    first: dict[int, Invitation] = {}
    for invitation in locked.order_by("due_at", "pk")[:CHUNK]:
        if invitation.customer_id not in first and room.takes(invitation):
            first[invitation.customer_id] = invitation
    if connection.vendor == "postgresql":
        # Another worker may hold another invitation of the same person: whoever comes second reads what the first wrote.
        list(Customer.objects.select_for_update(no_key=True).filter(pk__in=first).order_by("pk").values_list("pk"))
    return list(first.values())


class _Room:
    """How many messages each throttled batch may still send within the minute that ends now."""

    def __init__(self, now: datetime) -> None:
        throttled = Batch.rows.filter(per_minute__isnull=False, state__in=[BatchState.PLANNING, BatchState.SENDING])
        self._left: dict[int, int] = {
            pk: most - Dispatch.rows.filter(batch_id=pk, at__gt=now - MINUTE).count()
            for pk, most in throttled.values_list("pk", "per_minute")
        }
        self.full = [pk for pk, left in self._left.items() if left <= 0]

    def takes(self, invitation: Invitation) -> bool:
        batch = invitation.batch_id
        if batch is None or batch not in self._left:
            return True
        self._left[batch] -= 1
        return self._left[batch] >= 0


@dataclass(frozen=True, slots=True)
class _Standing:
    """What was sent of these invitations before, and what is known of their people now."""

    people: dict[int, Person]
    dispatches: dict[int, list[Dispatch]]
    rules_version: int

    @classmethod
    def read(cls, due: Sequence[Invitation], contact: ContactRules, now: datetime) -> _Standing:
        dispatches: dict[int, list[Dispatch]] = defaultdict(list)
        for dispatch in Dispatch.rows.filter(invitation__in=due).order_by("pk"):
            dispatches[dispatch.invitation_id].append(dispatch)
        candidates = [Candidate(i.customer_id, i.unit_id, timezone_of(i.customer.attributes)) for i in due]
        channels = sorted(senders.bound_channels())
        under_way = [d.message_id for each in dispatches.values() for d in each if d.outcome == DispatchOutcome.SENDING]
        people = people_of(candidates, channels, contact, now, besides=under_way)
        return cls({i.pk: person for i, person in zip(due, people, strict=True)}, dispatches, contact.version)

    def decision(self, invitation: Invitation, contact: ContactRules, now: datetime) -> Decision | None:
        """None while no sender for any of its channels is bound in this process."""
        channels = [
            channel for channel in handing_over.asking_of(invitation).channels if channel in senders.bound_channels()
        ]
        if not channels:
            return None
        refused = self.refused(invitation)
        ask = Ask(
            survey=invitation.survey.key,
            channels=[channel for channel in channels if channel not in refused],
            expires_at=invitation.expires_at,
            reminder=invitation.sent_at is not None,
            after_complaint=invitation.trigger is not None and invitation.trigger.event in AFTER_COMPLAINTS,
        )
        return decide(contact, ask, self.people[invitation.pk], now)

    def refused(self, invitation: Invitation) -> set[str]:
        return {d.channel for d in self.dispatches[invitation.pk] if d.outcome == DispatchOutcome.REFUSED}

    def under_way(self, invitation: Invitation) -> Dispatch | None:
        """A message whose fate is not known: handed over before a crash, or to be tried again."""
        reaches = self.people[invitation.pk].channels
        sending = (d for d in self.dispatches[invitation.pk] if d.outcome == DispatchOutcome.SENDING)
        return next((d for d in sending if reaches.get(d.channel) is Reach.OPEN), None)


def _claim_all(
    asked: Sequence[tuple[Invitation, Decision]], standing: _Standing, now: datetime
) -> list[tuple[Invitation, Dispatch]]:
    """Leases the invitations to this sender, each with the message that is under way or a new one."""
    dispatches = [
        standing.under_way(invitation) or _new(invitation, decision, standing, now) for invitation, decision in asked
    ]
    Dispatch.rows.bulk_create([dispatch for dispatch in dispatches if dispatch.pk is None])
    Invitation.rows.filter(pk__in=[invitation.pk for invitation, _ in asked]).update(
        claimed_until=now + LEASE, attempts=F("attempts") + 1
    )
    return [(invitation, dispatch) for (invitation, _), dispatch in zip(asked, dispatches, strict=True)]


def _new(invitation: Invitation, decision: Decision, standing: _Standing, now: datetime) -> Dispatch:
    earlier = standing.dispatches[invitation.pk]
    if any(dispatch.outcome == DispatchOutcome.SENDING for dispatch in earlier):
        _close_open(invitation, DispatchOutcome.REFUSED)
    return Dispatch(
        invitation=invitation,
        customer_id=invitation.customer_id,
        survey_id=invitation.survey_id,
        batch_id=invitation.batch_id,
        message_id=keyed_hash(f"{invitation.pk}:{len(earlier)}", "invitation message")[:32],
        channel=decision.channel,
        reminder=invitation.sent_at is not None,
        at=now,
    )


def _look_again(invitation: Invitation, now: datetime) -> None:
    invitation.due_at, invitation.reason = now + LOOK_AGAIN, "channel_unbound"
    invitation.save(update_fields=["due_at", "reason"])


def _close_open(invitation: Invitation, outcome: DispatchOutcome) -> None:
    """Ends what was under way and will not be tried again."""
    Dispatch.rows.filter(invitation=invitation, outcome=DispatchOutcome.SENDING).update(outcome=outcome)


def _hold(invitation: Invitation, decision: Decision, standing: _Standing, now: datetime) -> None:
    """Who may not be asked now waits, or is left out. A reminder left out changes nothing of what was sent before."""
    detail = {"rules_version": standing.rules_version}
    if decision.outcome is Outcome.WAIT:
        invitation.due_at, invitation.next_at, invitation.reason = decision.next_at, decision.next_at, decision.rule
        invitation.save(update_fields=["due_at", "next_at", "reason"])
        note(invitation, [Step(State(invitation.state), decision.rule, detail)], now)
    elif invitation.sent_at is not None:
        invitation.due_at = None
        invitation.save(update_fields=["due_at"])
        note(invitation, [Step(State(invitation.state), decision.rule, {**detail, "reminder": "left_out"})], now)
    else:
        # What was under way may have reached the person before the crash: fatigue counts it.
        _close_open(invitation, DispatchOutcome.TAKEN)
        invitation.next_at = decision.next_at
        move(invitation, Step(_end_of(invitation, decision, standing), decision.rule, detail), now)


def _end_of(invitation: Invitation, decision: Decision, standing: _Standing) -> State:
    if decision.outcome is Outcome.EXPIRE:
        return State.EXPIRED
    return State.FAILED if standing.refused(invitation) else State.SKIPPED


def settle(handed: Sequence[Handed], now: datetime) -> None:
    """Writes down what became of each message. The rows are read again: an answer may have been quicker than we."""
    with transaction.atomic():
        rows = Invitation.rows.select_for_update(of=("self",)).select_related("batch", "trigger")
        invitations = {row.pk: row for row in rows.filter(pk__in=[each.dispatch.invitation_id for each in handed])}
        for each in handed:
            handing_over.settle_one(invitations[each.dispatch.invitation_id], each, now)
