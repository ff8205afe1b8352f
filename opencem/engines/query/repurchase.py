"""Repurchase: who ordered again within k days.

The first order of a customer in the period (and in the row's group) starts the window. Another order of the customer within the reader's
scope on the same day or one of the k days after it counts. Customers whose window has not elapsed by today are not counted at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import Reader, TimeRange
from opencem.engines.query.writer import Writer


def repurchase_rows(
    writer: Writer,
    reader: Reader,
    span: TimeRange,
    days: int,
    split: Mapping[int, str],
    started: str,
) -> str:
    """One row per customer and group whose window has elapsed (columns ``d<position>``): ``n`` true, ``successes`` when it held an order.

    ``split`` gives the expression of each dimension, ``started`` the orders ``f`` that may start a window, with the join that needs.
    """
    window = writer.binder.one(days, ColumnType.INTEGER)
    ends = writer.dialect.add_days("g.first_day", window)
    groups = ", ".join(["g.customer_id", *(f"g.d{position}" for position in split)])
    day = writer.day(span.zone)
    observed = replace(span, end=span.end + dt.timedelta(days=days))
    orders = writer.rows_of(
        "order", ["f.customer_id IS NOT NULL", writer.within(observed)], f"f.customer_id, {day} AS day"
    )
    return (
        # The order that started the window lies in it too.
        f"SELECT {groups}, TRUE AS n, count(*) > 1 AS successes "
        f"FROM ({_first_orders(writer, span, split, started)}) AS g "
        f"JOIN ({orders}) AS o ON o.customer_id = g.customer_id AND o.day BETWEEN g.first_day AND {ends} "
        f"WHERE {ends} <= {writer.date(reader.today)} GROUP BY {groups}"
    )


def _first_orders(writer: Writer, span: TimeRange, split: Mapping[int, str], started: str) -> str:
    columns = ["f.customer_id", *(f"{expression} AS d{position}" for position, expression in split.items())]
    grouped = ", ".join(str(number) for number in range(1, len(columns) + 1))
    return f"SELECT {', '.join(columns)}, min({writer.day(span.zone)}) AS first_day FROM {started} GROUP BY {grouped}"
