"""What lies in people's inboxes: the tickets opened in the last days, and the open ones that were reported upwards."""

from __future__ import annotations

from datetime import timedelta

from opencem.act.tickets.models import EntryKind, Ticket, TicketState
from opencem.act.tickets.service.announcing import reporting_line, tell_escalated, tell_teams
from opencem.demo.world import Size
from opencem.platform.accounts.service import system_scope

_RECENT = timedelta(days=3)


def notify_people(size: Size) -> None:
    """Tell teams and managers about open tickets as the doors would have, at the time it happened."""
    tickets = Ticket.objects.visible_to(system_scope("demo")).exclude(state=TicketState.CLOSED)
    for ticket in tickets.select_related("owner"):
        if ticket.state == TicketState.NEW and ticket.opened_at > size.now - _RECENT:
            tell_teams([ticket], ticket.opened_at)
        if ticket.level:
            _tell_managers(ticket)


def _tell_managers(ticket: Ticket) -> None:
    """The managers of the level the ticket has reached."""
    line = reporting_line(ticket.unit_id)
    if line:
        target, managers = line[min(ticket.level, len(line)) - 1]
        reported = ticket.entries.filter(kind=EntryKind.ESCALATED).latest("at")
        tell_escalated(ticket, target, managers, reported.at)
