"""Figures by product and by category, a second time in plain Python over generated companies.

What is held: an order and what is said of it count once in each of its products and in each of its categories; without a known
order they stand under no product; a filter lets each through once; money is divided, so that it adds up to the total.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import Filter
from opencem.understand.metrics.shaping import Shaped

from .analytics_company import TREE, Bought, Company, Expectation, Grouped, Voice, ask, fill, grouped, nps, share
from .test_analytics_independent import (
    END,
    ORDER_METRICS,
    RUNS,
    START,
    STORES,
    TOPICS,
    VOICE_METRICS,
    compare,
    instants,
    question,
    voices,
)

CATEGORY_OF = {"nuts-1": "nuts", "nuts-2": "nuts", "cake-1": "cake", "loose": None}
items = st.none() | st.lists(st.sampled_from(list(CATEGORY_OF)), unique=True, max_size=4).map(
    lambda codes: tuple((code, CATEGORY_OF[code]) for code in codes)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(tmp_path_factory.mktemp("analytics") / "analytics.duckdb")
    yield opened
    opened.close()


@st.composite
def bought(draw: st.DrawFn, number: int) -> Bought:
    held = draw(items)
    paid = tuple(draw(st.integers(0, 400)) / 4 for _ in held or ())
    amount = sum(paid) if held else draw(st.integers(1, 900)) / 4
    customer = draw(st.none() | st.integers(1, 4))
    return Bought(number, draw(st.sampled_from(STORES)), draw(instants()), amount, "store", customer, held, paid)


@st.composite
def companies(draw: st.DrawFn) -> Company:
    said = [draw(voices(number)) for number in range(draw(st.integers(0, 20)))]
    held = [Voice(**{**vars(voice), "items": draw(items)}) for voice in said]
    return Company(held, [draw(bought(number)) for number in range(draw(st.integers(0, 20)))])


def everything() -> Expectation:
    return Expectation(START, END, frozenset(TREE), lambda _: ())


def by_product(things: list[Any]) -> dict[tuple[Any, ...], list[Any]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for thing in things:
        for code in {code for code, _ in thing.items or ()} or {None}:
            groups.setdefault((code,), []).append(thing)
    return groups


def by_category(things: list[Any]) -> dict[tuple[Any, ...], list[Any]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for thing in things:
        for category in {category for _, category in thing.items or () if category} or {None}:
            groups.setdefault((category,), []).append(thing)
    return groups


WAYS = {"product": by_product, "product_category": by_category}


@RUNS
@given(company=companies(), way=st.sampled_from(list(WAYS)))
def test_what_is_said_counts_once_in_each_product_of_its_order(store: DuckDbStore, company: Company, way: str) -> None:
    fill(store, company)
    chosen = everything().chosen(company.voices)
    rows = ask(store, question(tuple(VOICE_METRICS), (way,), None))
    for metric, compute in VOICE_METRICS.items():
        compare(rows, metric, {key: compute(members) for key, members in WAYS[way](chosen).items()})


@RUNS
@given(company=companies(), way=st.sampled_from(list(WAYS)))
def test_orders_and_customers_by_product_and_money_divided(store: DuckDbStore, company: Company, way: str) -> None:
    fill(store, company)
    chosen = everything().chosen(company.orders)
    rows = ask(store, question(tuple(ORDER_METRICS), (way,), None))
    groups = WAYS[way](chosen)
    for metric in ("orders", "customers"):
        compare(rows, metric, {key: ORDER_METRICS[metric](members) for key, members in groups.items()})
    for row in rows:
        assert row.figures["revenue"].value == pytest.approx(money(groups[row.key], way, row.key[0]), abs=0.01)
    if way == "product":
        assert sum(row.figures["revenue"].value or 0 for row in rows) == pytest.approx(sum(o.amount for o in chosen))


def money(orders: list[Bought], way: str, meant: str | None) -> float:
    if meant is None and way == "product":
        return sum(order.amount for order in orders)
    total = 0.0
    for order in orders:
        if not order.items:
            total += order.amount
        for (code, category), paid in zip(order.items or (), order.paid, strict=True):
            total += (paid or 0.0) if meant == (code if way == "product" else category) else 0.0
    return total


@RUNS
@given(company=companies(), meant=st.sets(st.sampled_from(list(CATEGORY_OF)), min_size=1))
def test_a_filter_lets_each_through_once_and_money_of_the_products_meant(
    store: DuckDbStore, company: Company, meant: set[str]
) -> None:
    fill(store, company)
    filters = (Filter("product", "in", tuple(sorted(meant))),)

    def holds(thing: Any) -> bool:
        return any(code in meant for code, _ in thing.items or ())

    said = [voice for voice in everything().chosen(company.voices) if holds(voice)]
    orders = [order for order in everything().chosen(company.orders) if holds(order)]
    rows = ask(store, question(("nps", "feedback_count", "topic_share"), (), None, filters=filters))
    compare(rows, "nps", {(): nps(said)})
    compare(rows, "feedback_count", {(): VOICE_METRICS["feedback_count"](said)})
    compare(rows, "topic_share", {(): VOICE_METRICS["topic_share"](said)})
    paid = sum(p or 0.0 for o in orders for (code, _), p in zip(o.items or (), o.paid, strict=True) if code in meant)
    (row,) = ask(store, question(("orders", "revenue"), (), None, filters=filters))
    assert (row.figures["orders"].n, row.figures["revenue"].value) == (len(orders), pytest.approx(paid, abs=0.01))


@RUNS
@given(company=companies(), polarity=st.sampled_from((None, -1, 1)))
def test_which_product_a_topic_is_about(store: DuckDbStore, company: Company, polarity: int | None) -> None:
    """Of the texts about orders with the product, how many speak of the topic."""
    fill(store, company)
    filters = (Filter("topic", "eq", TOPICS[0]),)
    if polarity is not None:
        filters += (Filter("polarity", "eq", polarity),)
    rows = ask(store, question(("topic_share",), ("product",), None, filters=filters))
    texts = by_product([voice for voice in everything().chosen(company.voices) if voice.has_text])
    compare(rows, "topic_share", {key: share([speaks(v, polarity) for v in of]) for key, of in texts.items()})


def speaks(voice: Voice, polarity: int | None) -> bool:
    return any(topic == TOPICS[0] and polarity in (None, said) for topic, said in voice.mentions)


@RUNS
@given(company=companies())
def test_products_of_one_category(store: DuckDbStore, company: Company) -> None:
    """A filter and a split speak of the same product: cake bought with nuts is not nuts."""
    fill(store, company)
    filters = (Filter("product_category", "eq", "nuts"),)
    rows = ask(store, question(("feedback_count",), ("product", "store"), None, filters=filters))
    expected: Grouped = {}
    for (code,), members in by_product(everything().chosen(company.voices)).items():
        if CATEGORY_OF.get(code or "") == "nuts":
            for (unit,), here in grouped(members, lambda v: (v.unit,)).items():
                expected[code, unit] = (float(len(here)), len(here))
    compare(rows, "feedback_count", expected)


def test_bought_again_by_the_product_first_bought(store: DuckDbStore) -> None:
    """The clock of a product starts with its first order; whatever is bought next counts."""
    first = datetime(2026, 2, 1, 4, tzinfo=UTC)
    nuts, cake = (("nuts-1", "nuts"),), (("cake-1", "cake"), ("nuts-1", "nuts"))
    fill(
        store,
        Company(
            orders=[
                Bought(1, 6, first, customer=1, items=cake, paid=(4.0, 6.0)),
                Bought(2, 7, first + timedelta(days=20), customer=1, items=nuts, paid=(10.0,)),
                Bought(3, 6, first, customer=2, items=nuts, paid=(10.0,)),
            ]
        ),
    )
    rows = ask(store, question(("repurchase_rate:30",), ("product",), None))
    assert {row.key: (_value(row), row.figures["repurchase_rate:30"].n) for row in rows} == {
        ("cake-1",): (1.0, 1),
        ("nuts-1",): (0.5, 2),
    }


def _value(row: Shaped) -> float | None:
    return row.figures["repurchase_rate:30"].value
