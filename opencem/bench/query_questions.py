"""Ten questions a dashboard asks, each with the SQL a person would write for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from opencem.engines.query import Order, Query, TimeRange

YEAR = TimeRange(date(2025, 7, 1), date(2026, 6, 30))
QUARTER = TimeRange(date(2026, 4, 1), date(2026, 6, 30))
JUNE = TimeRange(date(2026, 6, 1), date(2026, 6, 30))
SPOKEN = TimeRange(date(2025, 10, 1), date(2026, 4, 1))
"""The half-year whose ninety days have elapsed on the last day: what the page shows when no period is chosen."""

CSAT_ROWS = ("product", "service", "environment", "price", "speed")
STORE = "0100"
_NPS = "count(recommend), count_if(recommend >= 9), count_if(recommend <= 6)"


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    query: Query
    raw: str


def _days(span: TimeRange) -> str:
    return f"local_date BETWEEN DATE '{span.start}' AND DATE '{span.end}'"


def _at(table: str, span: str, columns: str) -> str:
    """The store's rows of a table."""
    return f"(SELECT {columns} FROM \"{table}\" WHERE unit_id = (SELECT unit_id FROM unit WHERE code = '{STORE}') AND {span})"


def _store_page(span: str) -> str:
    parts = (
        _at("feedback", span, f"{_NPS}, avg(rating)"),
        _at("answer", span, "count(satisfied), count_if(satisfied)"),
        _at("order", span, "count(*), sum(amount)"),
        _at("ticket", span, "count(resolution_met), count_if(resolution_met)"),
        _at("mention", span, "sum(mentions)"),
    )
    return "SELECT * FROM " + ", ".join(f"{part} AS t{number}" for number, part in enumerate(parts))


QUESTIONS = (
    Question(
        "nps_headline",
        Query(("nps", "feedback_count"), YEAR, compare="year"),
        f"SELECT local_date >= DATE '2025-07-01', count(*), {_NPS} FROM feedback "
        "WHERE local_date BETWEEN DATE '2024-07-01' AND DATE '2026-06-30' GROUP BY 1",
    ),
    Question(
        "nps_trend_of_region",
        Query(("nps",), YEAR, ("month",), unit="R3"),
        f"SELECT date_trunc('month', local_date), {_NPS} FROM feedback JOIN unit USING (unit_id) "
        f"WHERE {_days(YEAR)} AND region_id = 5 GROUP BY 1",
    ),
    Question(
        "csat_by_attribute",
        Query(tuple(f"csat:{row}" for row in CSAT_ROWS), QUARTER),
        f'SELECT "row", count(*), count_if(satisfied) FROM answer WHERE {_days(QUARTER)} AND satisfied IS NOT NULL GROUP BY 1',
    ),
    Question(
        "stores_ranked",
        Query(("nps",), QUARTER, ("store",), order=(Order("rank"),), limit=50),
        f"SELECT unit_id, code, name, n, 100.0 * (p - d) / n AS nps FROM (SELECT unit_id, count(recommend) AS n, "
        f"count_if(recommend >= 9) AS p, count_if(recommend <= 6) AS d FROM feedback WHERE {_days(QUARTER)} GROUP BY 1) "
        "JOIN unit USING (unit_id) ORDER BY 100.0 * (p - d) / n - 196 * sqrt((p + d - (p - d) * (p - d) / n) / n / n) DESC LIMIT 50",
    ),
    Question(
        "topic_by_city",
        Query(("mentions",), QUARTER, ("topic", "polarity", "city")),
        f"SELECT topic, polarity, city_id, sum(mentions) FROM mention JOIN unit USING (unit_id) WHERE {_days(QUARTER)} GROUP BY 1, 2, 3",
    ),
    Question(
        "topic_share",
        Query(("topic_share",), QUARTER, ("topic", "polarity")),
        f"SELECT topic, polarity, count(*), (SELECT count_if(has_text) FROM feedback WHERE {_days(QUARTER)}) "
        f"FROM mention WHERE {_days(QUARTER)} GROUP BY 1, 2",
    ),
    Question(
        "six_metrics_per_store",
        Query(
            ("nps", "csat", "rating", "orders", "revenue", "on_time_rate"),
            JUNE,
            ("store",),
            order=(Order("rank"),),
            limit=50,
        ),
        f"SELECT * FROM (SELECT unit_id, {_NPS}, avg(rating) FROM feedback WHERE {_days(JUNE)} GROUP BY 1) "
        f"LEFT JOIN (SELECT unit_id, count(satisfied), count_if(satisfied) FROM answer WHERE {_days(JUNE)} GROUP BY 1) USING (unit_id) "
        f'LEFT JOIN (SELECT unit_id, count(*), sum(amount) FROM "order" WHERE {_days(JUNE)} GROUP BY 1) USING (unit_id) '
        f"LEFT JOIN (SELECT unit_id, count(resolution_met), count_if(resolution_met) FROM ticket WHERE {_days(JUNE)} GROUP BY 1) USING (unit_id)",
    ),
    Question(
        "regions_month_on_month",
        Query(("nps", "orders", "revenue"), JUNE, ("region",), compare="previous"),
        "SELECT * FROM (SELECT region_id, date_trunc('month', local_date) AS m, "
        f"{_NPS} FROM feedback JOIN unit USING (unit_id) WHERE local_date BETWEEN DATE '2026-05-01' AND DATE '2026-06-30' GROUP BY 1, 2) "
        "JOIN (SELECT region_id, date_trunc('month', local_date) AS m, count(*), sum(amount) FROM \"order\" JOIN unit USING (unit_id) "
        "WHERE local_date BETWEEN DATE '2026-05-01' AND DATE '2026-06-30' GROUP BY 1, 2) USING (region_id, m)",
    ),
    Question(
        "sources_by_month",
        Query(("feedback_count", "sentiment"), YEAR, ("source", "month")),
        "SELECT source, date_trunc('month', local_date), count(*), count(sentiment), sum(sentiment), sum(sentiment * sentiment) "
        f"FROM feedback WHERE {_days(YEAR)} GROUP BY 1, 2",
    ),
    Question(
        "store_page",
        Query(("nps", "csat", "rating", "revenue", "on_time_rate", "mentions"), JUNE, unit=STORE, compare="previous"),
        f"{_store_page(_days(JUNE))} UNION ALL {_store_page(_days(TimeRange(date(2026, 5, 1), date(2026, 5, 31))))}",
    ),
)
