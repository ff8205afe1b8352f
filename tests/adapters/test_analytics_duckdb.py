"""The embedded analytics store: one owner, closed to the outside, rows and position together."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import FACTS, TABLES, DuckDbDialect
from opencem.understand.metrics.ports import Position, Replacement

AT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(tmp_path / "analytics.duckdb")
    yield opened
    opened.close()


def order(order_id: int, amount: float = 10.0, **fields: Any) -> tuple[Any, ...]:
    row = {
        "order_id": order_id, "unit_id": 1, "local_date": date(2026, 3, 2), "at": AT, "channel": "store",
        "customer_id": None, "amount": amount, "discount": 0.0, "promotion": False,
        "products": ["SKU-1", "SKU 2"], "categories": ["nuts", None], "item_amounts": [10.0, None],
    }  # fmt: skip
    return tuple((row | fields).values())


def amounts(store: DuckDbStore) -> dict[int, float]:
    return dict(store.read('SELECT order_id, amount FROM "order"', {}))  # type: ignore[arg-type]


def test_what_is_applied_is_read_back_with_its_types(store: DuckDbStore) -> None:
    store.apply([Replacement("order", {1}, [order(1, 12.5, channel='a"b\n零')])], Position(0, 7, AT))
    rows = store.read(
        "SELECT f.order_id, f.local_date, f.at, f.channel, f.customer_id, f.promotion, f.products, f.categories, f.item_amounts "
        'FROM "order" AS f',
        {},
    )
    (row,) = rows
    assert row[:6] == (1, date(2026, 3, 2), datetime(2026, 3, 1, 16, 30), 'a"b\n零', None, False)
    assert row[6:] == (["SKU-1", "SKU 2"], ["nuts", None], [10.0, None])


def test_unit_attributes_are_a_map(store: DuckDbStore) -> None:
    unit = (1, "HQ", "总部", "hq", "open", 0, 1, *[None] * 7, 0, {"format": "街边店"})
    store.apply([Replacement("unit", {1}, [unit])], Position(0, 1, AT))
    value = DuckDbDialect().map_value("u.attributes", "$key::VARCHAR")
    assert store.read(f"SELECT {value} FROM unit AS u", {"key": "format"}) == [("街边店",)]
    assert store.read(f"SELECT {value} FROM unit AS u", {"key": "size"}) == [(None,)]


def test_applying_again_changes_nothing_and_a_missing_row_goes(store: DuckDbStore) -> None:
    for _ in range(2):
        store.apply([Replacement("order", {1, 2}, [order(1), order(2)])], Position(0, 2, AT))
    assert amounts(store) == {1: 10.0, 2: 10.0}
    store.apply([Replacement("order", {1, 2}, [order(2, 3.0)])], Position(0, 3, AT))
    assert amounts(store) == {2: 3.0}


def test_rows_and_position_move_together_or_not_at_all(store: DuckDbStore) -> None:
    store.apply([Replacement("order", {1}, [order(1)])], Position(0, 1, AT))
    broken = [
        Replacement("order", {1}, [order(1, 99.0)]),
        Replacement("order", {2}, [order(2, unit_id="not a number")]),
    ]
    with pytest.raises(duckdb.Error):
        store.apply(broken, Position(0, 2, AT))
    assert amounts(store) == {1: 10.0}
    assert store.position() == Position(0, 1, AT)
    store.apply([Replacement("order", {2}, [order(2)])], Position(0, 2, AT))
    assert amounts(store) == {1: 10.0, 2: 10.0}


def test_position_and_rows_outlive_the_process(tmp_path: Path) -> None:
    first = DuckDbStore(tmp_path / "a.duckdb")
    first.apply([Replacement("order", {5}, [order(5)])], Position(3, 9, AT))
    first.close()
    second = DuckDbStore(tmp_path / "a.duckdb")
    assert (second.position(), amounts(second), second.is_filled()) == (Position(3, 9, AT), {5: 10.0}, True)
    second.close()


def test_a_table_of_an_older_shape_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as old:
        old.execute('CREATE TABLE "order" (order_id BIGINT)')
        old.execute("CREATE TABLE position (name VARCHAR, txid BIGINT, event_id BIGINT, happened_at TIMESTAMP)")
        old.execute("INSERT INTO position VALUES ('events', 0, 50, NULL)")
    store = DuckDbStore(path)
    assert not store.is_filled()
    assert store.position() == Position()
    store.close()


def test_a_second_process_is_told_who_holds_the_file(store: DuckDbStore, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from opencem.adapters.analytics_duckdb.store import DuckDbStore\n"
        "from opencem.understand.metrics.ports import StoreLocked\n"
        f"try: DuckDbStore(Path({str(tmp_path / 'analytics.duckdb')!r}))\n"
        "except StoreLocked as error: print('locked:', error)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("locked:")
    assert "another process" in told.stdout


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "ATTACH 'other.duckdb' AS other",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
    ],
)
def test_sql_cannot_reach_outside_the_file(store: DuckDbStore, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        store.read(sql, {})


def test_there_are_no_keys_and_no_indexes(store: DuckDbStore) -> None:
    assert store.read("SELECT count(*) FROM duckdb_indexes()", {}) == [(0,)]
    assert store.read("SELECT count(*) FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL'", {}) == [(0,)]


def test_a_dead_instance_is_reopened_and_the_call_repeated(store: DuckDbStore) -> None:
    store.apply([Replacement("order", {1}, [order(1)])], Position(0, 1, AT))
    store.read("SELECT 1", {})
    calls = []

    def fails_once(cursor: Any) -> int:
        calls.append(cursor)
        if len(calls) == 1:
            raise duckdb.FatalException("FATAL Error: database has been invalidated because of a previous fatal error")
        return int(cursor.execute('SELECT count(*) FROM "order"').fetchone()[0])

    assert store._with_cursor(fails_once) == 1
    assert calls[0] is not calls[1]
    assert amounts(store) == {1: 10.0}


def test_of_many_threads_that_meet_a_dead_instance_one_reopens(store: DuckDbStore) -> None:
    before = store._connection._generation
    together = threading.Barrier(4)

    def meet() -> None:
        first = []

        def fails_once(cursor: Any) -> Any:
            if not first:
                first.append(cursor)
                together.wait()
                raise duckdb.FatalException("FATAL Error: database has been invalidated")
            return cursor.execute("SELECT 1").fetchall()

        results.append(store._with_cursor(fails_once))

    results: list[Any] = []
    threads = [threading.Thread(target=meet) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[(1,)]] * 4
    assert store._connection._generation == before + 1


def test_threads_read_while_one_writes(store: DuckDbStore) -> None:
    """Each read sees a whole batch or nothing of it: always pairs."""
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(store.read('SELECT count(*) FROM "order"', {})[0][0])

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for batch in range(20):
        pair = [order(2 * batch), order(2 * batch + 1)]
        store.apply([Replacement("order", {2 * batch, 2 * batch + 1}, pair)], Position(0, batch + 1, AT))
    done.set()
    for thread in readers:
        thread.join()
    assert seen
    assert all(count % 2 == 0 for count in seen)


def test_refill_replaces_a_table_and_counts(store: DuckDbStore) -> None:
    store.apply([Replacement("order", {1}, [order(1)])], Position(0, 1, AT))
    assert store.refill("order", iter([[order(2), order(3)], [], [order(4)]])) == 3
    assert set(amounts(store)) == {2, 3, 4}


def test_sorting_keeps_every_row_and_brings_months_together(store: DuckDbStore) -> None:
    days = [date(2026, 5, 3), date(2026, 3, 1), date(2026, 5, 1), date(2026, 4, 9)]
    store.refill("order", [[order(n, local_date=day, unit_id=9 - n) for n, day in enumerate(days)]])
    store.sort()
    rows = store.read('SELECT f.order_id FROM "order" AS f ORDER BY rowid', {})
    assert [number for (number,) in rows] == [1, 3, 2, 0]


def test_every_fact_has_the_columns_every_query_relies_on() -> None:
    for table in FACTS.values():
        assert {"unit_id", "local_date", "at"} <= set(table.columns)
        assert table.key in table.columns
    assert set(TABLES) - set(FACTS) == {"unit"}


WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.understand.metrics.ports import Position, Replacement

store, at = DuckDbStore(Path(sys.argv[1])), datetime(2026, 3, 1, tzinfo=UTC)
number = store.position().event_id
while True:
    number += 1
    row = (number, 1, date(2026, 3, 1), at, "store", None, 1.0, 0.0, False, ["P"], [None], [1.0])
    store.apply([Replacement("order", {number}, [row])], Position(0, number, at))
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 23])
def test_a_killed_writer_leaves_rows_and_position_together(tmp_path: Path, lines: int) -> None:
    """kill −9 in the middle, three times over the same file: what was told is there, and rows never differ from the position."""
    path = tmp_path / "killed.duckdb"
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = [int(writer.stdout.readline()) for _ in range(lines)][-1]
            writer.kill()
        store = DuckDbStore(path)
        position = store.position().event_id
        assert position >= told
        assert sorted(amounts(store)) == list(range(1, position + 1))
        store.close()
