"""The store behind the port."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from opencem.adapters.analytics_duckdb.connection import Connection
from opencem.adapters.analytics_duckdb.loading import insert
from opencem.engines.query import FACTS, TABLES, DuckDbDialect, Table
from opencem.understand.metrics.ports import Position, Replacement, Row

T = TypeVar("T")
_DIALECT = DuckDbDialect()
_POSITION = "CREATE TABLE IF NOT EXISTS position (name VARCHAR, txid BIGINT, event_id BIGINT, happened_at TIMESTAMP)"
_MOST_THREADS = 4  # a dashboard's questions are short; more threads only cost memory


class DuckDbStore:
    """See `AnalyticsStore`. Tables have no keys and no indexes: they are replaced by id and always rebuildable from the records."""

    def __init__(self, path: Path, *, memory: str = "1GB", threads: int | None = None) -> None:
        self._connection = Connection(path, memory=memory, threads=threads or min(_MOST_THREADS, os.cpu_count() or 1))
        self._writing = threading.Lock()
        self._position: Position | None = None
        self._generation = 0
        self._with_cursor(_make_tables)

    def read(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self._with_cursor(lambda cursor: cursor.execute(sql, values).fetchall())

    def position(self) -> Position:
        if self._position is None:
            self._position = self._with_cursor(_read_position)
        return self._position or Position()

    def generation(self) -> int:
        return self._generation

    def apply(self, replacements: Sequence[Replacement], position: Position) -> None:
        def work(cursor: Any) -> None:
            for replacement in replacements:
                _replace(cursor, TABLES[replacement.table], replacement)
            _write_position(cursor, position)

        self._in_transaction(work)
        self._position = position

    def refill(self, table: str, batches: Iterable[Sequence[Row]]) -> int:
        def work(cursor: Any) -> int:
            count = 0
            cursor.execute(f"DELETE FROM {_DIALECT.identifier(table)}")
            for batch in batches:
                insert(cursor, TABLES[table], batch)
                count += len(batch)
            return count

        filled = self._in_transaction(work)
        self._generation += 1
        return filled

    def is_filled(self) -> bool:
        return self._with_cursor(_count_positions) > 0

    def sort(self) -> None:
        for table in FACTS.values():
            self._in_transaction(lambda cursor, table=table: _sort(cursor, table))  # type: ignore[misc]
        self._with_cursor(lambda cursor: cursor.execute("CHECKPOINT"))

    def close(self) -> None:
        self._connection.close()

    def _with_cursor(self, work: Callable[[Any], T]) -> T:
        try:
            return work(self._connection.cursor())
        except Exception as error:
            if not self._connection.recover(error):
                raise
            return work(self._connection.cursor())

    def _in_transaction(self, work: Callable[[Any], T]) -> T:
        with self._writing:
            return self._with_cursor(lambda cursor: _committed(cursor, work))


def _committed(cursor: Any, work: Callable[[Any], T]) -> T:
    cursor.execute("BEGIN")
    try:
        result = work(cursor)
        cursor.execute("COMMIT")
    except BaseException:
        _roll_back(cursor)
        raise
    return result


def _roll_back(cursor: Any) -> None:
    """After a fatal error there is no transaction left to roll back; the first error is the one to tell."""
    import duckdb

    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error:
        return


def _make_tables(cursor: Any) -> None:
    """Make what is missing. A table of another shape is made anew, empty, and the position is gone with it."""
    cursor.execute(_POSITION)
    stale = [table for table in TABLES.values() if _columns(cursor, table) not in ([], list(table.columns))]
    for table in stale:
        cursor.execute(f"DROP TABLE {_DIALECT.identifier(table.name)}")
    if stale:
        cursor.execute("DELETE FROM position")
    for table in TABLES.values():
        cursor.execute(_DIALECT.create_table(table))


def _columns(cursor: Any, table: Table) -> list[str]:
    rows = cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = $name ORDER BY ordinal_position",
        {"name": table.name},
    ).fetchall()
    return [name for (name,) in rows]


def _replace(cursor: Any, table: Table, replacement: Replacement) -> None:
    if replacement.ids:
        cursor.execute(
            f"DELETE FROM {_DIALECT.identifier(table.name)} WHERE {table.key} IN (SELECT unnest($ids::BIGINT[]))",
            {"ids": list(replacement.ids)},
        )
    insert(cursor, table, replacement.rows)


def _count_positions(cursor: Any) -> int:
    (count,) = cursor.execute("SELECT count(*) FROM position").fetchone()
    return int(count)


def _read_position(cursor: Any) -> Position | None:
    row = cursor.execute("SELECT txid, event_id, happened_at FROM position WHERE name = 'events'").fetchone()
    if row is None:
        return None
    txid, event_id, at = row
    return Position(txid, event_id, at.replace(tzinfo=UTC) if isinstance(at, datetime) else None)


def _write_position(cursor: Any, position: Position) -> None:
    cursor.execute("DELETE FROM position WHERE name = 'events'")
    cursor.execute(
        "INSERT INTO position VALUES ('events', $txid, $event_id, $at::TIMESTAMP)",
        {
            "txid": position.txid,
            "event_id": position.event_id,
            "at": position.at and position.at.astimezone(UTC).replace(tzinfo=None),
        },
    )


def _sort(cursor: Any, table: Table) -> None:
    """Rows of one month, question and unit lie together afterwards, so that their blocks' minima and maxima exclude most of a table."""
    name = _DIALECT.identifier(table.name)
    order = ", ".join(_sort_key(column) for column in table.sorted_by)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE sorted AS SELECT * FROM {name} ORDER BY {order}")
    cursor.execute(f"DELETE FROM {name}")
    cursor.execute(f"INSERT INTO {name} SELECT * FROM sorted")
    cursor.execute("DROP TABLE sorted")


def _sort_key(column: str) -> str:
    return "date_trunc('month', local_date)" if column == "local_date" else column
