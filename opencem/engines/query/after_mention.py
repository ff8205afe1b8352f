"""X meets O: what customers did after they said something (嫌贵复购: said "expensive", bought again?).

Everybody counted has spoken in the period. Who made the mention starts the clock with the first such mention, the others with their first
feedback, so both groups are watched from a moment in which they spoke. A later order is one placed after that instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from opencem.engines.query.dialect import Dialect
from opencem.engines.query.guard import check_scoped
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import Reader, TimeRange
from opencem.engines.query.writer import Bindable, Writer


@dataclass(frozen=True, slots=True)
class Said:
    """The mention asked about, and when it was made."""

    topic: str
    polarity: int
    span: TimeRange


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its bound values."""

    sql: str
    values: Mapping[str, Bindable]


def repurchase_after_mention(reader: Reader, dialect: Dialect, said: Said, days: int, *, by_store: bool) -> Statement:
    """Rows (said it, unit id or NULL, customers, of them with an elapsed window, of these bought again within ``days``)."""
    writer = Writer(dialect, reader.scope)
    window = writer.binder.one(days, ColumnType.INTEGER)
    ends = dialect.add_days("g.day", window)
    elapsed = f"{ends} <= {writer.date(reader.today)}"
    unit = "g.unit_id" if by_store else dialect.nothing(ColumnType.INTEGER)
    observed = replace(said.span, end=said.span.end + dt.timedelta(days=days))
    return _statement(
        writer,
        f"SELECT g.said, {unit}, count(*), {dialect.count_if(elapsed)}, "
        f"{dialect.count_if(f'{elapsed} AND g.next_day <= {ends}')} "
        f"FROM ({_spells(writer, said, observed)}) AS g GROUP BY 1, 2",
    )


def waiting_times(reader: Reader, dialect: Dialect, said: Said) -> Statement:
    """Rows (said it, days until the next order or until today, whether there was an order, customers), for a Kaplan–Meier curve."""
    writer = Writer(dialect, reader.scope)
    today = writer.date(reader.today)
    observed = replace(said.span, end=reader.today)
    bought = f"COALESCE(g.next_day <= {today}, FALSE)"
    duration = f"(CASE WHEN {bought} THEN g.next_day ELSE {today} END) - g.day"
    return _statement(
        writer,
        f"SELECT g.said, {duration}, {bought}, count(*) "
        f"FROM ({_spells(writer, said, observed)}) AS g WHERE g.day <= {today} GROUP BY 1, 2, 3",
    )


def also_said(reader: Reader, dialect: Dialect, said: Said) -> Statement:
    """Rows (said it, topic, polarity, customers): what those who made the mention speak of, and what the others do."""
    writer = Writer(dialect, reader.scope)
    mentions = writer.rows_of("mention", ["f.customer_id IS NOT NULL", writer.within(said.span)])
    return _statement(
        writer,
        f"SELECT s.customer_id IS NOT NULL, m.topic, m.polarity, count(DISTINCT m.customer_id) FROM ({mentions}) AS m "
        f"LEFT JOIN ({_said(writer, said)}) AS s ON s.customer_id = m.customer_id GROUP BY 1, 2, 3",
    )


def unmatched_feedback(reader: Reader, dialect: Dialect, span: TimeRange) -> Statement:
    """One row (feedback, of it without a known customer): the share that no fused figure can speak for."""
    writer = Writer(dialect, reader.scope)
    rows = writer.rows_of("feedback", [writer.within(span)])
    return _statement(writer, f"SELECT count(*), {dialect.count_if('f.customer_id IS NULL')} FROM ({rows}) AS f")


def _statement(writer: Writer, sql: str) -> Statement:
    check_scoped(sql, writer.scope)
    return Statement(sql, writer.binder.values)


def _spells(writer: Writer, said: Said, observed: TimeRange) -> str:
    """Per customer: whether it was said, where and on which day the clock started, the day of the next order or NULL."""
    orders = writer.rows_of(
        "order", ["f.customer_id IS NOT NULL", writer.within(observed)], "f.customer_id, f.at, f.local_date"
    )
    return (
        "SELECT c.customer_id, c.said, c.unit_id, c.day, min(o.local_date) AS next_day "
        f"FROM ({_clocks(writer, said)}) AS c "
        f"LEFT JOIN ({orders}) AS o ON o.customer_id = c.customer_id AND o.at > c.at "
        "GROUP BY c.customer_id, c.said, c.unit_id, c.day"
    )


def _clocks(writer: Writer, said: Said) -> str:
    spoke = writer.rows_of("feedback", ["f.customer_id IS NOT NULL", writer.within(said.span)], _first(writer))
    return (
        "SELECT v.customer_id, s.customer_id IS NOT NULL AS said, COALESCE(s.at, v.at) AS at, "
        "COALESCE(s.day, v.day) AS day, COALESCE(s.unit_id, v.unit_id) AS unit_id "
        f"FROM ({spoke} GROUP BY f.customer_id) AS v "
        f"LEFT JOIN ({_said(writer, said)}) AS s ON s.customer_id = v.customer_id"
    )


def _said(writer: Writer, said: Said) -> str:
    conditions = [
        "f.customer_id IS NOT NULL",
        writer.within(said.span),
        f"f.topic = {writer.binder.one(said.topic, ColumnType.TEXT)}",
        f"f.polarity = {writer.binder.one(said.polarity, ColumnType.SMALL)}",
    ]
    return f"{writer.rows_of('mention', conditions, _first(writer))} GROUP BY f.customer_id"


def _first(writer: Writer) -> str:
    """The customer's first row: its instant, day and unit."""
    day = writer.dialect.value_at_first("f.local_date", "f.at")
    unit = writer.dialect.value_at_first("f.unit_id", "f.at")
    return f"f.customer_id, min(f.at) AS at, {day} AS day, {unit} AS unit_id"
