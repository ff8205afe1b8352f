"""The analytics dataset `ticket`. Loaded by `config.wiring`; the projector runs it for every unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opencem.act.tickets.models import Ticket, TicketState
from opencem.platform.organization import queries as organization
from opencem.understand.metrics.datasets import Dataset, register, subjects
from opencem.understand.metrics.ports import Row


def ticket_rows(ids: Collection[int]) -> Sequence[Row]:
    """In the order of `engines.query.tables.TICKET`; dated by the unit's day of opening."""
    return [_row(ticket) for ticket in Ticket.rows.filter(pk__in=ids).order_by("pk")]


def _row(ticket: Ticket) -> Row:
    return (
        ticket.pk,
        ticket.unit_id,
        organization.local_date(ticket.unit_id, ticket.opened_at),
        ticket.opened_at,
        ticket.priority,
        ticket.state,
        ticket.level,
        ticket.first_response_met,
        ticket.resolution_met,
        ticket.resolution_due_at,
        ticket.closed_at if ticket.state == TicketState.CLOSED else None,
        ticket.owner_id,
    )


def _ids_after(last: int, limit: int) -> Sequence[int]:
    return list(Ticket.rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:limit])


_EVENTS = ("ticket.opened", "ticket.changed", "ticket.escalated", "ticket.closed", "ticket.reopened")

register(Dataset("ticket", dict.fromkeys(_EVENTS, subjects), ticket_rows, _ids_after))
