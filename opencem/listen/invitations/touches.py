"""Events as triggers see them: who, where, when, and the facts a condition may ask about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock_time
from typing import Any

from django.db.models import Count, QuerySet

from opencem.engines.contact import TouchFacts
from opencem.kit.bulk import among_ids
from opencem.listen.customers.models import Customer
from opencem.listen.invitations.models import TouchEvent
from opencem.listen.orders.models import Order
from opencem.platform.accounts.service import system_scope
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import Tree

ORDER, TICKET, CUSTOMER = "order.recorded", "ticket.closed", "customer.recorded"


@dataclass(frozen=True, slots=True)
class Touch:
    """One event about one person. `key` names it for ever: what was asked because of it is asked once."""

    key: str
    customer_id: int
    unit_id: int
    occurred_at: datetime
    facts: TouchFacts
    order_number: str = ""


def orders(ids: Collection[int]) -> list[Touch]:
    """Orders whose buyer is known."""
    return _of_orders(_orders().filter(pk__in=among_ids(ids)))


def orders_between(customer_ids: Collection[int], since: datetime, until: datetime) -> list[Touch]:
    rows = _orders().filter(customer_id__in=among_ids(customer_ids), ordered_at__gte=since, ordered_at__lt=until)
    return _of_orders(rows)


def customers(ids: Collection[int]) -> list[Touch]:
    """People who joined; when they did is when it happened."""
    tree = organization.known_tree()
    return [
        Touch(f"customer:{row.pk}", row.pk, unit, _joined_at(row), _facts(tree, unit, level=row.level or None))
        for row in Customer.objects.filter(pk__in=among_ids(ids))
        if (unit := row.home_unit_id) is not None and unit in tree.by_id
    ]


def tickets(closed: Iterable[tuple[int, Mapping[str, Any], datetime]]) -> list[Touch]:
    """Closed tickets whose event tells the customer: (ticket id, payload, when)."""
    tree = organization.known_tree()
    told = [(pk, payload, at) for pk, payload, at in closed if payload.get("customer")]
    levels = _levels([payload["customer"] for _, payload, _ in told])
    found = []
    for pk, payload, at in told:
        customer, unit = payload["customer"], payload["unit"]
        found.append(Touch(f"ticket:{pk}", customer, unit, at, _facts(tree, unit, level=levels.get(customer))))
    return found


def told(ids: Collection[int]) -> dict[str, list[Touch]]:
    """Events told by API, by their kind."""
    tree = organization.known_tree()
    rows = TouchEvent.rows.filter(pk__in=among_ids(ids)).order_by("pk")
    levels = _levels([row.customer_id for row in rows])
    found: dict[str, list[Touch]] = {}
    for row in rows:
        facts = _facts(
            tree, row.unit_id, level=levels.get(row.customer_id), channel=row.facts.get("channel"),
            amount=row.facts.get("amount"), product=frozenset(row.facts.get("products", ())),
        )  # fmt: skip
        touch = Touch(
            f"touch:{row.pk}", row.customer_id, row.unit_id, row.occurred_at, facts, row.facts.get("order", "")
        )
        found.setdefault(row.kind, []).append(touch)
    return found


def _orders() -> QuerySet[Order]:
    rows: QuerySet[Order] = Order.objects.visible_to(system_scope("triggers"))
    return rows.filter(customer_id__isnull=False)


def _of_orders(rows: QuerySet[Order]) -> list[Touch]:
    found = list(rows.order_by("pk"))
    buyers = [order.customer_id for order in found if order.customer_id is not None]
    levels, numbers, tree = _levels(buyers), _orders_of(buyers), organization.known_tree()
    return [_of_order(order, tree, levels, numbers) for order in found]


def _of_order(order: Order, tree: Tree, levels: Mapping[int, str], numbers: Mapping[int, int]) -> Touch:
    customer = order.customer_id
    assert customer is not None
    facts = _facts(
        tree, order.unit_id, level=levels.get(customer), channel=order.channel, amount=float(order.amount),
        discount=float(order.discount), promotion=order.promotion, orders=numbers.get(customer),
        product=frozenset(_products(order.items)),
    )  # fmt: skip
    return Touch(f"order:{order.pk}", customer, order.unit_id, order.ordered_at, facts, order.number)


def _products(items: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for item in items:
        yield from (str(item[name]) for name in ("sku", "name") if item.get(name))


def _facts(tree: Tree, unit_id: int, **known: Any) -> TouchFacts:
    unit = tree.by_id[unit_id]
    codes = frozenset({unit.code, *(above.code for above in tree.ancestors(unit_id))})
    return TouchFacts(unit=codes, unit_kind=unit.kind, **known)


def _levels(ids: Collection[int]) -> dict[int, str]:
    rows = Customer.objects.filter(pk__in=among_ids(set(ids))).exclude(level="")
    return dict(rows.values_list("pk", "level"))


def _orders_of(ids: Collection[int]) -> Counter[int]:
    rows = _orders().filter(customer_id__in=among_ids(set(ids))).values("customer_id").annotate(number=Count("id"))
    return Counter({row["customer_id"]: row["number"] for row in rows})


def _joined_at(customer: Customer) -> datetime:
    if customer.joined_on is None:
        return customer.created_at
    return datetime.combine(customer.joined_on, clock_time(), UTC)
