"""The closed vocabulary: what is not in it is refused, with a code and its place in the query."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from opencem.engines.query import (
    FIELDS,
    METRICS,
    Filter,
    Order,
    Query,
    QueryRefused,
    Reader,
    ScopePredicate,
    TimeRange,
    UnitRoot,
    plan_query,
)

JUNE = TimeRange(date(2026, 6, 1), date(2026, 6, 30))
READER = Reader(ScopePredicate(None), (UnitRoot(1, 0),), datetime(2026, 6, 30, tzinfo=UTC), date(2026, 6, 30))
ASKED = Query(metrics=("nps",), time=JUNE)


def refused(**changes: Any) -> tuple[str, str]:
    with pytest.raises(QueryRefused) as error:
        plan_query(replace(ASKED, **changes), READER)
    return error.value.code, error.value.field


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"metrics": ("nsp",)}, "unknown_metric", "metrics"),
        ({"metrics": ()}, "required", "metrics"),
        ({"metrics": ("nps", "nps")}, "repeated", "metrics"),
        ({"metrics": ("nps:7",)}, "metric_argument", "metrics"),
        ({"metrics": ("mean",)}, "metric_argument", "metrics"),
        ({"metrics": ("mean:",)}, "metric_argument", "metrics"),
        ({"metrics": ("repurchase_rate:soon",)}, "metric_argument", "metrics"),
        ({"metrics": ("repurchase_rate:0",)}, "metric_argument", "metrics"),
        ({"metrics": ("repurchase_rate:99999",)}, "metric_argument", "metrics"),
        ({"metrics": tuple(f"csat:r{n}" for n in range(13))}, "too_many", "metrics"),
        ({"dimensions": ("galaxy",)}, "unknown_field", "dimensions"),
        ({"dimensions": ("attr",)}, "unknown_field", "dimensions"),
        ({"dimensions": ("month:3",)}, "unknown_field", "dimensions"),
        ({"dimensions": ("rating",)}, "not_a_dimension", "dimensions"),
        ({"dimensions": ("day", "month")}, "one_time_dimension", "dimensions"),
        ({"dimensions": ("question",)}, "not_applicable", "dimensions"),
        ({"metrics": ("nps", "orders"), "dimensions": ("topic",)}, "not_applicable", "dimensions"),
        ({"metrics": ("response_share",), "dimensions": ("choice",)}, "question_required", "dimensions"),
        ({"filters": (Filter("unit", "eq", "HQ"),)}, "not_a_filter", "filters.0"),
        ({"filters": (Filter("month", "eq", "2026-01"),)}, "not_a_filter", "filters.0"),
        ({"filters": (Filter("channel", "gte", "a"),)}, "operator", "filters.0"),
        ({"filters": (Filter("channel", "in", "store"),)}, "value_count", "filters.0"),
        ({"filters": (Filter("channel", "in", ()),)}, "value_count", "filters.0"),
        ({"filters": (Filter("recommend", "between", (1, 2, 3)),)}, "value_count", "filters.0"),
        ({"filters": (Filter("channel", "eq", 3),)}, "value_type", "filters.0"),
        ({"filters": (Filter("recommend", "eq", "9"),)}, "value_type", "filters.0"),
        ({"filters": (Filter("recommend", "eq", True),)}, "value_type", "filters.0"),
        ({"filters": (Filter("recommend", "eq", 1e9),)}, "value_type", "filters.0"),
        ({"filters": (Filter("rating", "gte", float("nan")),)}, "value_type", "filters.0"),
        ({"filters": (Filter("channel", "eq", "a\0b"),)}, "value_type", "filters.0"),
        ({"filters": (Filter("channel", "eq", "\ud800"),)}, "value_type", "filters.0"),
        ({"filters": (Filter("channel", "eq", "ok"), Filter("nothing", "eq", "x"))}, "unknown_field", "filters.1"),
        ({"order": (Order("rating"),)}, "unknown_field", "order"),
        ({"limit": 0}, "limit", "limit"),
        ({"time": TimeRange(date(2026, 6, 2), date(2026, 6, 1))}, "time_reversed", "time"),
        ({"time": TimeRange(date(1, 1, 1), date(2026, 6, 1))}, "time_out_of_range", "time"),
        ({"time": TimeRange(date(2026, 6, 1), date(2026, 6, 2), "Mars/Olympus")}, "unknown_zone", "time.zone"),
        ({"time": TimeRange(date(2026, 6, 1), date(2026, 6, 2), "../etc/passwd")}, "unknown_zone", "time.zone"),
    ],
)
def test_refused(changes: dict[str, Any], code: str, field: str) -> None:
    assert refused(**changes) == (code, field)


def test_a_query_has_no_member_for_scope() -> None:
    assert {field.name for field in fields(Query)} == {
        "metrics", "time", "dimensions", "filters", "unit", "compare", "order", "limit", "authentic",
    }  # fmt: skip


@pytest.mark.parametrize("metric", list(METRICS.values()), ids=list(METRICS))
def test_every_metric_says_what_it_means_in_both_languages(metric: Any) -> None:
    assert metric.name_zh
    assert metric.name_en
    assert len(metric.formula_zh) > 4
    assert len(metric.formula_en) > 8


def test_metrics_of_one_table_share_one_pass_over_it() -> None:
    plan = plan_query(replace(ASKED, metrics=("nps", "rating", "sentiment", "feedback_count")), READER)
    assert [block.table for block in plan.blocks] == ["feedback"]


def test_a_share_is_counted_on_two_tables_each_at_its_own_grain() -> None:
    plan = plan_query(replace(ASKED, metrics=("topic_share",), dimensions=("topic", "month")), READER)
    assert [(block.table, block.dimensions) for block in plan.blocks] == [("mention", (0, 1)), ("feedback", (1,))]


def test_every_dimension_is_named_in_both_languages() -> None:
    assert all(field.name_zh and field.name_en for field in FIELDS.values())
