"""A store asked through the socket says what the owner's says; it never writes, and a restart of the owner heals."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.adapters.analytics_socket import asking
from opencem.adapters.analytics_socket.answering import answer_others
from opencem.adapters.analytics_socket.asking import SocketStore, StoreFailed, StoreUnreachable
from opencem.understand.metrics.ports import Position, StoreLocked


@pytest.fixture
def address() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="opencem-") as folder:
        yield str(Path(folder) / "analytics")


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[DuckDbStore]:
    store = DuckDbStore(tmp_path / "a.duckdb")
    yield store
    store.close()


@pytest.fixture
def answered(owner: DuckDbStore, address: str) -> Iterator[SocketStore]:
    listener = answer_others(address, lambda: owner)
    yield SocketStore(address)
    listener.close()


def test_it_says_what_the_owner_says(owner: DuckDbStore, answered: SocketStore) -> None:
    asked = answered
    statement = "SELECT i, NULL, CAST(i AS VARCHAR) FROM range($n) t(i)"
    said = [(0, None, "0"), (1, None, "1"), (2, None, "2")]
    assert asked.read(statement, {"n": 3}) == owner.read(statement, {"n": 3}) == said
    assert (asked.position(), asked.generation(), asked.is_filled()) == (Position(), 0, False)
    owner.apply([], Position(7, 9))
    owner.refill("unit", [])
    assert (asked.position(), asked.generation(), asked.is_filled()) == (Position(7, 9), 1, True)


def test_the_owners_refusal_arrives_in_its_own_words(answered: SocketStore) -> None:
    with pytest.raises(StoreFailed, match="no_such_table"):
        answered.read("SELECT * FROM no_such_table", {})


def test_only_the_owner_writes(owner: DuckDbStore, answered: SocketStore) -> None:
    asked = answered
    with pytest.raises(StoreLocked):
        asked.apply([], Position(1, 1))
    with pytest.raises(StoreLocked):
        asked.refill("unit", [])
    with pytest.raises(StoreFailed, match="apply"):
        asked._ask("apply", [], Position(1, 1))
    assert owner.position() == Position()


def test_an_owner_that_hangs_is_not_waited_for(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE_S", 0.1)
    never = threading.Event()

    def store() -> DuckDbStore:
        never.wait(20)
        raise AssertionError

    listener = answer_others(address, store)
    with pytest.raises(StoreUnreachable, match="did not answer"):
        SocketStore(address).position()
    never.set()
    listener.close()


def test_another_process_asks_and_a_restarted_owner_is_found_again(tmp_path: Path, address: str) -> None:
    asked = SocketStore(address)
    for _ in range(2):
        context = multiprocessing.get_context("spawn")
        ready = context.Event()
        process = context.Process(target=_own, args=(str(tmp_path / "b.duckdb"), address, ready), daemon=True)
        process.start()
        assert ready.wait(30)
        assert asked.read("SELECT 42", {}) == [(42,)]
        process.kill()
        process.join(10)
    with pytest.raises(StoreUnreachable):
        asked.read("SELECT 42", {})


def _own(path: str, address: str, ready: object) -> None:
    import time

    store = DuckDbStore(Path(path))
    answer_others(address, lambda: store)
    ready.set()  # type: ignore[attr-defined]  # the event of a spawn context has no public type
    time.sleep(60)
