"""Tickets of history: most long closed, some late and reported upwards, the latest still open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Field

from opencem.act.tickets.calendars import calendar_of
from opencem.act.tickets.clocks import columns
from opencem.act.tickets.models import EntryKind, SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.demo.world import World
from opencem.demo.world.size import ZONE, Size, as_instant
from opencem.engines.sla import Event, EventKind, Policy, deadlines

from .company import Company
from .handling import Desk, Words, draw_plan
from .table import write
from .worktime import tabled

_OPENED_AFTER_S = 1
_CLOCK_EVENTS = {
    EntryKind.OPENED: (EventKind.CREATED,),
    EntryKind.CONTACT: (EventKind.RESPONDED,),
    EntryKind.WAITING: (EventKind.RESPONDED, EventKind.WAITING),
    EntryKind.RESUMED: (EventKind.RESUMED,),
    EntryKind.ESCALATED: (EventKind.ESCALATED,),
    EntryKind.CLOSED: (EventKind.CLOSED,),
    EntryKind.REOPENED: (EventKind.REOPENED,),
}
"""As `act.tickets.clocks` reads a timeline; tests compare the two."""


@dataclass(frozen=True)
class Case:
    """A feedback that deserves a ticket."""

    feedback: int
    """Position in `Voices`."""
    received_at: int
    place: int
    topic: str
    priority: str
    title: str
    reasons: Sequence[dict[str, Any]]
    """One per alert, as the timeline shows it."""


class Line(NamedTuple):
    """One entry of a timeline, before it is written."""

    at: datetime
    kind: EntryKind
    account_id: int | None
    text: str
    data: dict[str, Any]


@dataclass
class Story:
    """A ticket with its timeline and what its clocks depend on, before it is written."""

    ticket: Ticket
    policy: Policy
    case: Case
    lines: list[Line] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        level = line.data.get("level", 0)
        self.events += [Event(kind, line.at, level) for kind in _CLOCK_EVENTS.get(line.kind, ())]
        if line.kind not in (EntryKind.OPENED, EntryKind.ALERT):
            self.ticket.version += 1


def tell_stories(world: World, company: Company, cases: Sequence[Case], first_feedback: int) -> list[Story]:
    """Play every case through: who took it, when the customer was called, whether it was late."""
    teller = _Teller(world, company, first_feedback)
    return [teller.tell(case) for case in cases]


class _Teller:
    def __init__(self, world: World, company: Company, first_feedback: int) -> None:
        self._now = world.size.now
        self._first_feedback = first_feedback
        self._desk = Desk(world, company)
        self._rng = np.random.default_rng([world.size.seed, 50])
        self._stored = {policy.priority: policy for policy in SlaPolicy.objects.all()}
        self._policies = {priority: _policy(stored, world.size) for priority, stored in self._stored.items()}

    def tell(self, case: Case) -> Story:
        story = Story(self._ticket(case), self._policies[case.priority], case)
        opened = story.ticket.opened_at
        story.add(Line(opened, EntryKind.OPENED, None, "", {"priority": case.priority}))
        for reason in case.reasons:
            story.add(Line(opened, EntryKind.ALERT, None, "", reason))
        self._play(story)
        for name, value in columns(deadlines(story.policy, story.events, self._now)).items():
            setattr(story.ticket, name, value)
        return story

    def _ticket(self, case: Case) -> Ticket:
        feedback_id = case.feedback + self._first_feedback
        return Ticket(
            number=f"T{feedback_id:06d}",
            unit_id=self._desk.unit_id(case.place),
            feedback_id=feedback_id,
            title=case.title,
            priority=case.priority,
            policy=self._stored[case.priority],
            opened_at=min(as_instant(case.received_at + _OPENED_AFTER_S), self._now),
        )

    def _play(self, story: Story) -> None:
        """Let the planned steps happen as far as time has come, with the escalations that fall between them."""
        opened, place = story.ticket.opened_at, story.case.place
        recent = self._now - opened < timedelta(days=30)
        plan = draw_plan(story.ticket.policy, recent, self._desk.tardiness(place), self._rng)
        owner, words = self._desk.owner(place, self._rng), Words(story.case.topic, self._rng)
        for step in plan.steps(opened, story.policy.calendar):
            self._escalate_until(story, min(step.at, self._now))
            if step.at > self._now:
                return
            _happen(story, step.kind, step.at, owner, words)
        self._escalate_until(story, self._now)

    def _escalate_until(self, story: Story, until: datetime) -> None:
        """Report the ticket upwards at every time-out before `until`."""
        while True:
            clocks = deadlines(story.policy, story.events, until)
            due, level = clocks.escalate_due, clocks.level + 1
            if due is None or due > until:
                return
            data = {"level": level, **self._desk.reported_to(story.case.place, level)}
            story.add(Line(due, EntryKind.ESCALATED, None, "", data))


def _policy(stored: SlaPolicy, size: Size) -> Policy:
    return Policy(
        stored.first_response_minutes,
        stored.resolution_minutes,
        tuple(stored.escalation_minutes),
        tabled(calendar_of(stored.calendar, ZONE), size.first_day, size.today),
        stored.pause_while_waiting,
    )


def _happen(story: Story, kind: EntryKind, at: datetime, owner: int, words: Words) -> None:
    ticket, text = story.ticket, words.of(kind)
    data: dict[str, Any] = {}
    match kind:
        case EntryKind.TAKEN:
            ticket.owner_id, ticket.state = owner, TicketState.ACTIVE
        case EntryKind.CONTACT:
            ticket.first_response_at = ticket.first_response_at or at
        case EntryKind.WAITING:
            ticket.state = TicketState.WAITING
        case EntryKind.RESUMED:
            ticket.state = TicketState.ACTIVE
        case EntryKind.REOPENED:
            ticket.state, ticket.reopened = TicketState.ACTIVE, ticket.reopened + 1
        case EntryKind.CLOSED:
            data = {"root_cause": words.root_cause}
            _close(ticket, at, words.root_cause, text)
    story.add(Line(at, kind, None if kind == EntryKind.REOPENED else owner, text, data))


def _close(ticket: Ticket, at: datetime, root_cause: str, action_taken: str) -> None:
    ticket.state, ticket.root_cause, ticket.action_taken = TicketState.CLOSED, root_cause, action_taken
    ticket.closed_at, ticket.first_closed_at = at, ticket.first_closed_at or at


def write_stories(stories: Sequence[Story]) -> int:
    """Write tickets and timelines; returns the id of the first ticket, the others follow in order."""
    first = write(Ticket, len(stories), **_ticket_columns(stories))
    lines = [(first + number, line) for number, story in enumerate(stories) for line in story.lines]
    write(
        TicketEntry,
        len(lines),
        ticket_id=(ticket_id for ticket_id, _ in lines),
        at=_instants(line.at for _, line in lines),
        kind=(line.kind.value for _, line in lines),
        account_id=(line.account_id for _, line in lines),
        text=(line.text for _, line in lines),
        data=(json.dumps(line.data, ensure_ascii=False) for _, line in lines),
    )
    return first


def _ticket_columns(stories: Sequence[Story]) -> dict[str, Any]:
    fields = [item for item in Ticket._meta.concrete_fields if item.attname != "id"]
    return {item.attname: _column(stories, item) for item in fields}


def _column(stories: Sequence[Story], item: Field[Any, Any]) -> Iterable[Any]:
    values = (getattr(story.ticket, item.attname) for story in stories)
    if item.get_internal_type() == "DateTimeField":
        return _instants(values)
    return (str(value) if isinstance(value, str) else value for value in values)


def _instants(values: Iterable[datetime | None]) -> Iterable[Any]:
    adapt = connection.ops.adapt_datetimefield_value
    return (None if value is None else adapt(value) for value in values)
