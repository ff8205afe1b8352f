"""The clocks of a ticket from its timeline, and the columns that index them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from opencem.act.tickets.calendars import calendar_of
from opencem.act.tickets.models import EntryKind, SlaPolicy, Ticket, TicketEntry
from opencem.engines.sla import Clocks, ClockState, Event, EventKind, Policy, deadlines
from opencem.platform.organization import queries as organization

# Asking the customer something is a response, and then a wait.
_EVENTS = {
    EntryKind.OPENED: (EventKind.CREATED,),
    EntryKind.CONTACT: (EventKind.RESPONDED,),
    EntryKind.WAITING: (EventKind.RESPONDED, EventKind.WAITING),
    EntryKind.RESUMED: (EventKind.RESUMED,),
    EntryKind.ESCALATED: (EventKind.ESCALATED,),
    EntryKind.CLOSED: (EventKind.CLOSED,),
    EntryKind.REOPENED: (EventKind.REOPENED,),
}
_MET = {ClockState.MET: True, ClockState.MISSED: False}


def clocks_of(ticket: Ticket, entries: Iterable[TicketEntry], now: datetime) -> Clocks:
    """Derive the clocks under the ticket's policy, on its unit's local time."""
    zone = str(organization.zone_of(ticket.unit_id))
    return deadlines(_policy(ticket.policy, zone), _events(entries), now)


def _policy(stored: SlaPolicy, timezone: str) -> Policy:
    return Policy(
        first_response_minutes=stored.first_response_minutes,
        resolution_minutes=stored.resolution_minutes,
        escalation_minutes=tuple(stored.escalation_minutes),
        calendar=calendar_of(stored.calendar, timezone),
        pause_while_waiting=stored.pause_while_waiting,
    )


def _events(entries: Iterable[TicketEntry]) -> list[Event]:
    return [
        Event(kind, entry.at, entry.data.get("level", 0))
        for entry in entries
        for kind in _EVENTS.get(EntryKind(entry.kind), ())
    ]


def columns(clocks: Clocks) -> dict[str, Any]:
    """The fields of `Ticket` that are derived."""
    return {
        "level": clocks.level,
        "first_response_due_at": clocks.first_response.due,
        "resolution_due_at": clocks.resolution.due,
        "next_due_at": clocks.next_due,
        "escalate_at": clocks.escalate_due,
        "first_response_met": _MET.get(clocks.first_response.state),
        "resolution_met": _MET.get(clocks.resolution.state),
    }
