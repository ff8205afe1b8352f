"""A lock that is handed over in the order in which it was asked for."""

from __future__ import annotations

import threading
from collections import deque


class QueueLock:
    """First come, first served. Python's own lock may go to whoever just released it, again and again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, patience_s: float) -> bool:
        """True with the lock; false when it did not come in time."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=patience_s):  # opened by `release`, which hands the lock over still held
            return True
        with self._guard:
            if gate in self._waiting:
                self._waiting.remove(gate)
                return False
        return True  # handed over at the last moment

    def release(self) -> bool:
        """Gives the lock on; tells whether somebody was waiting for it."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
                return True
            self._held = False
            return False
