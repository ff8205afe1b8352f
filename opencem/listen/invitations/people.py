"""Who a batch chooses: customers of its unit by a filter, or those a file names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from opencem.listen.customers.models import Customer
from opencem.listen.invitations.facts import Candidate, timezone_of
from opencem.listen.invitations.models import Batch, BatchPerson
from opencem.listen.orders.models import Order
from opencem.platform.accounts.service import system_scope
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


def choose(batch: Batch, *, moment: datetime, after: int, limit: int) -> list[Candidate]:
    """The next people by id, days counted back from `moment`. Only ever people of the batch's own unit.

    Who bought there but is at home elsewhere is asked in the name of the batch's unit.
    """
    scope = scope_of(batch)
    chosen = _chosen(batch, scope, moment).filter(pk__gt=after).order_by("pk")
    rows = chosen.values_list("pk", "home_unit_id", "attributes")[:limit]
    return [
        Candidate(pk, home if home and scope.covers(home) else batch.unit_id, timezone_of(attributes))
        for pk, home, attributes in rows
    ]


def _chosen(batch: Batch, scope: Scope, moment: datetime) -> QuerySet[Customer]:
    if "file" in batch.people:
        return Customer.objects.filter(Exists(BatchPerson.objects.filter(batch=batch, customer=OuterRef("pk"))))
    return filtered(scope, batch.people.get("filter", {}), moment)


def scope_of(batch: Batch) -> Scope:
    """What a batch may touch: the subtree of its unit, whoever made it."""
    return organization.narrow(system_scope(f"batch {batch.public_id}"), batch.unit.code)


def belongs_to(scope: Scope) -> Q:
    """Customers of a scope: those at home there, and those who bought there."""
    if scope.unit_ids is None:
        return Q()
    bought = Order.objects.visible_to(scope).filter(customer_id=OuterRef("pk"))
    return Q(home_unit_id__in=scope.unit_ids) | Q(Exists(bought))


def filtered(scope: Scope, wanted: Mapping[str, Any], now: datetime) -> QuerySet[Customer]:
    """The customers of a scope that meet every part of a filter (`schemas.PeopleFilter`)."""
    if wanted.get("unit"):
        scope = organization.narrow(scope, wanted["unit"])
    rows = Customer.objects.filter(belongs_to(scope))
    if wanted.get("levels"):
        rows = rows.filter(level__in=wanted["levels"])
    if wanted.get("joined_from"):
        rows = rows.filter(joined_on__gte=date.fromisoformat(wanted["joined_from"]))
    if wanted.get("joined_to"):
        rows = rows.filter(joined_on__lte=date.fromisoformat(wanted["joined_to"]))
    return _by_orders(rows, scope, wanted, now)


def _by_orders(rows: QuerySet[Customer], scope: Scope, wanted: Mapping[str, Any], now: datetime) -> QuerySet[Customer]:
    if wanted.get("not_ordered_days"):
        recent = _orders(scope, wanted, now - timedelta(days=wanted["not_ordered_days"]))
        rows = rows.filter(~Exists(recent.filter(customer_id=OuterRef("pk"))))
    if not any(wanted.get(name) for name in ("ordered_days", "order_channels", "orders_min", "spent_min")):
        return rows
    since = now - timedelta(days=wanted["ordered_days"]) if wanted.get("ordered_days") else None
    orders = _orders(scope, wanted, since)
    if not (wanted.get("orders_min") or wanted.get("spent_min")):
        return rows.filter(Exists(orders.filter(customer_id=OuterRef("pk"))))
    totals = orders.values("customer_id").annotate(number=Count("id"), spent=Sum("amount"))
    enough = totals.filter(number__gte=wanted.get("orders_min") or 1, spent__gte=wanted.get("spent_min") or 0)
    return rows.filter(pk__in=enough.values("customer_id"))


def _orders(scope: Scope, wanted: Mapping[str, Any], since: datetime | None) -> QuerySet[Order]:
    orders: QuerySet[Order] = Order.objects.visible_to(scope).filter(customer_id__isnull=False)
    if wanted.get("order_channels"):
        orders = orders.filter(channel__in=wanted["order_channels"])
    return orders.filter(ordered_at__gte=since) if since else orders
