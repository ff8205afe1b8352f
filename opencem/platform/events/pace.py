"""How many events a consumer takes at once, and how long it rests: as many as are written in a moment, then others.

On SQLite a batch holds the writer's place until it is committed, and the answers people send wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

LONG_S = 0.025  # holding the place longer than this halves the next batch
SMALLEST = 20  # less would not keep up with a hundred answers a second
REST = 1  # after a batch others waited for, the place is theirs for so many times as long
REST_IN_A_RUSH = 6
LONGEST_REST_S = 0.5
_sizes: dict[str, int] = {}
_rushes: list[Callable[[], bool]] = []


def give_way_in(rush: Callable[[], bool]) -> None:
    """Names what tells that people are answering faster than everything behind it can be done (config.wiring)."""
    _rushes[:] = [rush]


def size_of(consumer: str, largest: int) -> int:
    return min(_sizes.get(consumer, largest), largest)


@contextmanager
def measured(consumer: str, largest: int) -> Iterator[None]:
    """Times the writing of one batch, sets the size of the next, and rests if others waited."""
    began = time.monotonic()
    yield
    held = time.monotonic() - began
    size = size_of(consumer, largest)
    if held > LONG_S:
        _sizes[consumer] = max(SMALLEST, size // 2)
    elif held < LONG_S / 2:
        _sizes[consumer] = min(largest, size * 2)
    time.sleep(rest_after(held))


def rest_after(held: float) -> float:
    """How long to leave the writer's place free after holding it so long (seconds): 0 when nobody waited for it."""
    if not getattr(connection, "others_waited", False):
        return 0.0
    times = REST_IN_A_RUSH if any(is_on() for is_on in _rushes) else REST
    return min(held * times, LONGEST_REST_S)
