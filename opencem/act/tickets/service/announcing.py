"""Who is told about a ticket: its team, its owner, and level by level those above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from opencem.act.notifications.service import Notice, notify
from opencem.act.tickets import words  # noqa: F401  registers what the notifications say
from opencem.act.tickets.models import Ticket
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.queries import accounts_at, accounts_by_unit
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView


def teams_of(unit_ids: Iterable[int]) -> dict[int, list[Account]]:
    """Who works the tickets of each unit: those at it, else at the nearest unit above that has anybody."""
    tree = organization.tree()
    lines = {unit_id: [unit_id, *(unit.id for unit in tree.ancestors(unit_id))] for unit_id in unit_ids}
    people = accounts_by_unit("ticket.work", {unit_id for line in lines.values() for unit_id in line})
    return {unit_id: next((people[one] for one in line if one in people), []) for unit_id, line in lines.items()}


def reporting_line(unit_id: int) -> Sequence[tuple[UnitView, list[Account]]]:
    """The levels above a unit, nearest first: units where somebody manages tickets. The topmost unit reports to itself."""
    above = organization.ancestors(unit_id) or [organization.unit(unit_id)]
    return [(unit, managers) for unit in above if (managers := accounts_at("ticket.manage", unit.id))]


def tell_teams(tickets: Sequence[Ticket], now: datetime) -> None:
    """Of tickets just opened."""
    teams = teams_of({ticket.unit_id for ticket in tickets})
    notify(
        [_notice(one, teams[one.unit_id], "ticket.opened", "", due=one.first_response_due_at) for one in tickets],
        now=now,
    )


def tell_new_owner(ticket: Ticket, by: Account, now: datetime) -> None:
    people = [ticket.owner] if ticket.owner else []
    key = str(ticket.version)
    notify([_notice(ticket, people, "ticket.transferred", key, due=ticket.next_due_at, by=by.name)], now=now)


def tell_reopened(ticket: Ticket, now: datetime) -> None:
    people = [ticket.owner] if ticket.owner else teams_of([ticket.unit_id])[ticket.unit_id]
    key = str(ticket.reopened)
    notify([_notice(ticket, people, "ticket.reopened", key, due=ticket.resolution_due_at)], now=now)


def tell_escalated(ticket: Ticket, target: UnitView | None, managers: Iterable[Account], now: datetime) -> None:
    """The managers of the level reached, and the owner, who stays."""
    notice = _notice(
        ticket,
        [*managers, *([ticket.owner] if ticket.owner else [])],
        "ticket.escalated",
        f"{ticket.reopened}.{ticket.level}",
        due=ticket.next_due_at,
        level=ticket.level,
        target=target.name if target else "—",
        owner=ticket.owner.name if ticket.owner else "—",
    )
    notify([notice], now=now)


def _notice(
    ticket: Ticket, accounts: Iterable[Account], kind: str, key: str, *, due: datetime | None, **parameters: Any
) -> Notice:
    unit = organization.unit(ticket.unit_id)
    return Notice(
        accounts={account.pk: account for account in accounts}.values(),
        kind=kind,
        parameters={"number": ticket.number, "unit": unit.name, "due": _local(ticket, due), **parameters},
        unit_id=ticket.unit_id,
        link=f"/tickets/{ticket.number}",
        dedup_key=f"{kind}:{ticket.number}:{key}",
    )


def _local(ticket: Ticket, instant: datetime | None) -> str:
    if instant is None:
        return "—"
    return instant.astimezone(organization.zone_of(ticket.unit_id)).strftime("%m-%d %H:%M")
