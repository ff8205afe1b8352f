"""The writer's turn passes between processes, tells that somebody waits, and comes back from the dead."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from opencem.adapters.sqlite_queued import turn
from opencem.adapters.sqlite_queued.file_turn import FileTurn
from opencem.adapters.sqlite_queued.queue_lock import QueueLock

CONTEXT = multiprocessing.get_context("spawn")


def _hold(path: str, held: Any, go: Any) -> None:
    turn = FileTurn(path)
    turn.acquire(60)
    held.set()
    go.wait(60)
    turn.release()


def _held_elsewhere(path: Path) -> tuple[Any, Any]:
    held, go = CONTEXT.Event(), CONTEXT.Event()
    process = CONTEXT.Process(target=_hold, args=(str(path), held, go), daemon=True)
    process.start()
    assert held.wait(30)
    return process, go


def _asks_for(turn: FileTurn) -> threading.Event:
    """Set once the turn is taken."""
    taken = threading.Event()

    def take() -> None:
        turn.acquire(60)
        taken.set()

    threading.Thread(target=take, daemon=True).start()
    return taken


def _takes(turn: FileTurn, within: float) -> bool:
    return _asks_for(turn).wait(within)


def test_it_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    process, go = _held_elsewhere(tmp_path / "turn")
    mine = FileTurn(str(tmp_path / "turn"))
    assert not _takes(mine, 0.2)
    go.set()
    process.join(30)
    assert mine.release() is False


def test_whoever_gives_it_on_knows_that_somebody_waits(tmp_path: Path) -> None:
    mine, other = FileTurn(str(tmp_path / "turn")), FileTurn(str(tmp_path / "turn"))
    mine.acquire(60)
    others = _asks_for(other)
    assert not others.wait(0.2)
    assert mine.release() is True
    assert others.wait(10)
    assert not _takes(mine, 0.2)
    other.release()


def test_a_killed_holder_gives_it_back(tmp_path: Path) -> None:
    process, _ = _held_elsewhere(tmp_path / "turn")
    process.kill()
    assert _takes(FileTurn(str(tmp_path / "turn")), 10)


def test_who_waits_for_a_stopped_holder_gives_up_in_time_and_loses_nothing(tmp_path: Path) -> None:
    """A process that hangs (SIGSTOP) keeps the lock; when it goes on, the turn is free again for whoever asks."""
    process, go = _held_elsewhere(tmp_path / "turn")
    os.kill(process.pid, signal.SIGSTOP)
    try:
        mine = FileTurn(str(tmp_path / "turn"))
        started = time.monotonic()
        assert mine.acquire(0.3) is False
        assert mine.acquire(0.3) is False  # by the same thread that is still on its way
        assert 0.5 < time.monotonic() - started < 10
    finally:
        os.kill(process.pid, signal.SIGCONT)
    go.set()
    process.join(30)
    assert mine.acquire(10)
    mine.release()
    assert FileTurn(str(tmp_path / "turn")).acquire(10)


def test_a_write_behind_a_stopped_process_is_refused_with_503(
    tmp_path: Path, db: None, people: Any, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, go = _held_elsewhere(tmp_path / "turn.turn")
    os.kill(process.pid, signal.SIGSTOP)
    monkeypatch.setattr(turn, "PATIENCE_S", 0.3)
    stuck = turn.Turn(str(tmp_path / "turn"))

    def wait(*_: Any, **__: Any) -> None:
        stuck.acquire()

    monkeypatch.setattr("opencem.understand.metrics.thresholds.change_minimum_n", wait)
    try:
        refused = api("hq_admin").put("/figure-rules", {"minimum_n": 6})
    finally:
        os.kill(process.pid, signal.SIGCONT)
        go.set()
        process.join(30)
    assert (refused.status_code, refused.json()["code"]) == (503, "database_busy")
    stuck.acquire()


def test_threads_in_the_queue_give_up_too() -> None:
    queue = QueueLock()
    assert queue.acquire(1)
    assert queue.acquire(0.1) is False
    assert queue.release() is False
    assert queue.acquire(1)
