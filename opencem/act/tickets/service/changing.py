"""How a ticket changes: entries, clocks, columns, version and event in one guarded step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from opencem.act.tickets import problems  # noqa: F401  registers the codes raised below
from opencem.act.tickets.clocks import clocks_of, columns
from opencem.act.tickets.models import EntryKind, Ticket, TicketEntry, TicketState
from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.models import Account
from opencem.platform.events.service import publish
from opencem.platform.organization.queries import local_date
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to be added to the timeline; `account` is None when the system acts."""

    kind: EntryKind
    account: Account | None = None
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def locked(scope: Scope, number: str, *, version: int | None = None) -> Ticket:
    """The ticket, locked until the transaction ends. Problem `not_found` out of scope, `conflict` when `version` is stale."""
    rows = Ticket.objects.visible_to(scope).select_for_update(of=("self",)).select_related("policy", "owner")
    ticket: Ticket | None = rows.filter(number=number).first()
    if ticket is None:
        raise not_found()
    if version is not None and ticket.version != version:
        raise Problem("conflict", 409)
    return ticket


def opened_on(ticket: Ticket) -> str:
    """The unit's day of opening, by which figures count the ticket."""
    return local_date(ticket.unit_id, ticket.opened_at).isoformat()


def require_state(ticket: Ticket, *allowed: TicketState) -> None:
    """Problem `ticket_state` (409) unless the ticket is in one of the states."""
    if ticket.state not in allowed:
        state = TicketState(ticket.state)
        raise Problem("ticket_state", 409, params={"state": state.label, "state_en": state.value})


def change(ticket: Ticket, entries: Sequence[Entry], *, event: str, now: datetime, **fields: Any) -> Ticket:
    """Apply to a ticket just read in this transaction; Problem `conflict` if somebody else has changed it since.

    The UPDATE carries the version that was read. Whatever bears on the clocks raises it, so the clocks derived from
    the entries read here are those of the row that is written.
    """
    for name, value in fields.items():
        setattr(ticket, name, value)
    added = [_row(ticket, entry, now) for entry in entries]
    history = [*ticket.entries.order_by("pk"), *added]
    derived = columns(clocks_of(ticket, history, now))
    values = {**fields, **derived, "version": ticket.version + 1}
    if Ticket.rows.filter(pk=ticket.pk, version=ticket.version).update(**values) != 1:
        raise Problem("conflict", 409)
    TicketEntry.rows.bulk_create(added)
    for name, value in values.items():
        setattr(ticket, name, value)
    publish(event, ticket.pk, _told(ticket, event))
    return ticket


def _told(ticket: Ticket, event: str) -> dict[str, int | str | None]:
    told: dict[str, int | str | None] = {"unit": ticket.unit_id, "date": opened_on(ticket)}
    # Who asks people how their case was handled stands below this room and cannot look the ticket up.
    return {**told, "customer": ticket.feedback.customer_id} if event == "ticket.closed" else told


def _row(ticket: Ticket, entry: Entry, now: datetime) -> TicketEntry:
    return TicketEntry(
        ticket=ticket, at=now, kind=entry.kind, account=entry.account, text=entry.text, data=dict(entry.data)
    )
