"""Scoped reads of tickets: the queue, its counts, one ticket. All of them pass the same two filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from opencem.act.tickets.models import SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.queries import accounts_with
from opencem.platform.scope.value import Scope

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
OPEN = (TicketState.NEW, TicketState.ACTIVE, TicketState.WAITING)


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What of the queue is asked for. `state` is one state, `open` or `all`; `text` is looked for in number and title."""

    state: str = "open"
    owner_id: int | None = None
    unowned: bool = False
    overdue: bool = False
    escalated: bool = False
    priority: str = ""
    feedback_id: int | None = None
    text: str = ""


def list_tickets(
    scope: Scope, wanted: TicketFilter, *, newest_first: bool, cursor: str | None, limit: int, now: datetime
) -> Page[Ticket]:
    """By urgency (the next deadline first, paused and closed last) or newest first."""
    rows = _filtered(scope, wanted, now).select_related("unit", "owner")
    if newest_first:
        return _newest(rows, cursor, limit)
    return _by_urgency(rows, cursor, limit)


def count_tickets(scope: Scope, wanted: TicketFilter, now: datetime) -> int:
    """How many the filter lets through on all pages."""
    count: int = _filtered(scope, wanted, now).count()
    return count


def _by_urgency(rows: QuerySet[Ticket], cursor: str | None, limit: int) -> Page[Ticket]:
    ordered = rows.annotate(urgent_at=Coalesce("next_due_at", Value(NEVER))).order_by("urgent_at", "pk")
    if position := decode_cursor(cursor, datetime, int):
        at, pk = position
        ordered = ordered.filter(Q(urgent_at__gt=at) | Q(urgent_at=at, pk__gt=pk))
    return page_of(list(ordered[: limit + 1]), limit, lambda row: ((row.next_due_at or NEVER).isoformat(), row.pk))


def _newest(rows: QuerySet[Ticket], cursor: str | None, limit: int) -> Page[Ticket]:
    ordered = rows.order_by("-opened_at", "-pk")
    if position := decode_cursor(cursor, datetime, int):
        at, pk = position
        ordered = ordered.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=pk))
    return page_of(list(ordered[: limit + 1]), limit, lambda row: (row.opened_at.isoformat(), row.pk))


def _filtered(scope: Scope, wanted: TicketFilter, now: datetime) -> QuerySet[Ticket]:
    rows = Ticket.objects.visible_to(scope)
    if wanted.state != "all":
        rows = rows.filter(state__in=OPEN if wanted.state == "open" else [wanted.state])
    if wanted.owner_id is not None:
        rows = rows.filter(owner_id=wanted.owner_id)
    if wanted.unowned:
        rows = rows.filter(owner=None)
    if wanted.overdue:
        rows = rows.filter(_overdue(now))
    if wanted.escalated:
        rows = rows.filter(level__gt=0)
    if wanted.priority:
        rows = rows.filter(priority=wanted.priority)
    if wanted.feedback_id is not None:
        rows = rows.filter(feedback_id=wanted.feedback_id)
    if wanted.text:
        rows = rows.filter(Q(number__iexact=wanted.text) | Q(title__icontains=wanted.text))
    return rows


def _overdue(now: datetime) -> Q:
    return Q(state__in=OPEN, next_due_at__lt=now)


def summary(scope: Scope, account: Account, now: datetime) -> dict[str, int]:
    """The counts beside the queue's tabs, in one pass over the open tickets."""
    mine = Q(owner=account)
    counts: dict[str, int] = (
        Ticket.objects.visible_to(scope)
        .filter(state__in=OPEN)
        .aggregate(
            open=Count("pk"),
            new=Count("pk", filter=Q(state=TicketState.NEW)),
            active=Count("pk", filter=Q(state=TicketState.ACTIVE)),
            waiting=Count("pk", filter=Q(state=TicketState.WAITING)),
            overdue=Count("pk", filter=_overdue(now)),
            escalated=Count("pk", filter=Q(level__gt=0)),
            mine=Count("pk", filter=mine),
            mine_overdue=Count("pk", filter=mine & _overdue(now)),
        )
    )
    return counts


def next_ticket(scope: Scope, account: Account) -> Ticket | None:
    """The most urgent ticket the account may go on with: its own that do not wait, and those nobody has."""
    rows = Ticket.objects.visible_to(scope).filter(
        Q(owner=account, state=TicketState.ACTIVE) | Q(owner=None, state=TicketState.NEW)
    )
    found: Ticket | None = (
        rows.select_related("unit", "owner").order_by(F("next_due_at").asc(nulls_last=True), "pk").first()
    )
    return found


def get_ticket(scope: Scope, number: str) -> Ticket:
    """Problem `not_found` outside the scope."""
    ticket: Ticket | None = (
        Ticket.objects.visible_to(scope).select_related("unit", "owner", "policy").filter(number=number).first()
    )
    if ticket is None:
        raise not_found()
    return ticket


def timeline(scope: Scope, ticket: Ticket) -> list[TicketEntry]:
    """Oldest first."""
    return list(TicketEntry.objects.visible_to(scope).filter(ticket=ticket).select_related("account").order_by("pk"))


def assignees(scope: Scope, number: str) -> list[Account]:
    """Who could become the owner of a ticket."""
    ticket = get_ticket(scope, number)
    return sorted(accounts_with("ticket.work", ticket.unit_id), key=lambda account: account.name)


def list_policies() -> Sequence[SlaPolicy]:
    return list(SlaPolicy.objects.order_by("pk"))
