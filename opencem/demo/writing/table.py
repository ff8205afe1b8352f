"""Writing history in bulk: columns of plain values, straight into the rooms' tables.

The demo stands above all rooms and writes a past in which nothing is to be heard of any more, so the rooms' doors,
which publish an event for each row, would be the wrong way in. Everything that is still open (tickets, the analytics
store) is left to the doors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from typing import Any

import numpy as np
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Max, Model
from django.db.models.fields import NOT_PROVIDED
from numpy.typing import NDArray

from opencem.demo.world.size import as_date

_CHUNK = 20_000
Ints = NDArray[np.int64]
Columns = dict[str, list[Any]]
"""Columns of equal length by attribute, as the database stores them."""


class Constant:
    """The same value in every row, as the database takes it."""

    def __init__(self, value: object) -> None:
        self.value = value


def write(model: type[Model], count: int, **columns: Iterable[Any] | Constant) -> int:
    """Insert `count` rows with running ids; returns the first id. Fields not given take their default.

    Columns are named by attribute (`unit_id`), hold what the database stores (`instants`, `days`, JSON as text) and are
    read once, so that generators do.
    """
    first = next_id(model)
    given = {"id": range(first, first + count), **columns}
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    rows = zip(*(_column(field, given.get(field.attname)) for field in fields), strict=False)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 names of models only
    with connection.cursor() as cursor:
        for chunk in _chunks(islice(rows, count)):
            cursor.executemany(sql, chunk)
    return first


def next_id(model: type[Model]) -> int:
    """The id after the last one."""
    last = model._base_manager.aggregate(last=Max("id"))["last"]
    return int(last or 0) + 1


@contextmanager
def bare_tables(models: Sequence[type[Model]]) -> Iterator[None]:
    """SQLite: take the secondary indexes off while rows pour in and make them anew at the end, sorted once.

    Inserting in the order of time hits a customer index all over; with a small cache that costs more than all else.
    """
    tables = [model._meta.db_table for model in models]
    found = _secondary_indexes(tables) if connection.vendor == "sqlite" else []
    with connection.cursor() as cursor:
        for name, _ in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _, definition in found:
            cursor.execute(definition)


def _secondary_indexes(tables: Sequence[str]) -> list[tuple[str, str]]:
    """Names and definitions; those a UNIQUE clause makes have none and stay."""
    marks = ", ".join(["%s"] * len(tables))
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"  # noqa: S608 only the number of marks varies
    with connection.cursor() as cursor:
        cursor.execute(query, tables)
        rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def reset_sequences(models: Sequence[type[Model]]) -> None:
    """Let the database's own counters go on behind the ids written here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def instants(seconds: Ints) -> list[str]:
    """Instants as the database stores them, from seconds since the epoch."""
    zone = "+00" if connection.vendor == "postgresql" else ""
    texts = np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    return [text.replace("T", " ") + zone for text in texts]


def maybe_instants(seconds: Ints) -> list[str | None]:
    """The same; null where negative."""
    known = seconds >= 0
    texts = instants(np.where(known, seconds, 0))
    return [text if is_known else None for text, is_known in zip(texts, known.tolist(), strict=True)]


def days(numbers: Ints) -> list[str]:
    """Dates as the database stores them, from local days since 1970."""
    texts = {day: as_date(day).isoformat() for day in np.unique(numbers).tolist()}
    return [texts[day] for day in numbers.tolist()]


def maybe(numbers: Ints, offset: int) -> list[int | None]:
    """Positions as ids; null where negative."""
    return [None if number < 0 else number + offset for number in numbers.tolist()]


def named(names: Sequence[str], positions: Ints) -> list[str]:
    """Positions as the names they stand for; −1 for the empty one."""
    table = [*names, ""]
    return [table[position] for position in positions.tolist()]


def _column(field: Field[Any, Any], values: Iterable[Any] | Constant | None) -> Iterable[Any]:
    if isinstance(values, Constant):
        return repeat(values.value)
    if values is not None:
        return values
    default = field.get_default()
    if default is None and not field.null and field.default is NOT_PROVIDED:
        raise ValueError(f"{field.model.__name__}.{field.attname} needs a column")
    return repeat(field.get_db_prep_save(default, connection))


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk
