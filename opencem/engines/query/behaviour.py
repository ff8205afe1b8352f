"""X meets O: attitude × behaviour of each customer, from what they said and what they bought in two windows.

Attitude: a complaint about the price outweighs the score, else promoter, passive or detractor by the last recommendation.
Behaviour: purchases of the window that ends today against the window before it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from opencem.engines.query.after_mention import Statement
from opencem.engines.query.dialect import Dialect
from opencem.engines.query.guard import check_scoped
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import Reader, TimeRange
from opencem.engines.query.writer import Writer

Attitude = Literal["promoter", "passive", "detractor", "complaint"]
Behaviour = Literal["growing", "stable", "shrinking", "lapsed"]


@dataclass(frozen=True, slots=True)
class BehaviourRules:
    """When a customer counts as growing or shrinking (now ÷ before), by orders or by amount, and what a complaint is."""

    window_days: int = 180
    measure: Literal["orders", "amount"] = "orders"
    growing_from: float = 1.2
    shrinking_to: float = 0.8
    complaint_topic: str = "price"
    complaint_polarity: int = -1


@dataclass(frozen=True, slots=True)
class PeopleCell:
    """Which customers of the matrix to list, and after which one (amount now, customer id) to go on."""

    attitude: Attitude | None = None
    behaviour: Behaviour | None = None
    after: tuple[float, int] | None = None
    limit: int = 50


def behaviour_matrix(reader: Reader, dialect: Dialect, rules: BehaviourRules, as_of: dt.date) -> Statement:
    """Rows (attitude, behaviour, customers, amount now, amount before, amount now bought on promotion)."""
    writer = Writer(dialect, reader.scope)
    sql = (
        "SELECT c.attitude, c.behaviour, count(*), sum(c.amount_now), sum(c.amount_before), sum(c.promoted_now) "
        f"FROM ({_customers(writer, rules, as_of)}) AS c GROUP BY 1, 2"
    )
    check_scoped(sql, writer.scope)
    return Statement(sql, writer.binder.values)


def behaviour_people(
    reader: Reader, dialect: Dialect, rules: BehaviourRules, as_of: dt.date, cell: PeopleCell
) -> Statement:
    """Customers of a cell, the most valuable first.

    Rows (customer id, attitude, behaviour, orders before, orders now, amount before, amount now, amount now on promotion,
    last recommendation, instant last heard).
    """
    writer = Writer(dialect, reader.scope)
    where = " AND ".join(_cell(writer, cell)) or "TRUE"
    limit = writer.binder.one(cell.limit, ColumnType.INTEGER)
    sql = (
        "SELECT c.customer_id, c.attitude, c.behaviour, c.orders_before, c.orders_now, c.amount_before, c.amount_now, "
        f"c.promoted_now, c.recommend, c.heard_at FROM ({_customers(writer, rules, as_of)}) AS c "
        f"WHERE {where} ORDER BY c.amount_now DESC, c.customer_id LIMIT {limit}"
    )
    check_scoped(sql, writer.scope)
    return Statement(sql, writer.binder.values)


def _cell(writer: Writer, cell: PeopleCell) -> list[str]:
    wanted = {"attitude": cell.attitude, "behaviour": cell.behaviour}
    conditions = [
        f"c.{name} = {writer.binder.one(value, ColumnType.TEXT)}" for name, value in wanted.items() if value is not None
    ]
    if cell.after is not None:
        amount = writer.binder.one(cell.after[0], ColumnType.DOUBLE)
        customer = writer.binder.one(cell.after[1], ColumnType.BIG)
        conditions.append(f"(c.amount_now < {amount} OR (c.amount_now = {amount} AND c.customer_id > {customer}))")
    return conditions


def _customers(writer: Writer, rules: BehaviourRules, as_of: dt.date) -> str:
    """Every customer heard and seen buying in the two windows, with attitude and behaviour."""
    start = as_of - dt.timedelta(days=2 * rules.window_days - 1)
    span = TimeRange(start, as_of)
    return (
        f"SELECT b.*, v.recommend, v.heard_at, {_attitude()} AS attitude, {_behaviour(writer, rules)} AS behaviour "
        f"FROM ({_bought(writer, span, rules.window_days)}) AS b "
        f"JOIN ({_heard(writer, span)}) AS v ON v.customer_id = b.customer_id "
        f"LEFT JOIN ({_complained(writer, span, rules)}) AS x ON x.customer_id = b.customer_id "
        "WHERE v.recommend IS NOT NULL OR x.customer_id IS NOT NULL"
    )


def _bought(writer: Writer, span: TimeRange, window_days: int) -> str:
    dialect = writer.dialect
    turn = writer.date(span.end - dt.timedelta(days=window_days - 1))
    now, before = f"f.local_date >= {turn}", f"f.local_date < {turn}"
    columns = (
        f"f.customer_id, {dialect.count_if(now)} AS orders_now, {dialect.count_if(before)} AS orders_before, "
        f"COALESCE({dialect.sum_if('f.amount', now)}, 0) AS amount_now, "
        f"COALESCE({dialect.sum_if('f.amount', before)}, 0) AS amount_before, "
        f"COALESCE({dialect.sum_if('f.amount', f'{now} AND f.promotion')}, 0) AS promoted_now"
    )
    rows = writer.rows_of("order", ["f.customer_id IS NOT NULL", writer.within(span)], columns)
    return f"{rows} GROUP BY f.customer_id"


def _heard(writer: Writer, span: TimeRange) -> str:
    """The last recommendation given, NULL if none, and the last instant heard."""
    recommend = writer.dialect.value_at_last("f.recommend", "f.at")
    columns = f"f.customer_id, {recommend} AS recommend, max(f.at) AS heard_at"
    return f"{writer.rows_of('feedback', ['f.customer_id IS NOT NULL', writer.within(span)], columns)} GROUP BY f.customer_id"


def _complained(writer: Writer, span: TimeRange, rules: BehaviourRules) -> str:
    conditions = [
        "f.customer_id IS NOT NULL",
        writer.within(span),
        f"f.topic = {writer.binder.one(rules.complaint_topic, ColumnType.TEXT)}",
        f"f.polarity = {writer.binder.one(rules.complaint_polarity, ColumnType.SMALL)}",
    ]
    return writer.rows_of("mention", conditions, "DISTINCT f.customer_id")


def _attitude() -> str:
    return (
        "CASE WHEN x.customer_id IS NOT NULL THEN 'complaint' WHEN v.recommend >= 9 THEN 'promoter' "
        "WHEN v.recommend >= 7 THEN 'passive' ELSE 'detractor' END"
    )


def _behaviour(writer: Writer, rules: BehaviourRules) -> str:
    now, before = f"b.{rules.measure}_now", f"b.{rules.measure}_before"
    growing = writer.binder.one(rules.growing_from, ColumnType.DOUBLE)
    shrinking = writer.binder.one(rules.shrinking_to, ColumnType.DOUBLE)
    return (
        f"CASE WHEN b.orders_now = 0 THEN 'lapsed' WHEN {now} >= {before} * {growing} THEN 'growing' "
        f"WHEN {now} <= {before} * {shrinking} THEN 'shrinking' ELSE 'stable' END"
    )
