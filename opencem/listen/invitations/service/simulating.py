"""What a trigger would have asked of last month's events: the same events, rules and draw, with nothing sent."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from opencem.engines.contact import Ask, Clock, Contact, ContactRules, Outcome, Person, decide
from opencem.listen.invitations import people, rules, touches
from opencem.listen.invitations.facts import Candidate, people_of
from opencem.listen.invitations.models import TouchEvent, Trigger
from opencem.listen.invitations.service.sending import AFTER_COMPLAINTS
from opencem.listen.invitations.service.triggers import concerning, due_of, expiry_of, is_drawn
from opencem.listen.invitations.touches import Touch
from opencem.listen.orders.models import Order
from opencem.platform.accounts.service import system_scope
from opencem.platform.events.models import Event
from opencem.platform.organization import queries as organization

CHUNK = 2_000
MONTH = timedelta(days=30)
MOST_WAITS = 20


def simulate(trigger: Trigger, now: datetime) -> dict[str, Any]:
    """{"since", "until", "events", "matched", "asked", "asked_later", "left_out": [{"rule", "number"}]}.

    Person by person in the order of time: what would have been sent counts for what comes after it. Addresses and
    opt-outs are those of today.
    """
    contact = rules.contact_rules()
    counts: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for events in _chunks(trigger, now - MONTH, now):
        counts["events"] += len(events)
        matched = list(concerning(trigger, events))
        counts["matched"] += len(matched)
        _run(trigger, matched, contact, now, counts, left_out)
    return {
        "since": (now - MONTH).isoformat(),
        "until": now.isoformat(),
        "rules_version": contact.version,
        **{name: counts[name] for name in ("events", "matched", "asked", "asked_later")},
        "left_out": [{"rule": rule, "number": number} for rule, number in left_out.most_common()],
    }


def keep_simulation(trigger_id: int, now: datetime) -> None:
    """Simulates and keeps the result with the trigger. For the background."""
    trigger: Trigger | None = Trigger.rows.filter(pk=trigger_id).select_related("survey", "unit").first()
    if trigger is not None:
        Trigger.rows.filter(pk=trigger_id, version=trigger.version).update(simulation=simulate(trigger, now))


def _run(
    trigger: Trigger,
    matched: Sequence[Touch],
    contact: ContactRules,
    now: datetime,
    counts: Counter[str],
    left_out: Counter[str],
) -> None:
    by_person: dict[int, list[Touch]] = defaultdict(list)
    for touch in matched:
        if is_drawn(trigger, touch):
            by_person[touch.customer_id].append(touch)
        else:
            left_out["sampling"] += 1
    candidates = [Candidate(customer, events[0].unit_id) for customer, events in by_person.items()]
    # Looking back from a month ago, not from today.
    known = people_of(candidates, tuple(trigger.channels), contact, now - MONTH)
    for person, events in zip(known, by_person.values(), strict=True):
        _live(trigger, person, events, contact, counts, left_out)


def _live(
    trigger: Trigger,
    person: Person,
    events: Sequence[Touch],
    contact: ContactRules,
    counts: Counter[str],
    left_out: Counter[str],
) -> None:
    """One person's month."""
    contacts = list(person.contacts)
    queue = [(due_of(trigger, touch), index, 0) for index, touch in enumerate(events)]
    heapq.heapify(queue)
    while queue:
        at, index, waits = heapq.heappop(queue)
        decision = decide(contact, _ask(trigger, events[index]), _as_of(person, contacts, at), at)
        if decision.outcome is Outcome.SEND:
            contacts.append(Contact(at, Clock.INVITED, trigger.survey.key, decision.channel))
            counts["asked_later" if waits else "asked"] += 1
        elif decision.outcome is Outcome.WAIT and decision.next_at and waits < MOST_WAITS:
            heapq.heappush(queue, (decision.next_at, index, waits + 1))
        else:
            left_out[decision.rule] += 1


def _ask(trigger: Trigger, touch: Touch) -> Ask:
    return Ask(
        trigger.survey.key,
        tuple(trigger.channels),
        expiry_of(trigger, touch),
        after_complaint=trigger.event in AFTER_COMPLAINTS,
    )


def _as_of(person: Person, contacts: Sequence[Contact], at: datetime) -> Person:
    complained = person.complained_at if person.complained_at and person.complained_at <= at else None
    return replace(person, contacts=[each for each in contacts if each.at <= at], complained_at=complained)


def _chunks(trigger: Trigger, since: datetime, until: datetime) -> Iterator[list[Touch]]:
    """Last month's events of the trigger's units, all of one person's in one chunk."""
    if trigger.event == touches.ORDER:
        yield from _order_chunks(trigger, since, until)
    elif trigger.event == touches.TICKET:
        rows = Event.objects.filter(kind=touches.TICKET, at__gte=since, at__lt=until).order_by("pk")
        yield touches.tickets(rows.values_list("subject_id", "payload", "at"))
    elif trigger.event == touches.CUSTOMER:
        joined = people.filtered(
            organization.narrow(system_scope("simulation"), trigger.unit.code),
            {"joined_from": since.date().isoformat(), "joined_to": until.date().isoformat()},
            until,
        )
        yield touches.customers(list(joined.values_list("pk", flat=True)))
    else:
        rows_told = TouchEvent.rows.filter(kind=trigger.event, occurred_at__gte=since, occurred_at__lt=until)
        yield touches.told(list(rows_told.values_list("pk", flat=True))).get(trigger.event, [])


def _order_chunks(trigger: Trigger, since: datetime, until: datetime) -> Iterator[list[Touch]]:
    scope = organization.narrow(system_scope("simulation"), trigger.unit.code)
    recent = Order.objects.visible_to(scope).filter(ordered_at__gte=since, ordered_at__lt=until)
    after = 0
    while True:
        buyers = recent.filter(customer_id__gt=after).order_by("customer_id").values_list("customer_id", flat=True)
        ids = list(buyers.distinct()[:CHUNK])
        if not ids:
            return
        after = ids[-1]
        yield touches.orders_between(ids, since, until)
