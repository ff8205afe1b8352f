"""Opening tickets, and the alerts that share one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.act.tickets.clocks import clocks_of, columns
from opencem.act.tickets.models import EntryKind, Priority, SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.act.tickets.service.announcing import tell_team
from opencem.act.tickets.service.changing import Entry, change
from opencem.listen.feedback.models import Feedback
from opencem.platform.events.service import publish

_URGENCY = [Priority.NORMAL, Priority.HIGH, Priority.URGENT]


def open_ticket(
    *, feedback: Feedback, title: str, priority: str, reason: Mapping[str, Any], now: datetime, own: str = ""
) -> Ticket:
    """The ticket of a feedback: opened if there is none, else joined.

    `reason` goes on the timeline (which rule fired and why). With `own` (a key of at most 8 characters) the ticket is
    apart from the shared one. Joining an alert of higher priority raises the ticket to it. Team told, deadlines set.
    """
    number = _number(feedback, own)
    with transaction.atomic():
        existing = Ticket.rows.select_for_update(of=("self",)).select_related("policy").filter(number=number).first()
        if existing is not None:
            return add_alert(existing, priority=priority, reason=reason, now=now)
        return _open(feedback, number, title, priority, reason, now)


def _number(feedback: Feedback, own: str) -> str:
    return f"T{feedback.pk:06d}" + (f"-{own}" if own else "")


def _open(
    feedback: Feedback, number: str, title: str, priority: str, reason: Mapping[str, Any], now: datetime
) -> Ticket:
    ticket = Ticket(
        number=number,
        unit_id=feedback.unit_id,
        feedback=feedback,
        title=title[:200],
        priority=priority,
        policy=SlaPolicy.objects.get(priority=priority),
        opened_at=now,
    )
    entries = [
        TicketEntry(ticket=ticket, at=now, kind=EntryKind.OPENED, data={"priority": priority}),
        TicketEntry(ticket=ticket, at=now, kind=EntryKind.ALERT, data=dict(reason)),
    ]
    for name, value in columns(clocks_of(ticket, entries, now)).items():
        setattr(ticket, name, value)
    ticket.save(force_insert=True)
    TicketEntry.rows.bulk_create(entries)
    publish("ticket.opened", ticket.pk, {"unit": ticket.unit_id, "feedback": feedback.pk})
    tell_team(ticket, now)
    return ticket


def add_alert(ticket: Ticket, *, priority: str, reason: Mapping[str, Any], now: datetime) -> Ticket:
    """Puts one more alert on a ticket. A closed ticket is not reopened by it."""
    entries = [Entry(EntryKind.ALERT, data=reason)]
    if ticket.state == TicketState.CLOSED or _URGENCY.index(Priority(priority)) <= _URGENCY.index(
        Priority(ticket.priority)
    ):
        return change(ticket, entries, event="ticket.changed", now=now)
    entries.append(Entry(EntryKind.PRIORITY, data={"from": ticket.priority, "to": priority}))
    policy = SlaPolicy.objects.get(priority=priority)
    return change(ticket, entries, event="ticket.changed", now=now, priority=priority, policy=policy)
