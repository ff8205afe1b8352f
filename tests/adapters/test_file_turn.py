"""The writer's turn passes between processes, tells that somebody waits, and comes back from the dead."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path
from typing import Any

from opencem.adapters.sqlite_queued.file_turn import FileTurn

CONTEXT = multiprocessing.get_context("spawn")


def _hold(path: str, held: Any, go: Any) -> None:
    turn = FileTurn(path)
    turn.acquire()
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
        turn.acquire()
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
    mine.acquire()
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
