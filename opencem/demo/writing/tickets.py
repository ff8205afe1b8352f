"""Alerts and tickets of history: most long closed, some late and reported upwards, the latest still open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Field

from opencem.act.tickets.calendars import calendar_of
from opencem.act.tickets.clocks import clocks_of, columns
from opencem.act.tickets.models import EntryKind, SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.demo.world import World
from opencem.demo.world.size import ZONE, Size, as_instant

from .company import Company
from .handling import Desk, Plan, Words, draw_plan
from .table import write

_OPENED_AFTER_S = 4
"""From the feedback to its ticket."""


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


@dataclass
class Story:
    """A ticket with its timeline, before it is written."""

    ticket: Ticket
    entries: list[TicketEntry] = field(default_factory=list)


def tell_stories(world: World, company: Company, cases: Sequence[Case], first_feedback: int) -> list[Story]:
    """Play every case through: who took it, when the customer was called, whether it was late."""
    rng = np.random.default_rng([world.size.seed, 50])
    policies = {policy.priority: policy for policy in SlaPolicy.objects.all()}
    desk = Desk(world, company)
    return [_story(world.size, desk, case, policies[case.priority], first_feedback, rng) for case in cases]


def _story(
    size: Size, desk: Desk, case: Case, policy: SlaPolicy, first_feedback: int, rng: np.random.Generator
) -> Story:
    opened = as_instant(case.received_at + _OPENED_AFTER_S)
    feedback_id = case.feedback + first_feedback
    ticket = Ticket(
        number=f"T{feedback_id:06d}",
        unit_id=desk.unit_id(case.place),
        feedback_id=feedback_id,
        title=case.title,
        priority=case.priority,
        policy=policy,
        opened_at=min(opened, size.now),
    )
    story = Story(ticket)
    _add(story, EntryKind.OPENED, ticket.opened_at, data={"priority": case.priority})
    for reason in case.reasons:
        _add(story, EntryKind.ALERT, ticket.opened_at, data=reason)
    plan = draw_plan(policy, size.now - opened < timedelta(days=30), desk.tardiness(case.place), rng)
    _play(story, plan, desk, case, size.now, rng)
    for name, value in columns(clocks_of(ticket, story.entries, size.now)).items():
        setattr(ticket, name, value)
    return story


def _play(story: Story, plan: Plan, desk: Desk, case: Case, now: datetime, rng: np.random.Generator) -> None:
    """Let the planned steps happen as far as time has come, with the escalations that fall between them."""
    owner = desk.owner(case.place, rng)
    words = Words(case.topic, rng)
    for step in plan.steps(story.ticket.opened_at, calendar_of(story.ticket.policy.calendar, ZONE)):
        _escalate_until(story, min(step.at, now), desk, case.place)
        if step.at > now:
            return
        _happen(story, step.kind, step.at, owner, words)
    _escalate_until(story, now, desk, case.place)


def _happen(story: Story, kind: EntryKind, at: datetime, owner: int, words: Words) -> None:
    ticket = story.ticket
    data: dict[str, Any] = {}
    text = words.of(kind)
    match kind:
        case EntryKind.TAKEN:
            ticket.owner_id, ticket.state = owner, TicketState.ACTIVE
        case EntryKind.CONTACT | EntryKind.WAITING:
            ticket.first_response_at = ticket.first_response_at or at
            ticket.state = TicketState.WAITING if kind == EntryKind.WAITING else ticket.state
        case EntryKind.RESUMED:
            ticket.state = TicketState.ACTIVE
        case EntryKind.REOPENED:
            ticket.state, ticket.reopened = TicketState.ACTIVE, ticket.reopened + 1
        case EntryKind.CLOSED:
            data = {"root_cause": words.root_cause}
            _close(ticket, at, words.root_cause, text)
    _add(story, kind, at, None if kind == EntryKind.REOPENED else owner, text, data)


def _close(ticket: Ticket, at: datetime, root_cause: str, action_taken: str) -> None:
    ticket.state, ticket.root_cause, ticket.action_taken = TicketState.CLOSED, root_cause, action_taken
    ticket.closed_at, ticket.first_closed_at = at, ticket.first_closed_at or at
    ticket.first_response_at = ticket.first_response_at or at


def _escalate_until(story: Story, until: datetime, desk: Desk, place: int) -> None:
    """Report the ticket upwards at every time-out before `until`."""
    while True:
        clocks = clocks_of(story.ticket, story.entries, until)
        due = clocks.escalate_due
        if due is None or due > until:
            return
        level = clocks.level + 1
        _add(story, EntryKind.ESCALATED, due, data={"level": level, **desk.reported_to(place, level)})


def _add(
    story: Story,
    kind: EntryKind,
    at: datetime,
    account_id: int | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    story.entries.append(TicketEntry(at=at, kind=kind, account_id=account_id, text=text, data=data or {}))
    if kind not in (EntryKind.OPENED, EntryKind.ALERT):
        story.ticket.version += 1


def write_stories(stories: Sequence[Story]) -> int:
    """Write tickets and timelines; returns the id of the first ticket, the others follow in order."""
    first = write(Ticket, len(stories), **_ticket_columns(stories))
    entries = [(first + number, entry) for number, story in enumerate(stories) for entry in story.entries]
    write(
        TicketEntry,
        len(entries),
        ticket_id=(ticket_id for ticket_id, _ in entries),
        at=_instants(entry.at for _, entry in entries),
        kind=(str(entry.kind) for _, entry in entries),
        account_id=(entry.account_id for _, entry in entries),
        text=(entry.text for _, entry in entries),
        data=(json.dumps(entry.data, ensure_ascii=False) for _, entry in entries),
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
