"""The minimum n and the interval of CSAT rest on people: five ratings of one response are not five opinions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import Filter, Order

from .analytics_company import TREE, Company, Expectation, Voice, ask, fill
from .test_analytics_independent import END, RUNS, START, companies, compare, question, share

AT = datetime(2026, 2, 2, 4, tzinfo=UTC)
LINES = ("product", "service", "environment", "price", "speed")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(tmp_path_factory.mktemp("analytics") / "analytics.duckdb")
    yield opened
    opened.close()


def content(number: int, unit: int = 6, stars: int = 5) -> Voice:
    return Voice(number, unit, AT, stars=tuple((line, stars) for line in LINES))


def figure(store: DuckDbStore, metric: str = "csat", **more: Any) -> Any:
    (row,) = ask(store, question((metric,), (), None, **more))
    return row.figures[metric]


def wilson(p: float, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    centre, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def test_one_respondent_with_five_ratings_is_a_low_sample(store: DuckDbStore) -> None:
    fill(store, Company([content(1)]))
    found = figure(store)
    assert (found.n, found.respondents, found.state) == (5, 1, "low_sample")
    fill(store, Company([content(number) for number in range(5)]))
    assert (figure(store).n, figure(store).respondents, figure(store).state) == (25, 5, "ok")


def test_it_is_hidden_outside_and_unranked_and_so_is_who_would_tell_it(store: DuckDbStore) -> None:
    voices = [
        content(1, unit=6),
        *(content(n, unit=7) for n in range(2, 8)),
        *(content(n, unit=8) for n in range(8, 20)),
    ]
    fill(store, Company(voices))
    rows = ask(store, question(("csat",), ("store",), None), outside=True)
    assert {row.key[0]: row.figures["csat"].state for row in rows} == {6: "hidden", 7: "hidden", 8: "ok"}
    ranked = ask(store, question(("csat",), ("store",), None, order=(Order("rank"),)))
    assert {row.key[0]: row.rank for row in ranked if row.key[0] == 6} == {6: None}


def test_the_interval_is_that_of_so_many_people(store: DuckDbStore) -> None:
    fill(store, Company([content(n, stars=5 if n < 15 else 2) for n in range(20)]))
    found = figure(store)
    assert (found.value, found.n, found.respondents) == (0.75, 100, 20)
    assert (found.low, found.high) == pytest.approx(wilson(0.75, 20))


@RUNS
@given(company=companies(), authentic=st.booleans())
def test_people_and_ratings_in_every_way_of_asking(store: DuckDbStore, company: Company, authentic: bool) -> None:
    """By store, of one line, of one question, and of some questions."""
    fill(store, company)
    asked = Expectation(START, END, frozenset(TREE), lambda _: (), lambda v: not (authentic and v.excluded))
    surveys = [v for v in asked.chosen(company.voices) if v.kind == "survey"]
    ways: list[tuple[str, tuple[Filter, ...], tuple[str, ...]]] = [
        ("csat", (), ("product", "price")),
        ("csat:price", (), ("price",)),
        ("csat", (Filter("question", "eq", "satisfaction.product"),), ("product",)),
        ("csat", (Filter("question", "in", ("satisfaction.price", "reasons")),), ("price",)),
    ]
    for metric, filters, lines in ways:
        rows = ask(store, question((metric,), ("store",), None, filters=filters, authentic=authentic))
        given_by = {
            unit: [[s for line, s in v.stars if line in lines and s is not None] for v in surveys if v.unit == unit]
            for unit in {v.unit for v in surveys}
        }
        expected = {(unit,): share([s >= 4 for each in of for s in each]) for unit, of in given_by.items()}
        compare(rows, metric, expected)
        for row in rows:
            people = sum(bool(each) for each in given_by[row.key[0]])
            assert (row.figures[metric].respondents or row.figures[metric].n) == people
