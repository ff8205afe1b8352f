"""Orders: recorded once by number, read through a scope, projected row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from opencem.listen.customers.service import ensure_many
from opencem.listen.orders import queries
from opencem.listen.orders.models import Order
from opencem.listen.orders.service import NewOrder, record_many
from opencem.platform.accounts.service import scope_for, system_scope
from opencem.platform.events.models import Event

NOW = datetime(2026, 6, 15, tzinfo=UTC)
LATE = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)  # past midnight in Shanghai


def order(number: str, unit: int, amount: str = "10.00", customer: int | None = None, at: datetime = LATE) -> NewOrder:
    return NewOrder(number, unit, at, Decimal(amount), customer_id=customer)


def test_orders_are_recorded_once_by_number(company: dict[str, int]) -> None:
    rows = [order("A1", company["0001"]), order("A2", company["0001"])]
    first = record_many(rows, now=NOW)
    assert (len(first.created_ids), first.updated, first.unchanged) == (2, 0, 0)
    again = record_many([rows[0], replace(rows[1], amount=Decimal("12.5"))], now=NOW)
    assert (again.created_ids, again.updated, again.unchanged) == ((), 1, 1)
    assert Order.rows.get(number="A2").amount == Decimal("12.50")
    changed = Order.rows.get(number="A2").pk
    told = list(Event.objects.filter(kind="order.recorded").order_by("id").values_list("subject_id", flat=True))
    assert told == [*first.created_ids, changed]


def test_the_day_is_that_of_the_store(company: dict[str, int]) -> None:
    record_many([order("A1", company["0001"])], now=NOW)
    assert Order.rows.get().local_date == date(2026, 3, 2)


def test_the_last_row_of_a_number_counts(company: dict[str, int]) -> None:
    result = record_many([order("A1", company["0001"], "1"), order("A1", company["0001"], "2")], now=NOW)
    assert len(result.created_ids) == 1
    assert Order.rows.get().amount == Decimal("2.00")


def test_reads_stay_in_scope(company: dict[str, int], people: dict[str, object]) -> None:
    [who] = ensure_many([{"member": "M1"}], now=NOW)
    assert who is not None
    record_many(
        [
            order("A1", company["0001"], "10", who),
            order("A3", company["0003"], "5", who),
            order("A4", company["0001"], "7"),
        ],
        now=NOW,
    )
    region = scope_for(people["r1_manager"], "customer.read", purpose="test")  # type: ignore[arg-type]
    everything = system_scope("test")
    assert region
    assert [each.number for each in queries.orders_of(who, region)] == ["A1"]
    assert {each.number for each in queries.orders_of(who, everything)} == {"A1", "A3"}
    assert queries.figures_of([who], region)[who].revenue == Decimal("10.00")
    assert queries.figures_of([who], everything)[who].orders == 2
    ids = [each.id for each in queries.orders_of(who, everything)]
    assert len(queries.views(ids, region)) == 1


def test_projection_in_the_columns_of_the_dataset(company: dict[str, int]) -> None:
    result = record_many([order(f"A{n}", company["0001"], "10.50") for n in range(5)], now=NOW)
    ids = list(result.created_ids)
    assert queries.projection_rows(ids[:1]) == [
        (ids[0], company["0001"], date(2026, 3, 2), LATE, "store", None, 10.5, 0.0, False, [], [], [])
    ]
    assert queries.projection_rows([10**9]) == []
