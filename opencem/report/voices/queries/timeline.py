"""One customer's path: orders, feedback and tickets in one stream, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from opencem.act.tickets.models import Ticket
from opencem.kit.paging import Page, page_of
from opencem.kit.problems import not_found
from opencem.listen.customers.models import Customer
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.platform.scope.rows import ScopedRows
from opencem.platform.scope.value import Scope

from .detail import KnownCustomer, known_customer
from .positions import read_ranked_position

MomentKind = Literal["ticket", "feedback", "order"]
_RANKS: dict[MomentKind, int] = {"ticket": 2, "feedback": 1, "order": 0}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened with a customer. `row` is what `kind` says."""

    kind: MomentKind
    at: datetime
    row: Order | Feedback | Ticket

    @property
    def position(self) -> tuple[datetime, int, int]:
        return self.at, _RANKS[self.kind], self.row.pk


def customers_in(scope: Scope) -> Q:
    """A customer is seen where they bought, spoke or belong: there is no unit on a person."""
    if scope.unit_ids is None:
        return Q()
    return (
        Q(home_unit_id__in=scope.unit_ids)
        | Q(Exists(Order.objects.visible_to(scope).filter(customer_id=OuterRef("pk"))))
        | Q(Exists(Feedback.objects.visible_to(scope).filter(customer_id=OuterRef("pk"))))
    )


def get_customer(scope: Scope, public_id: str) -> KnownCustomer:
    """The customer, or `not_found` when the scope has nothing to do with them."""
    key = public_id.replace("\x00", "")
    customer = Customer.objects.filter(customers_in(scope), public_id=key).first()
    if customer is None:
        raise not_found()
    return known_customer(scope, customer)


def list_moments(scope: Scope, customer: Customer, *, cursor: str | None, limit: int) -> Page[Moment]:
    """What happened within the scope. Three queries; ties in time go by kind, then id."""
    after = read_ranked_position(cursor)
    orders = Order.objects.visible_to(scope).filter(customer=customer)
    feedback = Feedback.objects.visible_to(scope).filter(customer=customer)
    tickets = Ticket.objects.visible_to(scope).filter(feedback__customer=customer)
    merged = [
        *_moments("order", orders, "ordered_at", after, limit),
        *_moments("feedback", feedback, "occurred_at", after, limit),
        *_moments("ticket", tickets, "opened_at", after, limit),
    ]
    merged.sort(key=lambda moment: moment.position, reverse=True)
    return page_of(merged[: limit + 1], limit, _cursor_parts)


def _cursor_parts(moment: Moment) -> tuple[str, int, int]:
    at, rank, pk = moment.position
    return at.isoformat(), rank, pk


def _moments(
    kind: MomentKind, rows: ScopedRows, at: str, after: tuple[datetime, int, int] | None, limit: int
) -> Sequence[Moment]:
    if after is not None:
        rows = rows.filter(_older(_RANKS[kind], at, after))
    newest = rows.select_related("unit").order_by(f"-{at}", "-pk")[: limit + 1]
    return [Moment(kind, getattr(row, at), row) for row in newest]


def _older(rank: int, at: str, after: tuple[datetime, int, int]) -> Q:
    """What of one kind comes after a position in the merged order."""
    instant, last_rank, last = after
    if rank < last_rank:
        return Q((f"{at}__lte", instant))
    if rank > last_rank:
        return Q((f"{at}__lt", instant))
    return Q((f"{at}__lte", instant)) & (Q((f"{at}__lt", instant)) | Q(pk__lt=last))
