"""How much a consumer takes at once, and how long it rests: much and not at all while nobody waits, else little.

On SQLite a batch holds the writer's place until it is committed, and the answers people send wait for it. So when
somebody waited, the next batch is smaller and the place is left free for as long as it was held.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

LONG_S = 0.03  # holding the place longer than this while others wait halves the batch
SMALLEST = 20  # less would not keep up with a hundred answers a second
REST_UNDER_PRESSURE = 2  # at a peak of answers the worker takes at most a third of the time
_sizes: dict[str, int] = {}
_pressure: list[Callable[[], bool]] = []


def give_way_to(is_high: Callable[[], bool]) -> None:
    """Names what tells that people are answering faster than everything behind it can be done (config.wiring)."""
    _pressure[:] = [is_high]


def rest_after(worked: float) -> float:
    """How long to rest after so many seconds of work: nothing, or a multiple of it at a peak."""
    return worked * REST_UNDER_PRESSURE if any(is_high() for is_high in _pressure) else 0.0


def size_of(consumer: str, largest: int) -> int:
    return min(_sizes.get(consumer, largest), largest)


@contextmanager
def measured(consumer: str, largest: int) -> Iterator[None]:
    """Times one batch and sets the size of the next."""
    began = time.monotonic()
    yield
    held = time.monotonic() - began
    size = size_of(consumer, largest)
    waited = getattr(connection, "others_waited", False)
    if not waited or held < LONG_S / 2:
        _sizes[consumer] = min(largest, size * 2)
    elif held > LONG_S:
        _sizes[consumer] = max(SMALLEST, size // 2)
    if not waited:
        return
    time.sleep(min(max(held, rest_after(held)), 0.5))
