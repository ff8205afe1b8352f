"""What an account may do with a ticket it can see."""

from __future__ import annotations

from opencem.act.tickets.models import Ticket, TicketState
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for

_ACTIONS = {
    TicketState.NEW: ("take", "comment", "transfer"),
    TicketState.ACTIVE: ("comment", "wait", "transfer", "release", "close"),
    TicketState.WAITING: ("comment", "resume", "transfer", "close"),
    TicketState.CLOSED: ("comment", "reopen"),
}
_ANYBODYS = {"take", "comment", "reopen"}


def owns_or_manages(account: Account, ticket: Ticket) -> bool:
    return ticket.owner_id == account.pk or _holds(account, "ticket.manage", ticket)


def actions_of(account: Account, ticket: Ticket) -> list[str]:
    """The acts the doors would let this account do now, in the order of the work."""
    if not _holds(account, "ticket.work", ticket):
        return []
    possible = _ACTIONS[TicketState(ticket.state)]
    if ticket.owner_id is None or owns_or_manages(account, ticket):
        return list(possible)
    return [action for action in possible if action in _ANYBODYS]


def _holds(account: Account, permission: str, ticket: Ticket) -> bool:
    scope = scope_for(account, permission, purpose=permission)
    return scope is not None and scope.covers(ticket.unit_id)
