"""Working on a ticket. Every door reads the ticket under lock, within the caller's scope, and leaves a line on its timeline.

`version` is what the caller last read; Problem `conflict` (409) tells that the ticket has changed since.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.act.tickets.models import EntryKind, Ticket, TicketState
from opencem.act.tickets.rights import owns_or_manages
from opencem.act.tickets.service.announcing import tell_new_owner, tell_reopened
from opencem.act.tickets.service.changing import Entry, change, locked, require_state
from opencem.act.tickets.words import ROOT_CAUSES
from opencem.kit.problems import Problem
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.queries import accounts_with
from opencem.platform.scope.value import Scope

NEW, ACTIVE, WAITING, CLOSED = TicketState.NEW, TicketState.ACTIVE, TicketState.WAITING, TicketState.CLOSED


@transaction.atomic
def take_ticket(*, scope: Scope, number: str, by: Account, now: datetime) -> Ticket:
    """Become the owner. One of several who try gets it, the others Problem `ticket_taken`; one's own ticket is returned as it is."""
    ticket = locked(scope, number)
    if ticket.state == CLOSED or ticket.owner_id is not None:
        return _already_taken(ticket, by)
    return change(ticket, [Entry(EntryKind.TAKEN, by)], event="ticket.changed", now=now, owner=by, state=ACTIVE)


def _already_taken(ticket: Ticket, by: Account) -> Ticket:
    require_state(ticket, NEW, ACTIVE, WAITING)
    if ticket.owner_id == by.pk:
        return ticket
    raise Problem("ticket_taken", 409, params={"owner": ticket.owner.name if ticket.owner else ""})


@transaction.atomic
def release_ticket(*, scope: Scope, number: str, by: Account, version: int, now: datetime) -> Ticket:
    """Give it back to the team."""
    ticket = _mine(scope, number, by, version)
    require_state(ticket, ACTIVE)
    return change(ticket, [Entry(EntryKind.RELEASED, by)], event="ticket.changed", now=now, owner=None, state=NEW)


@transaction.atomic
def comment_on_ticket(*, scope: Scope, number: str, by: Account, text: str, contact: bool, now: datetime) -> Ticket:
    """Add a line. `contact` marks that the customer was reached, which is the first response if there was none."""
    ticket = locked(scope, number)
    responded = contact and ticket.state != CLOSED
    fields = {"first_response_at": ticket.first_response_at or now} if responded else {}
    kind = EntryKind.CONTACT if responded else EntryKind.NOTE
    return change(ticket, [Entry(kind, by, text)], event="ticket.changed", now=now, **fields)


@transaction.atomic
def wait_for_customer(*, scope: Scope, number: str, by: Account, version: int, text: str, now: datetime) -> Ticket:
    """The customer was asked and has to answer; the clocks stop if the policy says so."""
    ticket = _mine(scope, number, by, version)
    require_state(ticket, ACTIVE)
    entry = Entry(EntryKind.WAITING, by, text)
    first = ticket.first_response_at or now
    return change(ticket, [entry], event="ticket.changed", now=now, state=WAITING, first_response_at=first)


@transaction.atomic
def resume_ticket(*, scope: Scope, number: str, by: Account, version: int, text: str, now: datetime) -> Ticket:
    """The customer has answered, or waiting has no point any more."""
    ticket = _mine(scope, number, by, version)
    require_state(ticket, WAITING)
    return change(ticket, [Entry(EntryKind.RESUMED, by, text)], event="ticket.changed", now=now, state=ACTIVE)


@transaction.atomic
def transfer_ticket(
    *, scope: Scope, number: str, by: Account, version: int, to_account: int, text: str, now: datetime
) -> Ticket:
    """Make somebody else of the unit's people the owner, and tell them. Problem `ticket_assignee` for anybody else."""
    ticket = _mine(scope, number, by, version, unowned=True)
    require_state(ticket, NEW, ACTIVE, WAITING)
    owner = next((one for one in accounts_with("ticket.work", ticket.unit_id) if one.pk == to_account), None)
    if owner is None:
        raise Problem("ticket_assignee", 422, field="to_account")
    state = ACTIVE if ticket.state == NEW else ticket.state
    entry = Entry(EntryKind.TRANSFERRED, by, text, {"to": owner.pk, "to_name": owner.name})
    change(ticket, [entry], event="ticket.changed", now=now, owner=owner, state=state)
    tell_new_owner(ticket, by, now)
    return ticket


@transaction.atomic
def close_ticket(
    *, scope: Scope, number: str, by: Account, version: int, root_cause: str, action_taken: str, now: datetime
) -> Ticket:
    """Finish. A root cause of the list and the action taken are required. Closed, it never escalates."""
    if root_cause not in ROOT_CAUSES:
        raise Problem("root_cause_unknown", 422, field="root_cause")
    if not action_taken.strip():
        raise Problem("required", 422, field="action_taken")
    ticket = _mine(scope, number, by, version)
    require_state(ticket, ACTIVE, WAITING)
    entry = Entry(EntryKind.CLOSED, by, action_taken, {"root_cause": root_cause})
    return change(ticket, [entry], event="ticket.closed", now=now, **_closing(ticket, root_cause, action_taken, now))


def _closing(ticket: Ticket, root_cause: str, action_taken: str, now: datetime) -> dict[str, Any]:
    return {
        "state": CLOSED,
        "root_cause": root_cause,
        "action_taken": action_taken,
        "closed_at": now,
        "first_closed_at": ticket.first_closed_at or now,
        "first_response_at": ticket.first_response_at or now,
    }


@transaction.atomic
def reopen_ticket(
    *, scope: Scope, number: str, by: Account | None, version: int | None, text: str, now: datetime
) -> Ticket:
    """Work on it again, with its owner if that person still may, else with the team. First and last stamps are kept."""
    ticket = locked(scope, number, version=version)
    require_state(ticket, CLOSED)
    stays = ticket.owner_id in {account.pk for account in accounts_with("ticket.work", ticket.unit_id)}
    fields = {"state": ACTIVE, "owner": ticket.owner} if stays else {"state": NEW, "owner": None}
    entry = Entry(EntryKind.REOPENED, by, text)
    change(ticket, [entry], event="ticket.reopened", now=now, reopened=ticket.reopened + 1, **fields)
    tell_reopened(ticket, now)
    return ticket


def _mine(scope: Scope, number: str, by: Account, version: int, *, unowned: bool = False) -> Ticket:
    """The ticket if `by` owns it or manages the unit's tickets (or nobody owns it, where that is enough)."""
    ticket = locked(scope, number, version=version)
    if (unowned and ticket.owner_id is None) or owns_or_manages(by, ticket):
        return ticket
    raise Problem("ticket_not_yours", 403)
