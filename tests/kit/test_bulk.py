"""Many rows at once are the same rows that the ORM would have written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opencem.kit.bulk import among, insert_many, upsert_many
from opencem.listen.orders.models import Order
from opencem.platform.events.models import Event

COLUMNS = (
    "number", "unit_id", "customer_id", "ordered_at", "local_date", "channel", "amount", "discount", "promotion", "items",
)  # fmt: skip
AT = datetime(2026, 3, 1, 4, 30, 15, 250_000, tzinfo=UTC)


def row(number: str, unit: int, at: datetime = AT) -> tuple[Any, ...]:
    return (
        number,
        unit,
        None,
        at,
        date(2026, 3, 1),
        "store",
        Decimal("58.80"),
        Decimal("0.00"),
        True,
        [{"name": "夏威夷果"}],
    )


def test_rows_read_back_as_the_orm_would_have_written_them(company: dict[str, int]) -> None:
    unit = company["0001"]
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))
    values = dict(zip(COLUMNS, row("by-orm", unit), strict=True))
    Order.rows.create(**values)
    with transaction.atomic():
        ids = insert_many(
            Order, COLUMNS, [row("a", unit), row("b", unit, elsewhere), row("c", unit, AT.replace(microsecond=0))]
        )
    stored = {order.number: order for order in Order.rows.filter(pk__in=ids)}
    assert [stored[number].pk for number in "abc"] == ids
    by_orm = Order.rows.get(number="by-orm")
    for number in "ab":
        for column in COLUMNS[1:]:
            assert getattr(stored[number], column) == getattr(by_orm, column)
    assert Order.rows.filter(ordered_at=AT).count() == 3
    assert Order.rows.filter(ordered_at__lt=AT).get().number == "c"
    assert Order.rows.filter(items__0__name="夏威夷果", amount=Decimal("58.80")).count() == 4


def test_ids_go_on_for_the_orm_afterwards(company: dict[str, int]) -> None:
    unit = company["0001"]
    with transaction.atomic():
        ids = insert_many(Order, COLUMNS, [row(str(n), unit) for n in range(5)])
    after = Order.rows.create(**dict(zip(COLUMNS, row("after", unit), strict=True)))
    assert after.pk > max(ids)
    with transaction.atomic():
        assert insert_many(Order, COLUMNS, [row("last", unit)])[0] > after.pk


def test_ids_are_in_the_order_of_the_rows(company: dict[str, int]) -> None:
    with transaction.atomic():
        ids = insert_many(Order, COLUMNS, [row(f"n{n}", company["0001"]) for n in range(300)])
    assert list(Order.rows.order_by("id").values_list("number", flat=True)) == [f"n{n}" for n in range(300)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 300


def test_constraints_hold_and_nothing_is_half_written(company: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(Order, COLUMNS, [row("x", company["0001"]), row("x", company["0001"])])
    assert not Order.rows.exists()


@pytest.mark.django_db
def test_a_forgotten_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="payload"), transaction.atomic():
        insert_many(Event, ("kind", "subject_id", "txid", "at"), [("x", 1, 0, AT)])


@pytest.mark.django_db(transaction=True)
def test_it_wants_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        insert_many(Event, ("kind", "subject_id", "payload", "txid", "at"), [("x", 1, {}, 0, AT)])


def test_look_ups_by_many_texts(company: dict[str, int]) -> None:
    numbers = ["0001", "引号'\"", "a,b", "\\", "%s"]
    with transaction.atomic():
        insert_many(Order, COLUMNS, [row(number, company["0001"]) for number in numbers])
    found = Order.rows.filter(number__in=among([*numbers, "none"])).values_list("number", flat=True)
    assert sorted(found) == sorted(numbers)
    assert not Order.rows.filter(number__in=among([])).exists()


def test_what_is_there_already_gets_the_new_values(company: dict[str, int]) -> None:
    unit = company["0001"]
    with transaction.atomic():
        insert_many(Order, COLUMNS, [row("a", unit), row("b", unit)])
        kept = Order.rows.get(number="b").pk
        changed = dict(zip(COLUMNS, row("a", unit, AT + timedelta(days=1)), strict=True)) | {
            "items": [{"name": "板栗"}]
        }
        fields = [field.attname for field in Order._meta.concrete_fields if not field.primary_key]
        upsert_many(
            Order, ["number"], [tuple(each[name] for name in fields) for each in (changed, changed | {"number": "c"})]
        )
    stored = {order.number: order for order in Order.rows.all()}
    assert sorted(stored) == ["a", "b", "c"]
    assert stored["b"].pk == kept
    assert stored["a"].ordered_at == AT + timedelta(days=1)
    assert stored["a"].items == stored["c"].items == [{"name": "板栗"}]
    assert stored["b"].items == [{"name": "夏威夷果"}]


def test_it_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        upsert_many(Order, ["number"], [])
