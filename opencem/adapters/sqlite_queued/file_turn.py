"""The writer's turn among processes: a lock on a file beside the database, which the system gives back when a process dies."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable


class FileTurn:
    """Waits without polling. To be asked for by one thread of a process at a time (see `QueueLock`)."""

    def __init__(self, path: str) -> None:
        # Not the database's own file: closing any descriptor of it would drop SQLite's locks on it (fcntl(2)).
        self._turn = _open(path)
        self._waiting = _open(f"{path}.waiting")
        self._guard = threading.Lock()
        self._comer: _Comer | None = None

    def acquire(self, patience_s: float) -> bool:
        """True with the turn; false when it did not come in time."""
        with self._guard:
            if self._comer is None:
                if _try(self._turn, fcntl.LOCK_EX):
                    return True
                # A flock cannot be waited for with an end, so a thread waits, and outlasts our patience if it must.
                self._comer = _Comer(self._come)
            comer = self._comer
            comer.wanted = True
        comer.came.wait(patience_s)
        with self._guard:
            comer.wanted = False
            if comer.came.is_set():
                self._comer = None
            return comer.came.is_set()

    def release(self) -> bool:
        """Gives the turn on; tells whether another process was waiting for it."""
        nobody_waits = _try(self._waiting, fcntl.LOCK_EX)
        if nobody_waits:
            fcntl.flock(self._waiting, fcntl.LOCK_UN)
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        return not nobody_waits

    def _come(self, comer: _Comer) -> None:
        """Wait for the turn; hand it to whoever wants it by then, or give it on."""
        fcntl.flock(self._waiting, fcntl.LOCK_SH)
        try:
            fcntl.flock(self._turn, fcntl.LOCK_EX)
        finally:
            fcntl.flock(self._waiting, fcntl.LOCK_UN)
        with self._guard:
            if comer.wanted:
                comer.came.set()
            else:
                fcntl.flock(self._turn, fcntl.LOCK_UN)
                self._comer = None


class _Comer:
    """A thread on its way to the turn."""

    def __init__(self, come: Callable[[_Comer], None]) -> None:
        self.came = threading.Event()
        self.wanted = False
        threading.Thread(target=come, args=(self,), daemon=True).start()


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
