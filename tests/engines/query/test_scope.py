"""The scope stands at every table reference, whatever is asked, and the guard notices when it does not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import product

import pytest

from opencem.engines.query import (
    FACTS,
    METRICS,
    DuckDbDialect,
    Filter,
    Query,
    QueryRefused,
    Reader,
    ScopeMissing,
    ScopePredicate,
    TimeRange,
    UnitRoot,
    check_scoped,
    compile_query,
)

SPAN = TimeRange(date(2026, 1, 1), date(2026, 6, 30))
SPLITS = [
    (),
    ("month",),
    ("store",),
    ("unit", "week"),
    ("topic",),
    ("topic", "polarity", "region"),
    ("question", "choice"),
    ("attr:format",),
]
FILTERS = [(), (Filter("store", "eq", "0001"),), (Filter("topic", "eq", "price"),), (Filter("recommend", "lte", 6),)]


def reader(ids: tuple[int, ...] | None) -> Reader:
    return Reader(ScopePredicate(ids), (UnitRoot(1, 0),), datetime(2026, 6, 30, tzinfo=UTC), date(2026, 6, 30))


def compiled_all(ids: tuple[int, ...] | None) -> list[str]:
    """Every metric with every split and filter that it takes, compared with a year ago."""
    found = []
    arguments = {"mean": "mean:satisfaction.price"}
    for metric, split, filters in product(METRICS, SPLITS, FILTERS):
        asked = Query((arguments.get(metric, metric),), SPAN, split, filters, compare="year")
        try:
            found.append(compile_query(asked, reader(ids), DuckDbDialect()).sql)
        except QueryRefused:
            continue
    return found


def test_every_statement_reads_every_fact_through_the_scope() -> None:
    statements = compiled_all((7, 8))
    assert len(statements) > 200
    for sql in statements:
        reads = re.findall(rf'"(?:{"|".join(FACTS)})"', sql)
        scoped = re.findall(
            rf'FROM "(?:{"|".join(FACTS)})" AS f WHERE f\.unit_id IN \(SELECT unnest\(\$p0::INTEGER\[\]\)\)', sql
        )
        assert len(reads) == len(scoped) > 0


def test_nothing_of_the_caller_is_ever_in_the_text() -> None:
    evil = "x'; DROP TABLE answer; --"
    asked = Query(
        ("csat:" + evil, "mean:" + evil),
        SPAN,
        ("attr:" + evil,),
        (Filter("channel", "eq", evil), Filter("city", "in", (evil,))),
    )
    compiled = compile_query(asked, reader((7,)), DuckDbDialect())
    assert "DROP" not in compiled.sql
    assert evil in compiled.values.values()


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT 1 FROM "answer" AS f',
        'SELECT 1 FROM "answer" AS f WHERE TRUE',
        'SELECT 1 FROM "answer" AS f WHERE f.local_date > 1 AND SCOPE',
        'SELECT 1 FROM "answer" AS f WHERE SCOPE OR TRUE',
        'SELECT 1 FROM "answer" AS f WHERE SCOPE AND f.a = 1 OR f.b = 2',
        'SELECT 1 FROM "answer" AS g WHERE SCOPE',
        'SELECT 1 FROM (SELECT f.* FROM "answer" AS f WHERE SCOPE) AS f JOIN "order" AS o ON TRUE',
        "SELECT 1 FROM answer AS f WHERE SCOPE",
        'SELECT 1 FROM "unit" AS u JOIN mention AS m ON TRUE',
        'SELECT 1 FROM "unit" AS u, mention AS m',
    ],
)
def test_the_guard_bites(sql: str) -> None:
    scope = "f.unit_id IN (SELECT unnest($p0::INTEGER[]))"
    with pytest.raises(ScopeMissing):
        check_scoped(sql.replace("SCOPE", scope), scope)


def test_the_guard_lets_a_scoped_statement_pass() -> None:
    scope = "f.unit_id IN (SELECT unnest($p0::INTEGER[]))"
    check_scoped(f'SELECT 1 FROM (SELECT f.* FROM "answer" AS f WHERE {scope} AND (f.a = 1 OR f.b = 2)) AS f', scope)


def test_an_empty_scope_is_not_everything() -> None:
    compiled = compile_query(Query(("nps",), SPAN), reader(()), DuckDbDialect())
    assert compiled.values["p0"] == []
    assert "unnest($p0" in compiled.sql
