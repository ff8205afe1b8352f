"""Whose turn it is to write: first among the threads of this process, then among the processes on the file."""

from __future__ import annotations

import time

from django.db.utils import OperationalError

from opencem.adapters.sqlite_queued.file_turn import FileTurn
from opencem.adapters.sqlite_queued.queue_lock import QueueLock

PATIENCE_S = 30.0
_STUCK = f"no turn to write within {PATIENCE_S:.0f} s: another process or thread holds the database and does not go on"


class NoTurn(OperationalError):
    """The database could not be written in time; nothing was begun."""


class Turn:
    """One database's turn. A database in memory has no other processes."""

    def __init__(self, database: str) -> None:
        self._threads = QueueLock()
        self._processes = FileTurn(f"{database}.turn") if _is_file(database) else None

    def acquire(self) -> None:
        """Raises `NoTurn` after `PATIENCE_S`: somebody holds the turn and does not go on."""
        end = time.monotonic() + PATIENCE_S
        if not self._threads.acquire(PATIENCE_S):
            raise NoTurn(_STUCK)
        if self._processes and not self._processes.acquire(max(0.0, end - time.monotonic())):
            self._threads.release()
            raise NoTurn(_STUCK)

    def release(self) -> bool:
        """Gives the turn on; tells whether somebody was waiting for it."""
        other_process = self._processes.release() if self._processes else False
        return self._threads.release() or other_process


def _is_file(database: str) -> bool:
    return database != ":memory:" and "mode=memory" not in database
