"""Opening tickets, and the alerts that share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.act.tickets.clocks import clocks_of, columns
from opencem.act.tickets.models import EntryKind, Priority, SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.act.tickets.service.announcing import tell_teams
from opencem.act.tickets.service.changing import Entry, change, opened_on
from opencem.listen.feedback.models import Feedback
from opencem.platform.events.service import publish_many

_URGENCY = [Priority.NORMAL, Priority.HIGH, Priority.URGENT]


@dataclass(frozen=True, slots=True)
class Wish:
    """That a feedback be worked on. `reason` goes on the timeline: which rule fired and why.

    With `own` (a key of at most 8 characters) the ticket is apart from the one its feedback's other alerts share.
    """

    feedback: Feedback
    title: str
    priority: str
    reason: Mapping[str, Any]
    own: str = ""

    @property
    def number(self) -> str:
        """The ticket's; it follows from the feedback, so that a wish told twice finds the ticket of the first time."""
        return f"T{self.feedback.pk:06d}" + (f"-{self.own}" if self.own else "")


def open_ticket(wish: Wish, *, now: datetime) -> Ticket:
    """One wish; see `open_tickets`."""
    return open_tickets([wish], now=now)[wish.number]


@transaction.atomic
def open_tickets(wishes: Sequence[Wish], *, now: datetime) -> dict[str, Ticket]:
    """The tickets wished for, by number: opened with deadlines and their teams told, or joined where they exist.

    Joining with a higher priority raises the ticket to it.
    """
    by_number: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_number[wish.number].append(wish)
    rows = Ticket.rows.select_for_update(of=("self",)).select_related("policy").order_by("pk")
    tickets = {ticket.number: ticket for ticket in rows.filter(number__in=by_number)}
    for number, ticket in tickets.items():
        _join(ticket, by_number[number], now)
    fresh = [together for number, together in by_number.items() if number not in tickets]
    return tickets | {ticket.number: ticket for ticket in _open(fresh, now)}


def _join(ticket: Ticket, wishes: Sequence[Wish], now: datetime) -> None:
    """A closed ticket is not reopened by an alert, nor raised."""
    entries = [Entry(EntryKind.ALERT, data=wish.reason) for wish in wishes]
    priority = _most_urgent([ticket.priority, *(wish.priority for wish in wishes)])
    if ticket.state == TicketState.CLOSED or priority == ticket.priority:
        change(ticket, entries, event="ticket.changed", now=now)
        return
    entries.append(Entry(EntryKind.PRIORITY, data={"from": ticket.priority, "to": priority}))
    policy = SlaPolicy.objects.get(priority=priority)
    change(ticket, entries, event="ticket.changed", now=now, priority=priority, policy=policy)


def _most_urgent(priorities: Iterable[str]) -> Priority:
    return max((Priority(priority) for priority in priorities), key=_URGENCY.index)


def _open(groups: Sequence[Sequence[Wish]], now: datetime) -> list[Ticket]:
    """One ticket for each group of wishes about the same."""
    if not groups:
        return []
    policies = {policy.priority: policy for policy in SlaPolicy.objects.all()}
    drafts = [_draft(group, policies, now) for group in groups]
    tickets = [ticket for ticket, _ in drafts]
    Ticket.rows.bulk_create(tickets, batch_size=200)
    TicketEntry.rows.bulk_create([entry for _, entries in drafts for entry in entries], batch_size=500)
    publish_many("ticket.opened", [(one.pk, _told(one)) for one in tickets])
    tell_teams(tickets, now)
    return tickets


def _told(ticket: Ticket) -> dict[str, int | str | None]:
    return {
        "unit": ticket.unit_id,
        "feedback": ticket.feedback_id,
        "customer": ticket.feedback.customer_id,
        "date": opened_on(ticket),
    }


def _draft(
    wishes: Sequence[Wish], policies: Mapping[str, SlaPolicy], now: datetime
) -> tuple[Ticket, list[TicketEntry]]:
    first = wishes[0]
    priority = _most_urgent(wish.priority for wish in wishes)
    ticket = Ticket(
        number=first.number,
        unit_id=first.feedback.unit_id,
        feedback=first.feedback,
        title=first.title[:200],
        priority=priority,
        policy=policies[priority],
        opened_at=now,
    )
    opened = TicketEntry(ticket=ticket, at=now, kind=EntryKind.OPENED, data={"priority": priority})
    alerts = [TicketEntry(ticket=ticket, at=now, kind=EntryKind.ALERT, data=dict(wish.reason)) for wish in wishes]
    for name, value in columns(clocks_of(ticket, [opened], now)).items():
        setattr(ticket, name, value)
    return ticket, [opened, *alerts]
