"""The door of orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from opencem.kit.bulk import among, insert_many
from opencem.listen.orders.lines import products_of
from opencem.listen.orders.models import Order, ProductName
from opencem.platform.events.service import publish_many
from opencem.platform.organization.queries import zones_of

BATCH = 500
Zones = Mapping[int, ZoneInfo]


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as some source tells it. `ordered_at` is an aware instant, money in the company's currency."""

    number: str
    unit_id: int
    ordered_at: datetime
    amount: Decimal
    channel: str = "store"
    discount: Decimal = Decimal(0)
    promotion: bool = False
    items: Sequence[Mapping[str, Any]] = ()
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordResult:
    """`created_ids` in the order of the rows; `updated` and `unchanged` count rows."""

    created_ids: tuple[int, ...]
    updated: int
    unchanged: int


def record_many(rows: Sequence[NewOrder], *, now: datetime) -> RecordResult:
    """Create or update orders by number; the last row of a number counts. A known customer is never forgotten.

    Publishes `order.recorded` for each order created or changed, in the same transaction.
    """
    latest = {row.number: row for row in rows}
    zones = zones_of({row.unit_id for row in rows})
    with transaction.atomic():
        known = {order.number: order for order in Order.rows.filter(number__in=among(latest))}
        new = [row for number, row in latest.items() if number not in known]
        changed = [
            known[number] for number, row in latest.items() if number in known and _change(known[number], row, zones)
        ]
        created = insert_many(Order, _COLUMNS, [(row.number, *_values(row, zones).values()) for row in new])
        Order.rows.bulk_update(changed, _CHANGEABLE, batch_size=BATCH)
        _keep_names(latest.values())
        publish_many("order.recorded", [(pk, {}) for pk in (*created, *(order.pk for order in changed))])
    return RecordResult(tuple(created), len(changed), len(latest) - len(created) - len(changed))


def _keep_names(rows: Iterable[NewOrder]) -> None:
    """Remember what the products of these orders are called now; the latest order has the last word."""
    newest = sorted(rows, key=lambda row: row.ordered_at)
    called = {product.code: product.name for row in newest for product in products_of(row.items)}
    known = {product.code: product for product in ProductName.objects.filter(code__in=among(called))}
    renamed = [known[code] for code, name in called.items() if code in known and known[code].name != name]
    for product in renamed:
        product.name = called[product.code]
    ProductName.objects.bulk_update(renamed, ["name"], batch_size=BATCH)
    new = [ProductName(code=code, name=name) for code, name in called.items() if code not in known]
    ProductName.objects.bulk_create(new, ignore_conflicts=True)


_CHANGEABLE = (
    "unit_id", "customer_id", "ordered_at", "local_date", "channel", "amount", "discount", "promotion", "items",
)  # fmt: skip
_COLUMNS = ("number", *_CHANGEABLE)


def _change(order: Order, row: NewOrder, zones: Zones) -> bool:
    values = _values(row, zones)
    if row.customer_id is None:
        values["customer_id"] = order.customer_id
    changed = {name: value for name, value in values.items() if getattr(order, name) != value}
    for name, value in changed.items():
        setattr(order, name, value)
    return bool(changed)


def _values(row: NewOrder, zones: Zones) -> dict[str, Any]:
    """The columns of a row, in the order of `_CHANGEABLE`."""
    return {
        "unit_id": row.unit_id,
        "customer_id": row.customer_id,
        "ordered_at": row.ordered_at,
        "local_date": row.ordered_at.astimezone(zones[row.unit_id]).date(),
        "channel": row.channel,
        "amount": row.amount,
        "discount": row.discount,
        "promotion": row.promotion,
        "items": [dict(item) for item in row.items],
    }
