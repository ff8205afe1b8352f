"""The bench `query`, on a small company: the gateway and the SQL written by hand must tell the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.bench import query, query_data
from opencem.bench.query_questions import CSAT_ROWS, QUESTIONS
from opencem.engines.query import DuckDbDialect, Reader, ScopePredicate, UnitRoot, compile_query, tabulate

SMALL = query_data.Size(
    stores=120, responses=6_000, reviews=3_000, mentions=20_000, orders=30_000, customers=4_000, tickets=2_000
)
ASKED = {question.name: question for question in QUESTIONS}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench")
    query_data.make(made / "analytics.duckdb", SMALL)
    return made


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(home / "analytics.duckdb")
    yield opened
    opened.close()


def ours(store: DuckDbStore, name: str) -> dict[Any, dict[str, dict[str, float]]]:
    """Group → metric → sums, of everything there is."""
    reader = Reader(ScopePredicate(None), (UnitRoot(1, 0),), datetime(2026, 6, 30, 15, tzinfo=UTC), date(2026, 6, 30))
    compiled = compile_query(ASKED[name].query, reader, DuckDbDialect())
    table = tabulate(compiled.plan, store.read(compiled.sql, compiled.values))
    return {key: {m: dict(table.now(m, key)) for m in ASKED[name].query.metrics} for key in table.keys}


def raw(store: DuckDbStore, name: str) -> list[tuple[Any, ...]]:
    return store.read(ASKED[name].raw, {})


def test_the_headline(store: DuckDbStore) -> None:
    ((_, count, n, promoters, detractors),) = [row for row in raw(store, "nps_headline") if row[0]]
    assert ours(store, "nps_headline")[()] == {
        "nps": {"n": n, "promoters": promoters, "detractors": detractors},
        "feedback_count": {"n": count},
    }


def test_satisfaction_by_attribute(store: DuckDbStore) -> None:
    by_hand = {
        f"csat:{row}": {"n": n, "successes": good, "respondents": n} for row, n, good in raw(store, "csat_by_attribute")
    }
    assert set(by_hand) == {f"csat:{row}" for row in CSAT_ROWS}
    assert ours(store, "csat_by_attribute")[()] == by_hand


def test_topics_by_city(store: DuckDbStore) -> None:
    by_hand = {row[:3]: row[3] for row in raw(store, "topic_by_city")}
    assert {key: sums["mentions"]["n"] for key, sums in ours(store, "topic_by_city").items()} == by_hand


def test_share_of_topics(store: DuckDbStore) -> None:
    by_hand = {row[:2]: (row[2], row[3]) for row in raw(store, "topic_share")}
    found = ours(store, "topic_share").items()
    assert {key: (sums["topic_share"]["successes"], sums["topic_share"]["n"]) for key, sums in found} == by_hand


def test_every_question_of_the_bench_has_rows(store: DuckDbStore) -> None:
    for question in QUESTIONS:
        assert ours(store, question.name), question.name
        assert raw(store, question.name), question.name


def test_a_finished_company_is_not_made_again(home: Path, store: DuckDbStore) -> None:
    store.close()
    before = (home / "analytics.duckdb").stat().st_mtime_ns
    query_data.make(home / "analytics.duckdb", SMALL)
    assert (home / "analytics.duckdb").stat().st_mtime_ns == before


def test_results_carry_their_bars_and_say_when_they_are_missed() -> None:
    found = {question.name: {"ours": 30.0, "raw": 20.0} for question in QUESTIONS}
    found["stores_ranked"] = {"ours": 151.0, "raw": 50.0}
    found |= {"fusion": {"ours": 399.0}, "fusion_page": {"ours": 900.0}}
    by_name = {result.name: result for result in query.results(found)}
    assert (by_name["slowest_median_ms"].value, by_name["slowest_median_ms"].ok) == (151.0, False)
    assert (by_name["store_page_ms"].ok, by_name["fusion_ms"].ok) == (True, True)
    assert (by_name["gateway_ratio"].value, by_name["gateway_ratio"].ok) == (1.5, True)
    assert len([name for name in by_name if name.removesuffix("_ms") in ASKED]) == 10
