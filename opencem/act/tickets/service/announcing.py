"""Who is told about a ticket: its team, its owner, and level by level those above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from opencem.act.notifications.service import notify
from opencem.act.tickets import words  # noqa: F401  registers what the notifications say
from opencem.act.tickets.models import Ticket
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.queries import accounts_at
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView


def team_of(unit_id: int) -> list[Account]:
    """Who works the tickets of a unit: those at it, else at the nearest unit above that has anybody."""
    for unit in (organization.unit(unit_id), *organization.ancestors(unit_id)):
        if team := accounts_at("ticket.work", unit.id):
            return team
    return []


def reporting_line(unit_id: int) -> Sequence[tuple[UnitView, list[Account]]]:
    """The levels above a unit, nearest first: units where somebody manages tickets. A unit without any above reports to itself."""
    above = organization.ancestors(unit_id) or [organization.unit(unit_id)]
    return [(unit, managers) for unit in above if (managers := accounts_at("ticket.manage", unit.id))]


def tell_team(ticket: Ticket, now: datetime) -> None:
    due = ticket.first_response_due_at
    _tell(ticket, team_of(ticket.unit_id), "ticket.opened", key="", now=now, due=_local(ticket, due))


def tell_new_owner(ticket: Ticket, by: Account, now: datetime) -> None:
    if ticket.owner is not None:
        due = _local(ticket, ticket.next_due_at)
        _tell(ticket, [ticket.owner], "ticket.transferred", key=str(ticket.version), now=now, due=due, by=by.name)


def tell_reopened(ticket: Ticket, now: datetime) -> None:
    people = [ticket.owner] if ticket.owner else team_of(ticket.unit_id)
    due = _local(ticket, ticket.resolution_due_at)
    _tell(ticket, people, "ticket.reopened", key=str(ticket.reopened), now=now, due=due)


def tell_escalated(ticket: Ticket, target: UnitView | None, managers: Iterable[Account], now: datetime) -> None:
    """The managers of the level reached, and the owner, who stays."""
    people = [*managers, *([ticket.owner] if ticket.owner else [])]
    _tell(
        ticket,
        people,
        "ticket.escalated",
        key=f"{ticket.reopened}.{ticket.level}",
        now=now,
        due=_local(ticket, ticket.next_due_at),
        level=ticket.level,
        target=target.name if target else "—",
        owner=ticket.owner.name if ticket.owner else "—",
    )


def _tell(
    ticket: Ticket, accounts: Iterable[Account], kind: str, *, key: str, now: datetime, **parameters: Any
) -> None:
    unit = organization.unit(ticket.unit_id)
    notify(
        accounts={account.pk: account for account in accounts}.values(),
        kind=kind,
        parameters={"number": ticket.number, "unit": unit.name, **parameters},
        unit_id=ticket.unit_id,
        link=f"/tickets/{ticket.number}",
        dedup_key=f"{kind}:{ticket.number}:{key}",
        now=now,
    )


def _local(ticket: Ticket, instant: datetime | None) -> str:
    if instant is None:
        return "—"
    return instant.astimezone(organization.zone_of(ticket.unit_id)).strftime("%m-%d %H:%M")
