"""Repurchase: who ordered again within k days.

The first order of a customer in the period (and in the row's group) starts the window; any later order of the customer within the
reader's scope counts as another one. Customers whose window has not elapsed by today are not counted at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import Reader, TimeRange
from opencem.engines.query.writer import Writer

_NEVER = dt.date(9999, 12, 31)


def repurchase_rows(
    writer: Writer,
    reader: Reader,
    span: TimeRange,
    days: int,
    split: Mapping[int, str],
    filters: Sequence[str],
    units: str,
) -> str:
    """One row per customer and group (columns ``d<position>``): ``n`` when the window has elapsed, ``successes`` when it held an order.

    ``split`` gives the expression of each dimension, ``units`` the join they may need. Filters choose the orders that start a window.
    """
    window = writer.binder.one(days, ColumnType.INTEGER)
    ends = writer.dialect.add_days("g.first_day", window)
    elapsed = f"{ends} <= {writer.date(reader.today)}"
    groups = [f"d{position}" for position in split]
    columns = ", ".join([*(f"g.{name}" for name in groups), f"{elapsed} AS n"])
    firsts = _first_orders(writer, span, days, split, filters, units)
    return f"SELECT {columns}, ({elapsed} AND g.next_day <= {ends}) AS successes FROM ({firsts}) AS g"


def _first_orders(
    writer: Writer, span: TimeRange, days: int, split: Mapping[int, str], filters: Sequence[str], units: str
) -> str:
    dialect = writer.dialect
    columns = ", ".join(["f.customer_id", *(f"{expression} AS d{position}" for position, expression in split.items())])
    first = dialect.value_at_first("f.day", "f.place")
    following = dialect.value_at_first("f.next_day", "f.place")
    starts = f"f.day BETWEEN {writer.date(span.start)} AND {writer.date(span.end)}"
    where = " AND ".join([starts, *filters])
    grouped = ", ".join(str(number) for number in range(1, len(split) + 2))
    return (
        f"SELECT {columns}, {first} AS first_day, {following} AS next_day "
        f"FROM ({_orders_in_sequence(writer, span, days)}) AS f{units} WHERE {where} GROUP BY {grouped}"
    )


def _orders_in_sequence(writer: Writer, span: TimeRange, days: int) -> str:
    """Every order of the period and of the windows after it, with its place in the customer's sequence and the day of the next."""
    dialect, day = writer.dialect, writer.day(span.zone)
    observed = replace(span, end=span.end + dt.timedelta(days=days))
    following = dialect.following(day, "f.customer_id", "f.at, f.order_id")
    place = dialect.place_in("f.customer_id", "f.at, f.order_id")
    columns = f"f.*, {day} AS day, COALESCE({following}, {writer.date(_NEVER)}) AS next_day, {place} AS place"
    return writer.rows_of("order", ["f.customer_id IS NOT NULL", writer.within(observed)], columns)
