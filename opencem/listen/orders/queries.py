"""Reads of orders."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Count, Expression, F, Max, Min, QuerySet, Sum
from django.db.models.sql.compiler import SQLCompiler

from opencem.kit.bulk import among
from opencem.listen.orders.lines import Product, basket_of, products_of
from opencem.listen.orders.models import Order, ProductName
from opencem.platform.scope.value import Scope

# The columns of the analytics dataset `order`, in its order.
_PROJECTED = (
    "id", "unit_id", "local_date", "ordered_at", "channel", "customer_id", "amount", "discount", "promotion",
    "items",
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


def product_names(codes: Collection[str]) -> dict[str, str]:
    """What these products are called at present; codes of products never sold are absent."""
    return dict(ProductName.objects.filter(code__in=among(codes)).values_list("code", "name")) if codes else {}


def products_of_orders(order_ids: Collection[int]) -> dict[int, list[Product]]:
    """The products of these orders, for projecting what was said of them. Not for showing to a reader."""
    rows = Order.rows.filter(pk__in=order_ids).values_list("pk", "items")
    return {pk: products_of(items) for pk, items in rows}


def holding(scope: Scope, *, products: Sequence[str] = (), categories: Sequence[str] = ()) -> QuerySet[Order]:
    """The orders of a scope with a line of one of these products, by code, and one of these categories, for other rooms to filter
    by. What is empty asks for nothing.
    """
    rows: QuerySet[Order] = Order.objects.visible_to(scope)
    return rows.filter(_Holds(products, categories))


class _Holds(Expression):
    """True of an order one line of which is as wanted; what has no SKU goes by its name (`lines.product_of`)."""

    def __init__(self, products: Sequence[str], categories: Sequence[str]) -> None:
        super().__init__(output_field=BooleanField())
        self._items: Any = F("items")
        self._wanted = [json.dumps(list(asked)) if asked else None for asked in (products, categories)]

    def get_source_expressions(self) -> list[Any]:
        return [self._items]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self._items,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        lines, bound = compiler.compile(self._items)
        each, *facts, elements = _HOLDS[connection.vendor]
        asked = [(fact, wanted) for fact, wanted in zip(facts, self._wanted, strict=True) if wanted is not None]
        where = " AND ".join(f"{fact} IN ({elements})" for fact, _ in asked) or "TRUE"
        sql = f"EXISTS (SELECT 1 FROM {each.format(lines)} AS line WHERE {where})"  # noqa: S608 every value is bound
        return sql, (*bound, *(wanted for _, wanted in asked))


# By database: the lines, the code and the category of one, the elements of a JSON array of texts.
_HOLDS = {
    "sqlite": (
        "json_each({})",
        "coalesce(nullif(trim(line.value ->> 'sku'), ''), trim(line.value ->> 'name'))",
        "trim(line.value ->> 'category')",
        "SELECT value FROM json_each(%s)",
    ),
    "postgresql": (
        "jsonb_array_elements({})",
        "coalesce(nullif(trim(line ->> 'sku'), ''), trim(line ->> 'name'))",
        "trim(line ->> 'category')",
        "SELECT jsonb_array_elements_text(%s::jsonb)",
    ),
}


def projection_rows(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """Rows of the analytics dataset `order` for these ids; an id that is gone has no row."""
    return [_projected(row) for row in Order.rows.filter(pk__in=ids).values_list(*_PROJECTED)]


def ids_after(after_id: int, limit: int) -> list[int]:
    """The next ids, for rebuilding the dataset."""
    return list(Order.rows.filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])


def _projected(row: tuple[Any, ...]) -> tuple[Any, ...]:
    pk, unit, day, at, channel, customer, amount, discount, promotion, items = row
    basket = basket_of(items)
    return (
        pk, unit, day, at, channel, customer, float(amount), float(discount), promotion, *columns_of(basket.products),
        basket.amounts(float(amount)),
    )  # fmt: skip


def columns_of(products: Iterable[Product]) -> tuple[list[str], list[str | None]]:
    """Codes and categories, as the analytics datasets keep the products of an order."""
    told = list(products)
    return [product.code for product in told], [product.category or None for product in told]


def _views(orders: QuerySet[Order]) -> list[OrderView]:
    return [
        OrderView(
            order.pk, order.number, order.unit_id, order.customer_id, order.ordered_at, order.local_date, order.channel,
            order.amount, order.discount, order.promotion, order.items,
        )
        for order in orders
    ]  # fmt: skip
