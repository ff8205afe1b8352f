"""Planning a batch: the people chosen, chunk by chunk, through every rule, into invitations or reasons why not."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from opencem.engines.contact import Ask, ContactRules, Decision, Outcome, decide, draw
from opencem.kit.bulk import insert_many
from opencem.kit.crash import crash_point
from opencem.listen.invitations import people, rules
from opencem.listen.invitations.facts import Candidate, people_of
from opencem.listen.invitations.models import Batch, BatchState, Invitation, InvitationStep, State
from opencem.platform.events import pace

CHUNK = 2_000

INVITATION_COLUMNS = (
    "batch_id", "trigger_id", "event_key", "order_number", "survey_id", "unit_id", "customer_id", "channel", "state",
    "reason", "next_at", "due_at", "claimed_until", "attempts", "reminders", "expires_at", "created_at", "sent_at",
    "delivered_at", "opened_at", "started_at", "completed_at", "ended_at",
)  # fmt: skip
STEP_COLUMNS = ("invitation_id", "at", "state", "reason", "detail")


@dataclass(frozen=True, slots=True)
class Planned:
    """One person with what was decided."""

    candidate: Candidate
    decision: Decision


def decide_all(batch: Batch, candidates: Sequence[Candidate], contact: ContactRules, now: datetime) -> list[Planned]:
    """The decision for each candidate if the batch were sent to them now."""
    expires, channels, event = now + timedelta(hours=batch.expires_hours), tuple(batch.channels), f"batch:{batch.pk}"
    survey, share = batch.survey.key, batch.share
    known = people_of(candidates, channels, contact, now)
    return [
        Planned(
            candidate,
            decide(
                contact,
                Ask(survey, channels, expires, share, draw(candidate.customer_id, event) if share < 1 else 0.0),
                person,
                now,
            ),
        )
        for candidate, person in zip(candidates, known, strict=True)
    ]


def preview(batch: Batch, now: datetime) -> dict[str, object]:
    """The count after each rule if the batch were started now; nothing is stored of anybody.

    {"at", "chosen", "rules": [{"rule", "left_out", "left"}], "wait", "send"}, the rules in the order in which they hold.
    """
    contact = rules.contact_rules()
    left_out: Counter[str] = Counter()
    outcomes: Counter[Outcome] = Counter()
    for candidates in _chunks(batch, now, after=0):
        for planned in decide_all(batch, candidates, contact, now):
            outcomes[planned.decision.outcome] += 1
            if planned.decision.outcome in (Outcome.SKIP, Outcome.EXPIRE):
                left_out[planned.decision.rule] += 1
    return _narrowing(contact, outcomes, left_out, now)


def _narrowing(
    contact: ContactRules, outcomes: Counter[Outcome], left_out: Counter[str], now: datetime
) -> dict[str, object]:
    left = chosen = outcomes.total()
    steps = []
    fatigue = [f"fatigue:{rule.key}" for rule in contact.fatigue]
    for rule in ["unreachable", "suppression", "opt_out", "complaint", "sampling", *fatigue, "quiet"]:
        left -= left_out[rule]
        steps.append({"rule": rule, "left_out": left_out[rule], "left": left})
    return {
        "at": now.isoformat(),
        "rules_version": contact.version,
        "chosen": chosen,
        "rules": steps,
        "wait": outcomes[Outcome.WAIT],
        "send": outcomes[Outcome.SEND],
    }


def plan(batch: Batch, now: datetime) -> int:
    """Makes an invitation for everybody the batch chooses, in the order of ids; goes on where an earlier run stopped.

    Each chunk is one transaction with the batch's position. Ends early when the batch is no longer being planned.
    Returns the number of people looked at.
    """
    contact, looked_at = rules.contact_rules(), 0
    for candidates in _chunks(batch, batch.starts_at or now, after=batch.planned_after):
        began = time.monotonic()
        planned = decide_all(batch, candidates, contact, now)
        if not _store(batch, planned, contact.version, now):
            return looked_at
        looked_at += len(candidates)
        crash_point("planned_chunk")
        time.sleep(min(pace.rest_after(time.monotonic() - began), 1.0))
    Batch.rows.filter(pk=batch.pk, state=BatchState.PLANNING).update(state=BatchState.SENDING)
    return looked_at


def _chunks(batch: Batch, moment: datetime, *, after: int) -> Iterator[list[Candidate]]:
    while candidates := people.choose(batch, moment=moment, after=after, limit=CHUNK):
        yield candidates
        after = candidates[-1].customer_id


def _store(batch: Batch, planned: Sequence[Planned], version: int, now: datetime) -> bool:
    """Whether the chunk was taken: not where the batch was paused, cancelled or planned on by somebody else meanwhile."""
    last = planned[-1].candidate.customer_id
    with transaction.atomic():
        mine = Batch.rows.filter(pk=batch.pk, state=BatchState.PLANNING, planned_after=batch.planned_after)
        if not mine.update(planned_after=last):
            return False
        expires = now + timedelta(hours=batch.expires_hours)
        ids = insert_many(Invitation, INVITATION_COLUMNS, [_row(batch, each, expires, now) for each in planned])
        detail = {"rules_version": version}
        insert_many(
            InvitationStep,
            STEP_COLUMNS,
            [_step(id_, each.decision, detail, now) for id_, each in zip(ids, planned, strict=True)],
        )
    batch.planned_after = last
    return True


def state_after(decision: Decision) -> State:
    """The state an invitation begins with: who may be asked now or later is scheduled."""
    if decision.outcome is Outcome.EXPIRE:
        return State.EXPIRED
    return State.SKIPPED if decision.outcome is Outcome.SKIP else State.SCHEDULED


def _row(batch: Batch, planned: Planned, expires: datetime, now: datetime) -> tuple[object, ...]:
    decision, state = planned.decision, state_after(planned.decision)
    scheduled = state is State.SCHEDULED
    next_at = None if decision.outcome is Outcome.SEND else decision.next_at
    return (
        batch.pk, None, "", "", batch.survey_id, planned.candidate.unit_id, planned.candidate.customer_id,
        decision.channel, state.value, decision.rule, next_at, decision.next_at if scheduled else None, None,
        0, 0, expires, now, None,
        None, None, None, None, None if scheduled else now,
    )  # fmt: skip


def _step(invitation_id: int, decision: Decision, detail: Mapping[str, int], now: datetime) -> tuple[object, ...]:
    return invitation_id, now, state_after(decision).value, decision.rule, detail
