"""Rows by the hundred thousand: one prepared INSERT, run for each row by the driver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Writes plain values into the named columns, in the transaction of the caller; the ids are not wanted.

    `bulk_create` builds a model, an expression and a piece of SQL for each value: ten times the cost of reading the text.
    """
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # names of our models
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def instant(value: datetime) -> Any:
    """An instant as the database's driver wants it."""
    return connection.ops.adapt_datetimefield_value(value)
