"""Statements that lay feedback beside orders, customer by customer: who feels how and buys how, who bought again after what.
Written with the same `Writer` as every query, so the scope stands in each read of a fact table; the store does the heavy part
and hands back counts.
"""

# every value is bound; names and fragments come from this file and the dialect alone

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

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
        f"SELECT a.customer_id, a.attitude, a.feedback_id, {behaviour} AS behaviour, "
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
    return f"SELECT l.customer_id, l.attitude, l.feedback_id FROM ({told}) AS l WHERE l.place = 1"


def _told(writer: Writer, rules: BehaviourRules) -> str:
    known = [writer.within(rules.spoken), "f.customer_id IS NOT NULL"]
    voices = writer.rows_of("feedback", known, "f.customer_id, f.feedback_id, f.at, f.recommend, f.label")
    return (
        "SELECT v.customer_id, v.feedback_id, v.at, CASE WHEN p.feedback_id IS NOT NULL THEN 'price_complaint' "
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
    history_days: int = 180


RECENCY_BANDS = (30, 90)
"""Days since the last order up to which a customer falls in band 0, 1; later is 2, no order in the history 3."""
FREQUENCY_BANDS = (1, 3)
"""Orders in the history up to which a customer falls in band 0, 1; more is 2."""


def repurchase_strata(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (complains, unit, month, recency band, frequency band): customers, those whose days have elapsed, of these who
    bought again, and of the orders that count as again how much was spent and how much of it on promotion."""
    writer = Writer(dialect, scope)
    window = writer.binder.one(question.days, ColumnType.INTEGER)
    ends = dialect.add_days("s.day", window)
    elapsed = f"{ends} <= {writer.date(question.as_of)}"
    again = f"{elapsed} AND s.next_day <= {ends}"
    month = dialect.bucket("month", "s.day")
    sql = (
        f"SELECT s.complains, s.unit_id, {month}, {_recency(writer, dialect)}, {_frequency(writer)}, "
        f"count(*), {dialect.count_if(elapsed)}, {dialect.count_if(again)}, "
        f"{dialect.sum_if('s.spent', elapsed)}, {dialect.sum_if('s.on_promotion', elapsed)} "
        f"FROM ({_spells(writer, question)}) AS s GROUP BY 1, 2, 3, 4, 5"
    )
    return _checked(writer, sql)


def repurchase_rates(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """The plain comparison alone, without history or place. One row per complains: customers, those whose days have elapsed, of these
    who bought again: the sums of `repurchase_strata`."""
    writer = Writer(dialect, scope)
    window = writer.binder.one(question.days, ColumnType.INTEGER)
    elapsed = f"{dialect.add_days('s.day', window)} <= {writer.date(question.as_of)}"
    watched = TimeRange(
        question.spoken.start, min(question.as_of, question.spoken.end + dt.timedelta(days=question.days))
    )
    orders = writer.rows_of(
        "order", ["f.customer_id IS NOT NULL", writer.within(watched)], "f.customer_id, f.local_date"
    )
    spells = (
        "SELECT c.customer_id, c.complains, c.day, count(o.customer_id) AS orders "
        f"FROM ({_first_words(writer, question)}) AS c LEFT JOIN ({orders}) AS o ON o.customer_id = c.customer_id "
        f"AND o.local_date > c.day AND o.local_date <= {dialect.add_days('c.day', window)} "
        "GROUP BY c.customer_id, c.complains, c.day"
    )
    counts = f"{dialect.count_if(elapsed)}, {dialect.count_if(f'{elapsed} AND s.orders > 0')}"
    return _checked(writer, f"SELECT s.complains, count(*), {counts} FROM ({spells}) AS s GROUP BY 1")


def repurchase_durations(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (complains, days until the next order or until `as_of`, whether there was one): customers."""
    writer = Writer(dialect, scope)
    as_of = writer.date(question.as_of)
    sql = (
        f"SELECT s.complains, COALESCE(s.next_day, {as_of}) - s.day, s.next_day IS NOT NULL, count(*) "
        f"FROM ({_spells(writer, question)}) AS s GROUP BY 1, 2, 3"
    )
    return _checked(writer, sql)


def said_besides(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row per (complains, topic, polarity): how many customers of the group said so in the period."""
    writer = Writer(dialect, scope)
    mentions = writer.rows_of("mention", _known(writer, question), "f.customer_id, f.topic, f.polarity")
    distinct = dialect.distinct_if("m.customer_id", "TRUE")
    sql = (
        f"SELECT g.complains, m.topic, m.polarity, {distinct} FROM ({mentions}) AS m "
        f"JOIN ({_first_words(writer, question)}) AS g ON g.customer_id = m.customer_id GROUP BY 1, 2, 3"
    )
    return _checked(writer, sql)


def price_complaints(question: RepurchaseQuestion, scope: ScopePredicate, dialect: Dialect) -> Statement:
    """One row: feedback of the period with a negative price mention, and how much of it belongs to nobody known."""
    writer = Writer(dialect, scope)
    unknown = dialect.count_if("f.customer_id IS NULL")
    return _checked(writer, _price_complaints(writer, [writer.within(question.spoken)], f"count(*), {unknown}"))


def _known(writer: Writer, question: RepurchaseQuestion) -> list[str]:
    return [writer.within(question.spoken), "f.customer_id IS NOT NULL"]


def _first_words(writer: Writer, question: RepurchaseQuestion) -> str:
    """One row per customer who spoke with words: the first price complaint, else the first feedback."""
    known = _known(writer, question)
    voices = writer.rows_of(
        "feedback", [*known, "f.has_text"], "f.customer_id, f.unit_id, f.local_date AS day, f.feedback_id"
    )
    complains = "p.feedback_id IS NOT NULL"
    order = f"CASE WHEN {complains} THEN 0 ELSE 1 END, v.day, v.feedback_id"
    ranked = (
        f"SELECT v.*, {complains} AS complains, {writer.dialect.place_in('v.customer_id', order)} AS place "
        f"FROM ({voices}) AS v LEFT JOIN ({_price_complaints(writer, known)}) AS p ON p.feedback_id = v.feedback_id"
    )
    return f"SELECT w.customer_id, w.unit_id, w.day, w.complains FROM ({ranked}) AS w WHERE w.place = 1"


def _spells(writer: Writer, question: RepurchaseQuestion) -> str:
    """One row per customer: the day the clock starts, the next day with an order, and what was bought before and after."""
    dialect = writer.dialect
    back = dt.timedelta(days=question.history_days)
    bought = writer.rows_of(
        "order",
        ["f.customer_id IS NOT NULL", writer.within(TimeRange(question.spoken.start - back, question.as_of))],
        "f.customer_id, f.local_date, f.amount, f.promotion",
    )
    history = writer.binder.one(question.history_days, ColumnType.INTEGER)
    window = writer.binder.one(question.days, ColumnType.INTEGER)
    earlier = f"o.local_date <= c.day AND {dialect.add_days('o.local_date', history)} > c.day"
    again = f"o.local_date > c.day AND o.local_date <= {dialect.add_days('c.day', window)}"
    return (
        "SELECT c.complains, c.customer_id, c.unit_id, c.day, "
        "min(CASE WHEN o.local_date > c.day THEN o.local_date END) AS next_day, "
        f"COALESCE({dialect.count_if(earlier)}, 0) AS frequency, max(CASE WHEN {earlier} THEN o.local_date END) AS last_day, "
        f"{dialect.sum_if('o.amount', again)} AS spent, {dialect.sum_if('o.amount', f'{again} AND o.promotion')} AS on_promotion "
        f"FROM ({_first_words(writer, question)}) AS c LEFT JOIN ({bought}) AS o ON o.customer_id = c.customer_id "
        "GROUP BY c.complains, c.customer_id, c.unit_id, c.day"
    )


def _recency(writer: Writer, dialect: Dialect) -> str:
    first, second = (writer.binder.one(days, ColumnType.INTEGER) for days in RECENCY_BANDS)
    within_first, within_second = dialect.add_days("s.last_day", first), dialect.add_days("s.last_day", second)
    return f"CASE WHEN s.last_day IS NULL THEN 3 WHEN {within_first} >= s.day THEN 0 WHEN {within_second} >= s.day THEN 1 ELSE 2 END"


def _frequency(writer: Writer) -> str:
    first, second = (writer.binder.one(orders, ColumnType.INTEGER) for orders in FREQUENCY_BANDS)
    return f"CASE WHEN s.frequency <= {first} THEN 0 WHEN s.frequency <= {second} THEN 1 ELSE 2 END"


def _checked(writer: Writer, sql: str) -> Statement:
    check_scoped(sql, writer.scope)
    return Statement(sql, writer.binder.values)
