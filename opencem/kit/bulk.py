"""Writing and finding many rows at once. The ORM spends most of a large insert, and most of a look-up by a thousand
keys, compiling SQL; an import of 200,000 rows cannot.

Ids are reserved first and the rows written under them, so that the caller knows them on every database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL


def insert_many(model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert rows of values of `fields` (attribute names, such as unit_id); the new ids in the order of the rows.

    Must run inside a transaction. Every column but the id is to be named: defaults of the model are not looked at, nor
    are its validators. Raises ValueError for a column left out, django.db.IntegrityError as any insert does.
    """
    columns = _columns(model, fields)
    if not connection.in_atomic_block:
        raise RuntimeError("insert_many needs a transaction")
    if not rows:
        return []
    adapters = [_adapter(column) for column in columns]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        ids = _reserve_ids(cursor, table, len(rows))
        by_column = zip(adapters, zip(*rows, strict=True), strict=True)
        adapted = [values if adapt is None else map(adapt, values) for adapt, values in by_column]
        _write(cursor, table, ["id", *(str(column.column) for column in columns)], zip(ids, *adapted, strict=True))
    return ids


def upsert_many(model: type[models.Model], unique: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of all columns but the id, in the order of the model; one that is there by `unique` gets the new values.

    Must run inside a transaction. `unique` are the attribute names of a unique constraint.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("upsert_many needs a transaction")
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    adapters = [_adapter(column) for column in columns]
    quote = connection.ops.quote_name
    names = {field.attname: quote(str(field.column)) for field in columns}
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for attname, name in names.items() if attname not in unique)
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names.values())}) "  # noqa: S608  # names of our own models
        f"VALUES ({', '.join(['%s'] * len(columns))}) "
        f"ON CONFLICT ({', '.join(names[attname] for attname in unique)}) DO UPDATE SET {changed}"
    )
    adapted = [
        tuple(value if adapt is None else adapt(value) for adapt, value in zip(adapters, row, strict=True))
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted)


def among(values: Iterable[str]) -> RawSQL:
    """Texts to look up: `filter(number__in=among(numbers))` binds them as one value, however many they are."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [list(values)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])


def among_ids(ids: Iterable[int]) -> RawSQL:
    """The same for ids: `filter(pk__in=among_ids(ids))`."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[models.Field[Any, Any]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    left_out = set(by_name) - set(fields)
    if left_out:
        raise ValueError(f"{model.__name__}: no values for {', '.join(sorted(left_out))}")
    return [by_name[name] for name in fields]


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of this column is handed to the driver, if not as it is. Chosen once for a column, not per value."""
    if isinstance(field, models.JSONField):
        return _last_kept(_as_json)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return _last_kept(_as_utc_text)
    if isinstance(field, models.DateField):
        return _as_iso
    if isinstance(field, models.DecimalField):
        return _as_text
    return None


def _last_kept(adapt: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Adapts a value that is the very object of the row before only once: rows of one batch share their `now`."""
    last: Any = None
    adapted: Any = adapt(None)

    def remembering(value: Any) -> Any:
        nonlocal last, adapted
        if value is not last:
            last, adapted = value, adapt(value)
        return adapted

    return remembering


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _as_utc_text(value: datetime | None) -> str | None:
    """What Django writes into SQLite for an aware instant: UTC, without saying so."""
    if value is None:
        return None
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(" ")[: -len("+00:00")]


def _as_iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _reserve_ids(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]
    # SQLite: transactions begin IMMEDIATE, so nobody else can write between this read and our rows.
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    row = cursor.fetchone()
    last = row[0] if row else 0
    return list(range(last + 1, last + count + 1))


def _write(cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors, cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own models
    cursor.executemany(statement, rows)  # type: ignore[arg-type]  # sqlite3 takes any iterable; a list would double the memory
