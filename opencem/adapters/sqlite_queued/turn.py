"""Whose turn it is to write: first among the threads of this process, then among the processes on the file."""

from __future__ import annotations

from opencem.adapters.sqlite_queued.file_turn import FileTurn
from opencem.adapters.sqlite_queued.queue_lock import QueueLock


class Turn:
    """One database's turn. A database in memory has no other processes."""

    def __init__(self, database: str) -> None:
        self._threads = QueueLock()
        self._processes = FileTurn(f"{database}.turn") if _is_file(database) else None

    def acquire(self) -> None:
        self._threads.acquire()
        if self._processes:
            self._processes.acquire()

    def release(self) -> bool:
        """Gives the turn on; tells whether somebody was waiting for it."""
        other_process = self._processes.release() if self._processes else False
        return self._threads.release() or other_process


def _is_file(database: str) -> bool:
    return database != ":memory:" and "mode=memory" not in database
