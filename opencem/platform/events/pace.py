"""How many events a consumer takes at once, and how long it rests: as many as are written in a moment, then others.

On SQLite a batch holds the writer's place until it is committed, and the answers people send wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

LONG_S = 0.015  # a batch is as large as can be written in this time
SMALLEST = 20  # less would not keep up with a hundred answers a second; fewer events tell nothing of what one costs
REST = 1  # after a batch others waited for, the place is theirs for so many times as long
REST_IN_A_RUSH = 12
LONGEST_REST_S = 0.5
_costs: dict[str, float] = {}
"""By consumer, for how long one event holds the place (seconds)."""
_rushes: list[Callable[[], bool]] = []


def give_way_in(rush: Callable[[], bool]) -> None:
    """Names what tells that people are answering faster than everything behind it can be done (config.wiring)."""
    _rushes[:] = [rush]


def size_of(consumer: str, largest: int) -> int:
    """How many events to take: the smallest batch until it is known what one costs."""
    cost = _costs.get(consumer)
    return min(largest, SMALLEST if cost is None else max(SMALLEST, int(LONG_S / cost)))


@contextmanager
def measured(consumer: str, taken: int) -> Iterator[None]:
    """Times the writing of a batch of so many events, by which the next are sized, and rests if others waited."""
    began = time.monotonic()
    yield
    held = time.monotonic() - began
    if taken >= SMALLEST:
        cost = held / taken
        # Dearer at once, cheaper step by step: a batch that is too large makes everybody wait.
        _costs[consumer] = max(cost, (3 * _costs.get(consumer, cost) + cost) / 4)
    time.sleep(rest_after(held))


def rest_after(held: float) -> float:
    """How long to leave the writer's place free after holding it so long (seconds): 0 when nobody waited for it."""
    if not getattr(connection, "others_waited", False):
        return 0.0
    times = REST_IN_A_RUSH if any(is_on() for is_on in _rushes) else REST
    return min(held * times, LONGEST_REST_S)
