"""The writer's turn among processes: a lock on a file beside the database, which the system gives back when a process dies."""

from __future__ import annotations

import fcntl
import os
import time

LOOK_S = 0.0005
"""Between two looks. A flock cannot be waited for with an end; most turns take a few milliseconds."""


class FileTurn:
    """To be asked for by one thread of a process at a time (see `QueueLock`)."""

    def __init__(self, path: str) -> None:
        # Not the database's own file: closing any descriptor of it would drop SQLite's locks on it (fcntl(2)).
        self._turn = _open(path)
        self._waiting = _open(f"{path}.waiting")

    def acquire(self, patience_s: float) -> bool:
        """True with the turn; false when it did not come in time."""
        if _try(self._turn, fcntl.LOCK_EX):
            return True
        fcntl.flock(self._waiting, fcntl.LOCK_SH)
        try:
            return self._comes(time.monotonic() + patience_s)
        finally:
            fcntl.flock(self._waiting, fcntl.LOCK_UN)

    def release(self) -> bool:
        """Gives the turn on; tells whether another process was waiting for it."""
        nobody_waits = _try(self._waiting, fcntl.LOCK_EX)
        if nobody_waits:
            fcntl.flock(self._waiting, fcntl.LOCK_UN)
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        return not nobody_waits

    def _comes(self, end: float) -> bool:
        while not _try(self._turn, fcntl.LOCK_EX):
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_S)
        return True


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
