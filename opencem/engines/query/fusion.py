"""Statements that lay feedback beside orders, customer by customer: who feels how and buys how, who bought again after what.
Written with the same `Writer` as every query, so the scope stands in each read of a fact table; the store does the heavy part
and hands back counts.
"""

# every value is bound; names and fragments come from this file and the dialect alone

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from opencem.engines.query.dialect import Dialect
from opencem.engines.query.guard import check_scoped
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import ScopePredicate, TimeRange
from opencem.engines.query.writer import Bindable, Writer

PRICE = "price"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its bound values."""

    sql: str
    values: Mapping[str, Bindable]


@dataclass(frozen=True, slots=True)
class BehaviourRules:
    """How attitude and behaviour are told.

    The latest telling feedback of the `attitude_days` before `as_of` gives the attitude: in it a negative price mention comes before
    the score, the score before the tone of the text. Orders of the last `window_days` are compared with those of the window
    before: a ratio from `growing_from` up is growing, down to `shrinking_to` shrinking.
    """

    as_of: dt.date
    attitude_days: int
    window_days: int
    growing_from: float
    shrinking_to: float

    @property
    def spoken(self) -> TimeRange:
        return TimeRange(self.as_of - dt.timedelta(days=self.attitude_days - 1), self.as_of)


def matrix(rules: BehaviourRules, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (attitude, behaviour): customers, revenue of the window, revenue of the one before, bought on promotion in both.

    `behaviour` is NULL for customers who spoke and never bought within the scope.
    """
    writer = Writer(dialect, scope)
    sql = (
        "SELECT k.attitude, k.behaviour, count(*), sum(k.spent), sum(k.spent_before), sum(k.on_promotion) "
        f"FROM ({_customers(writer, rules)}) AS k GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return _checked(writer, sql)


def matrix_by_unit(rules: BehaviourRules, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (unit, attitude, behaviour): customers who bought, each at the unit of their telling feedback."""
    writer = Writer(dialect, scope)
    sql = (
        f"SELECT k.unit_id, k.attitude, k.behaviour, count(*) FROM ({_customers(writer, rules)}) AS k "
        "WHERE k.behaviour IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return _checked(writer, sql)


def people(
    rules: BehaviourRules,
    scope: ScopePredicate,
    dialect: Dialect,
    *,
    attitude: str,
    behaviour: str,
    after: tuple[float, int] | None,
    limit: int,
) -> Statement:
    """The customers of one cell, most revenue of both windows first: id, that revenue, orders now and before, the telling feedback.

    `after` is (revenue, id) of the last one shown.
    """
    writer = Writer(dialect, scope)
    text, double, big = ColumnType.TEXT, ColumnType.DOUBLE, ColumnType.BIG
    wanted = f"k.attitude = {writer.binder.one(attitude, text)} AND k.behaviour = {writer.binder.one(behaviour, text)}"
    if after is not None:
        spent, last = writer.binder.one(after[0], double), writer.binder.one(after[1], big)
        wanted += f" AND (k.spent_in_all < {spent} OR (k.spent_in_all = {spent} AND k.customer_id > {last}))"
    sql = (
        "SELECT k.customer_id, k.spent_in_all, k.bought, k.bought_before, k.feedback_id, k.last_day "
        f"FROM ({_customers(writer, rules)}) AS k WHERE {wanted} "
        f"ORDER BY k.spent_in_all DESC, k.customer_id LIMIT {writer.binder.one(limit, ColumnType.INTEGER)}"
    )
    return _checked(writer, sql)


def spoken(rules: BehaviourRules, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row: feedback of the attitude's days, and how much of it belongs to nobody known."""
    writer = Writer(dialect, scope)
    unknown = dialect.count_if("f.customer_id IS NULL")
    return _checked(writer, writer.rows_of("feedback", [writer.within(rules.spoken)], f"count(*), {unknown}"))


def _customers(writer: Writer, rules: BehaviourRules) -> str:
    """One row per customer who said something telling.

    `spent_in_all` is rounded to cents: a sum of doubles depends on the order in which threads add, and pages continue by it.
    """
    now, before = "o.bought > 0", "o.bought_before > 0"
    ratio = "o.bought / CAST(o.bought_before AS DOUBLE)"
    growing = writer.binder.one(rules.growing_from, ColumnType.DOUBLE)
    shrinking = writer.binder.one(rules.shrinking_to, ColumnType.DOUBLE)
    behaviour = (
        "CASE WHEN o.customer_id IS NULL THEN NULL "
        f"WHEN NOT ({now}) THEN 'lapsed' WHEN NOT ({before}) THEN 'growing' "
        f"WHEN {ratio} >= {growing} THEN 'growing' WHEN {ratio} <= {shrinking} THEN 'shrinking' ELSE 'stable' END"
    )
    spent, spent_before = "COALESCE(o.spent, 0)", "COALESCE(o.spent_before, 0)"
    return (
        f"SELECT a.customer_id, a.attitude, a.feedback_id, a.unit_id, {behaviour} AS behaviour, "
        "COALESCE(o.bought, 0) AS bought, COALESCE(o.bought_before, 0) AS bought_before, o.last_day, "
        f"{spent} AS spent, {spent_before} AS spent_before, round({spent} + {spent_before}, 2) AS spent_in_all, "
        "COALESCE(o.on_promotion, 0) AS on_promotion "
        f"FROM ({_attitudes(writer, rules)}) AS a "
        f"LEFT JOIN ({_purchases(writer, rules)}) AS o ON o.customer_id = a.customer_id"
    )


def _attitudes(writer: Writer, rules: BehaviourRules) -> str:
    """The latest telling feedback of each customer."""
    place = writer.dialect.place_in("t.customer_id", "t.at DESC, t.feedback_id DESC")
    told = f"SELECT t.*, {place} AS place FROM ({_told(writer, rules)}) AS t WHERE t.attitude IS NOT NULL"
    return f"SELECT l.customer_id, l.attitude, l.feedback_id, l.unit_id FROM ({told}) AS l WHERE l.place = 1"


def _told(writer: Writer, rules: BehaviourRules) -> str:
    known = [writer.within(rules.spoken), "f.customer_id IS NOT NULL"]
    voices = writer.rows_of("feedback", known, "f.customer_id, f.feedback_id, f.unit_id, f.at, f.recommend, f.label")
    return (
        "SELECT v.customer_id, v.feedback_id, v.unit_id, v.at, CASE WHEN p.feedback_id IS NOT NULL THEN 'price_complaint' "
        "WHEN v.recommend >= 9 THEN 'promoter' WHEN v.recommend >= 7 THEN 'passive' WHEN v.recommend >= 0 THEN 'detractor' "
        "WHEN v.label IN ('negative', 'mixed') THEN 'complaint' WHEN v.label = 'positive' THEN 'praise' END AS attitude "
        f"FROM ({voices}) AS v LEFT JOIN ({_price_complaints(writer, known)}) AS p ON p.feedback_id = v.feedback_id"
    )


def _price_complaints(writer: Writer, conditions: list[str], columns: str = "f.feedback_id") -> str:
    """Feedback with a negative price mention; the table holds one row per feedback, topic and polarity."""
    topic = f"f.topic = {writer.binder.one(PRICE, ColumnType.TEXT)}"
    return writer.rows_of("mention", [*conditions, topic, "f.polarity = -1"], columns)


def _purchases(writer: Writer, rules: BehaviourRules) -> str:
    """Orders of each customer up to `as_of`: in the window, in the one before, and when the last was."""
    dialect = writer.dialect
    window, as_of = dt.timedelta(days=rules.window_days), writer.date(rules.as_of)
    start, start_before = writer.date(rules.as_of - window), writer.date(rules.as_of - 2 * window)
    now, before = f"f.local_date > {start}", f"f.local_date > {start_before} AND f.local_date <= {start}"
    promoted = f"f.promotion AND f.local_date > {start_before}"
    columns = (
        f"f.customer_id, {dialect.count_if(now)} AS bought, {dialect.count_if(before)} AS bought_before, "
        f"{dialect.sum_if('f.amount', now)} AS spent, {dialect.sum_if('f.amount', before)} AS spent_before, "
        f"{dialect.sum_if('f.amount', promoted)} AS on_promotion, max(f.local_date) AS last_day"
    )
    bought = writer.rows_of("order", ["f.customer_id IS NOT NULL", f"f.local_date <= {as_of}"], columns)
    return f"{bought} GROUP BY f.customer_id"


@dataclass(frozen=True, slots=True)
class RepurchaseQuestion:
    """Of customers who spoke in `spoken` with words, who bought again within `days`; judged on `as_of`.

    A customer's clock starts on the day of the first negative price mention, for the others on that of the first feedback with
    words. `history_days` before it give recency and frequency, by which both groups are matched.
    """

    spoken: TimeRange
    days: int
    as_of: dt.date
    history_days: int = 90

    @property
    def followed_days(self) -> int:
        """How long a clock runs at most: twice the days asked about."""
        return 2 * self.days


RECENT_DAYS = 30
"""An order in so many days before puts a customer in recency band 0, one earlier in the history in 1, none in 2."""
FREQUENCY_BANDS = (1, 3)
"""Orders in the history up to which a customer falls in frequency band 0, 1; more is 2."""

Part = Literal["unit", "stratum", "duration"]
PARTS: tuple[Part, ...] = ("unit", "stratum", "duration")


def repurchase(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """Three tables in one pass over the customers; the first column is the place of the table in `PARTS`, all columns are numbers.

    unit: complains, unit, customers, those whose days have elapsed, of these who bought again, their orders in those days, and how
    many of the orders were on promotion.
    stratum: bought again and elapsed of the complaining, the same of the others, and how many strata (unit, month, recency and
    frequency band) have just these numbers; strata without complaining customers are left out.
    duration: complains, days until the next order or until observation ended, whether there was one, customers.
    """
    writer = Writer(dialect, scope)
    selects = [
        f"SELECT {number}, {', '.join(f'CAST({column} AS BIGINT)' for column in columns)} {rows}"
        for number, (columns, rows) in enumerate((_by_unit(dialect), _by_stratum(dialect), _by_duration()))
    ]
    sql = f"WITH s AS MATERIALIZED ({_clocks(writer, question)}) {' UNION ALL '.join(selects)}"
    return _checked(writer, sql)


_NONE = "NULL"
_Select = tuple[tuple[str, ...], str]
"""Columns, and the rest of the SELECT."""


def _by_unit(dialect: Dialect) -> _Select:
    elapsed, again = dialect.count_if("s.elapsed"), dialect.count_if("s.elapsed AND s.again > 0")
    ordered, promoted = (f"sum(CASE WHEN s.elapsed THEN s.{name} ELSE 0 END)" for name in ("again", "promoted"))
    columns = ("s.complains", "s.unit_id", "count(*)", elapsed, again, ordered, promoted)
    return columns, "FROM s GROUP BY s.complains, s.unit_id"


def _by_stratum(dialect: Dialect) -> _Select:
    counts = ", ".join(
        f"{dialect.count_if(f's.elapsed AND {who}{again}')} AS {name}"
        for name, who, again in (
            ("again", "s.complains", " AND s.again > 0"),
            ("n", "s.complains", ""),
            ("other_again", "NOT s.complains", " AND s.again > 0"),
            ("other_n", "NOT s.complains", ""),
        )
    )
    recency = "CASE WHEN s.recent > 0 THEN 0 WHEN s.earlier > 0 THEN 1 ELSE 2 END"
    first, second = FREQUENCY_BANDS
    frequency = f"CASE WHEN s.earlier <= {first} THEN 0 WHEN s.earlier <= {second} THEN 1 ELSE 2 END"
    alike = f"s.unit_id, {dialect.bucket('month', 's.day')}, {recency}, {frequency}"
    columns = ("k.again", "k.n", "k.other_again", "k.other_n", "count(*)", _NONE, _NONE)
    return columns, (
        f"FROM (SELECT {counts} FROM s GROUP BY {alike}) AS k WHERE k.n > 0 GROUP BY k.again, k.n, k.other_again, k.other_n"
    )


def _by_duration() -> _Select:
    columns = ("s.complains", "s.lasted", "s.observed", "count(*)", _NONE, _NONE, _NONE)
    return columns, "FROM s GROUP BY s.complains, s.lasted, s.observed"


def _clocks(writer: Writer, question: RepurchaseQuestion) -> str:
    """One row per customer: where and when the clock started, what was bought before, and what came of it."""
    dialect = writer.dialect
    as_of = writer.date(question.as_of)
    followed = dialect.add_days("c.day", writer.binder.one(question.followed_days, ColumnType.INTEGER))
    ends = f"least({followed}, {as_of})"
    elapsed = f"{dialect.add_days('c.day', writer.binder.one(question.days, ColumnType.INTEGER))} <= {as_of}"
    # Counting nothing but unknown gives NULL: a customer without any order in sight.
    counts = ", ".join(f"COALESCE(c.{name}, 0) AS {name}" for name in ("recent", "earlier", "again", "promoted"))
    return (
        f"SELECT c.complains, c.unit_id, c.day, {counts}, {elapsed} AS elapsed, "
        f"COALESCE(c.next_day <= {ends}, FALSE) AS observed, least(COALESCE(c.next_day, {ends}), {ends}) - c.day AS lasted "
        f"FROM ({_bought_around(writer, question)}) AS c"
    )


def _bought_around(writer: Writer, question: RepurchaseQuestion) -> str:
    dialect = writer.dialect
    history, days, recent = (
        writer.binder.one(number, ColumnType.INTEGER) for number in (question.history_days, question.days, RECENT_DAYS)
    )
    before = "o.local_date <= g.day AND {} > g.day"
    again = f"o.local_date > g.day AND o.local_date <= {dialect.add_days('g.day', days)}"
    counts = ", ".join(
        f"{dialect.count_if(condition)} AS {name}"
        for name, condition in (
            ("earlier", before.format(dialect.add_days("o.local_date", history))),
            ("recent", before.format(dialect.add_days("o.local_date", recent))),
            ("again", again),
            ("promoted", f"{again} AND o.promotion"),
        )
    )
    return (
        f"SELECT g.customer_id, g.complains, g.unit_id, g.day, {counts}, "
        "min(CASE WHEN o.local_date > g.day THEN o.local_date END) AS next_day "
        f"FROM ({_first_words(writer, question)}) AS g LEFT JOIN ({_orders_around(writer, question)}) AS o "
        "ON o.customer_id = g.customer_id GROUP BY g.customer_id, g.complains, g.unit_id, g.day"
    )


def _orders_around(writer: Writer, question: RepurchaseQuestion) -> str:
    first = question.spoken.start - dt.timedelta(days=question.history_days)
    last = min(question.as_of, question.spoken.end + dt.timedelta(days=question.followed_days))
    known = ["f.customer_id IS NOT NULL", writer.within(TimeRange(first, last))]
    return writer.rows_of("order", known, "f.customer_id, f.local_date, f.promotion")


_UNITS = 2**31
_DAYS = 2**16
_EPOCH = "DATE '1970-01-01'"


def _first_words(writer: Writer, question: RepurchaseQuestion) -> str:
    """One row per customer who spoke with words: the first price complaint, else the first feedback (of a day, the lowest unit's).

    "First" is the lowest of one number packed from (does not complain, day, unit): a third of the cost of a window, and unpacked below.
    """
    known = _known(writer, question)
    complains = f"f.feedback_id IN ({_price_complaints(writer, known)})"
    packed = (
        f"(CASE WHEN {complains} THEN 0 ELSE {_UNITS * _DAYS} END "
        f"+ CAST(f.local_date - {_EPOCH} AS BIGINT) * {_UNITS} + f.unit_id)"
    )
    voices = writer.rows_of("feedback", [*known, "f.has_text"], f"f.customer_id, {packed} AS place")
    first = f"SELECT v.customer_id, min(v.place) AS place FROM ({voices}) AS v GROUP BY v.customer_id"
    return (
        f"SELECT w.customer_id, w.place < {_UNITS * _DAYS} AS complains, CAST(w.place % {_UNITS} AS INTEGER) AS unit_id, "
        f"{_EPOCH} + CAST(w.place // {_UNITS} % {_DAYS} AS INTEGER) AS day FROM ({first}) AS w"
    )


def said_besides(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (topic, polarity): customers who said so in the period, and how many of them complain of the price too."""
    writer = Writer(dialect, scope)
    known = _known(writer, question)
    complains = f"f.customer_id IN ({_price_complaints(writer, known, 'f.customer_id')})"
    anybody = writer.rows_of("mention", known, "f.topic, f.polarity, f.customer_id")
    complaining = writer.rows_of("mention", [*known, complains], "f.topic, f.polarity, f.customer_id")
    distinct = dialect.distinct_if("m.customer_id", "TRUE")
    sql = " UNION ALL ".join(
        f"SELECT {number}, m.topic, m.polarity, {distinct} FROM ({rows}) AS m GROUP BY m.topic, m.polarity"
        for number, rows in enumerate((anybody, complaining))
    )
    return _checked(writer, sql)


def price_complaints(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row: feedback of the period with a negative price mention, and how much of it belongs to nobody known."""
    writer = Writer(dialect, scope)
    unknown = dialect.count_if("f.customer_id IS NULL")
    return _checked(writer, _price_complaints(writer, [writer.within(question.spoken)], f"count(*), {unknown}"))


def _known(writer: Writer, question: RepurchaseQuestion) -> list[str]:
    return [writer.within(question.spoken), "f.customer_id IS NOT NULL"]


def _checked(writer: Writer, sql: str) -> Statement:
    check_scoped(sql, writer.scope)
    return Statement(sql, writer.binder.values)
