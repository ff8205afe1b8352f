"""The statements of fusion against the same questions answered by plain loops over the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from opencem.engines.query import fusion as ask
from opencem.engines.query.duckdb import DuckDbDialect
from opencem.engines.query.tables import TABLES
from opencem.engines.query.values import ScopePredicate, TimeRange

from . import plainly
from .people import AS_OF, Bought, Records, drawn, feedback_rows, mention_rows, order_rows

DIALECT = DuckDbDialect()
RULES = ask.BehaviourRules(AS_OF, attitude_days=365, window_days=90, growing_from=1.2, shrinking_to=0.8)
QUESTION = ask.RepurchaseQuestion(TimeRange(date(2025, 7, 1), date(2025, 12, 31)), days=60, as_of=date(2026, 2, 10))
SEEN = pytest.mark.parametrize("seen", [None, {1, 2}], ids=["everything", "two units"])


@pytest.fixture(scope="module", params=[11, 12])
def records(request: pytest.FixtureRequest) -> Records:
    return drawn(request.param)


@pytest.fixture(scope="module")
def store(records: Records) -> Iterator[Any]:
    connection = duckdb.connect()
    for name, rows in (
        ("feedback", feedback_rows(records)),
        ("mention", mention_rows(records)),
        ("order", order_rows(records)),
    ):
        connection.execute(DIALECT.create_table(TABLES[name]))
        places = ", ".join("?" for _ in TABLES[name].columns)
        connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)
    yield connection
    connection.close()


def _run(store: Any, statement: ask.Statement) -> list[tuple[Any, ...]]:
    return store.execute(statement.sql, dict(statement.values)).fetchall()


def _scope(seen: set[int] | None) -> ScopePredicate:
    return ScopePredicate(None if seen is None else tuple(sorted(seen)))


def _seen(records: Records, seen: set[int] | None) -> Records:
    return records if seen is None else records.within(seen)


@SEEN
def test_the_matrix_counts_customers_and_money(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    orders = plainly.orders(known)
    expected: dict[tuple[str, str | None], list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    for customer, attitude in plainly.attitudes(known).items():
        now, before = plainly.windows(orders[customer])
        cell = expected[attitude, plainly.behaviour(orders[customer])]
        cell[0] += 1
        cell[1] += sum(b.amount for b in now)
        cell[2] += sum(b.amount for b in before)
        cell[3] += sum(b.amount for b in now + before if b.promotion)
    found = {(row[0], row[1]): list(row[2:]) for row in _run(store, ask.matrix(RULES, _scope(seen), DIALECT))}
    assert found.keys() == expected.keys()
    assert len({behaviour for _, behaviour in found}) == 5
    for cell, numbers in expected.items():
        assert found[cell] == pytest.approx(numbers)


@SEEN
def test_the_people_of_a_cell_page_by_what_they_spent(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    orders = plainly.orders(known)
    expected = []
    for customer, attitude in plainly.attitudes(known).items():
        if attitude == "detractor" and plainly.behaviour(orders[customer]) == "growing":
            now, before = plainly.windows(orders[customer])
            expected.append((-sum(b.amount for b in now + before), customer, len(now), len(before)))
    found: list[Any] = []
    while True:
        after = (found[-1][1], found[-1][0]) if found else None
        page = _run(
            store,
            ask.people(RULES, _scope(seen), DIALECT, attitude="detractor", behaviour="growing", after=after, limit=3),
        )
        found += page
        if len(page) < 3:
            break
    assert len(expected) > 3
    assert [row[0] for row in found] == [customer for _, customer, _, _ in sorted(expected)]
    assert [(row[2], row[3]) for row in found] == [(now, before) for _, _, now, before in sorted(expected)]


@SEEN
def test_what_belongs_to_nobody_known_is_counted(store: Any, records: Records, seen: set[int] | None) -> None:
    first = AS_OF - timedelta(days=364)
    said = [s for s in _seen(records, seen).said if first <= s.day <= AS_OF]
    assert _run(store, ask.spoken(RULES, _scope(seen), DIALECT)) == [(len(said), sum(s.customer is None for s in said))]


def _part(store: Any, seen: set[int] | None, part: ask.Part) -> list[tuple[Any, ...]]:
    rows = _run(store, ask.repurchase(QUESTION, _scope(seen), DIALECT))
    return [row[1:] for row in rows if row[0] == ask.PARTS.index(part)]


def _elapsed(day: date) -> bool:
    return day + timedelta(days=60) <= QUESTION.as_of


def _again(orders: list[Bought], day: date) -> list[Bought]:
    return [b for b in orders if day < b.day <= day + timedelta(days=60)]


@SEEN
def test_who_bought_again_unit_by_unit(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    orders = plainly.orders(known)
    expected: dict[Any, list[int]] = defaultdict(lambda: [0] * 5)
    for customer, (complains, unit, day) in plainly.clocks(known, QUESTION).items():
        cell = expected[complains, unit]
        cell[0] += 1
        if _elapsed(day):
            again = _again(orders[customer], day)
            cell[1] += 1
            cell[2] += bool(again)
            cell[3] += len(again)
            cell[4] += sum(b.promotion for b in again)
    found = {(bool(row[0]), row[1]): list(row[2:]) for row in _part(store, seen, "unit")}
    assert found == expected
    assert sum(cell[0] for cell in expected.values()) > sum(cell[1] for cell in expected.values()) > 0


@SEEN
def test_like_histories_are_counted_together(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    orders = plainly.orders(known)
    strata: dict[Any, list[int]] = defaultdict(lambda: [0] * 4)
    for customer, (complains, unit, day) in plainly.clocks(known, QUESTION).items():
        history = [b for b in orders[customer] if day - timedelta(days=90) < b.day <= day]
        recent = [b for b in history if b.day > day - timedelta(days=30)]
        recency = 0 if recent else 1 if history else 2
        frequency = 0 if len(history) <= 1 else 1 if len(history) <= 3 else 2
        if _elapsed(day):
            cell = strata[unit, day.replace(day=1), recency, frequency]
            side = 0 if complains else 2
            cell[side] += bool(_again(orders[customer], day))
            cell[side + 1] += 1
    expected = Counter(tuple(cell) for cell in strata.values() if cell[1])
    assert {row[:4]: row[4] for row in _part(store, seen, "stratum")} == expected
    assert any(cell[1] and cell[3] for cell in expected)


@SEEN
def test_how_long_until_the_next_order(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    orders = plainly.orders(known)
    expected: Counter[Any] = Counter()
    for customer, (complains, _, day) in plainly.clocks(known, QUESTION).items():
        end = min(day + timedelta(days=120), QUESTION.as_of)
        later = [b.day for b in orders[customer] if day < b.day <= end]
        expected[complains, (min(later, default=end) - day).days, bool(later)] += 1
    found = {(bool(row[0]), row[1], bool(row[2])): row[3] for row in _part(store, seen, "duration")}
    assert found == expected
    assert {observed for _, _, observed in found} == {True, False}


@SEEN
def test_what_else_they_say(store: Any, records: Records, seen: set[int] | None) -> None:
    known = _seen(records, seen)
    clocks = plainly.clocks(known, QUESTION)
    anybody: dict[Any, set[int]] = defaultdict(set)
    complaining: dict[Any, set[int]] = defaultdict(set)
    for said in plainly.period(known, QUESTION):
        for mention in said.mentions:
            if said.customer is not None:
                anybody[mention].add(said.customer)
                if clocks[said.customer][0]:
                    complaining[mention].add(said.customer)
    found = {row[:3]: row[3] for row in _run(store, ask.said_besides(QUESTION, _scope(seen), DIALECT))}
    expected = {(0, *mention): len(customers) for mention, customers in anybody.items()}
    expected |= {(1, *mention): len(customers) for mention, customers in complaining.items()}
    assert found == expected


@SEEN
def test_price_complaints_of_nobody_known(store: Any, records: Records, seen: set[int] | None) -> None:
    complaints = [s for s in plainly.period(_seen(records, seen), QUESTION) if ("price", -1) in s.mentions]
    assert _run(store, ask.price_complaints(QUESTION, _scope(seen), DIALECT)) == [
        (len(complaints), sum(s.customer is None for s in complaints))
    ]
