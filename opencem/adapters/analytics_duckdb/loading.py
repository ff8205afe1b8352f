"""Rows into a table, fast: one JSON array per column, unnested.

DuckDB's executemany stores 0.7 thousand rows a second here, lists as parameters 60 thousand, JSON arrays 120 thousand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from opencem.engines.query import ColumnType, DuckDbDialect, Table

_DIALECT = DuckDbDialect()
ROWS_AT_ONCE = 10_000


def insert(cursor: Any, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Append rows, columns in the table's order."""
    statement = _statement(table)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        columns = zip(*rows[start : start + ROWS_AT_ONCE], strict=True)
        cursor.execute(statement, {f"c{place}": _column(values) for place, values in enumerate(columns)})


def _statement(table: Table) -> str:
    columns = ", ".join(
        f"unnest(from_json_strict($c{place}, '[\"{_json_type(type_)}\"]'))"
        for place, type_ in enumerate(table.columns.values())
    )
    return f"INSERT INTO {_DIALECT.identifier(table.name)} SELECT {columns}"


def _json_type(type_: ColumnType) -> str:
    return _DIALECT.type_name(type_)


def _column(values: tuple[Any, ...]) -> str:
    return json.dumps(values, default=_plain, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Instants lose their zone after being brought to UTC; decimals become doubles."""
    if isinstance(value, datetime):
        in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return in_utc.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return float(value)
