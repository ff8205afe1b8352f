"""Reads of orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from opencem.kit.bulk import among
from opencem.listen.orders.models import Order
from opencem.platform.scope.value import Scope

# The columns of the analytics dataset `order`, in its order.
_PROJECTED = (
    "id", "unit_id", "local_date", "ordered_at", "channel", "customer_id", "amount", "discount", "promotion",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderView:
    id: int
    number: str
    unit_id: int
    customer_id: int | None
    ordered_at: datetime
    local_date: date
    channel: str
    amount: Decimal
    discount: Decimal
    promotion: bool
    items: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CustomerFigures:
    """What a customer bought, of the orders a reader may see."""

    orders: int
    revenue: Decimal
    first_on: date
    last_on: date


def by_numbers(numbers: Collection[str]) -> Sequence[Order]:
    """The orders of these numbers, for rooms that join rows to them while storing. Not for showing to a reader."""
    rows = Order.rows.filter(number__in=among(set(numbers)))
    return list(rows.only("number", "unit_id", "customer_id", "ordered_at"))


def by_ids(ids: Collection[int]) -> Sequence[Order]:
    """The same by id, for handlers."""
    return list(Order.rows.filter(pk__in=ids).only("number", "unit_id", "customer_id", "ordered_at"))


def units_of(numbers: Collection[str]) -> dict[str, int]:
    """Where the orders of these numbers belong; numbers that are free are absent."""
    return dict(Order.rows.filter(number__in=among(set(numbers))).values_list("number", "unit_id"))


def orders_of(customer_id: int, scope: Scope) -> list[OrderView]:
    """The customer's orders that the reader may see, newest first."""
    return _views(Order.objects.visible_to(scope).filter(customer_id=customer_id).order_by("-ordered_at", "-id"))


def views(ids: Collection[int], scope: Scope) -> dict[int, OrderView]:
    return {order.id: order for order in _views(Order.objects.visible_to(scope).filter(pk__in=ids))}


def figures_of(customer_ids: Collection[int], scope: Scope) -> dict[int, CustomerFigures]:
    """Orders and revenue of each customer that has an order visible to the reader."""
    rows = (
        Order.objects.visible_to(scope)
        .filter(customer_id__in=customer_ids)
        .values("customer_id")
        .annotate(orders=Count("id"), revenue=Sum("amount"), first=Min("local_date"), last=Max("local_date"))
    )
    return {
        row["customer_id"]: CustomerFigures(row["orders"], row["revenue"], row["first"], row["last"]) for row in rows
    }


def projection_rows(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """Rows of the analytics dataset `order` for these ids; an id that is gone has no row."""
    return [_projected(row) for row in Order.rows.filter(pk__in=ids).values_list(*_PROJECTED)]


def ids_after(after_id: int, limit: int) -> list[int]:
    """The next ids, for rebuilding the dataset."""
    return list(Order.rows.filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])


def scan(after_id: int, limit: int) -> list[tuple[Any, ...]]:
    """The next rows by id, for rebuilding the dataset."""
    rows = Order.rows.filter(pk__gt=after_id).order_by("id").values_list(*_PROJECTED)[:limit]
    return [_projected(row) for row in rows]


def _projected(row: tuple[Any, ...]) -> tuple[Any, ...]:
    pk, unit, day, at, channel, customer, amount, discount, promotion = row
    return pk, unit, day, at, channel, customer, float(amount), float(discount), promotion


def _views(orders: QuerySet[Order]) -> list[OrderView]:
    return [
        OrderView(
            order.pk, order.number, order.unit_id, order.customer_id, order.ordered_at, order.local_date, order.channel,
            order.amount, order.discount, order.promotion, order.items,
        )
        for order in orders
    ]  # fmt: skip
