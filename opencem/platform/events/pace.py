"""How much a consumer takes at once: much while nobody waits, little while people do.

On SQLite a batch holds the writer's place until it is committed, and the answers people send wait for it. So when
somebody waited, the next batch is smaller and the place is left free for as long as it was held.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LONG_S = 0.015  # holding the place longer than this while others wait halves the batch
SMALLEST = 4
_sizes: dict[str, int] = {}


def size_of(consumer: str, largest: int) -> int:
    return min(_sizes.get(consumer, largest), largest)


@contextmanager
def measured(consumer: str, largest: int) -> Iterator[None]:
    """Times one batch and sets the size of the next."""
    began = time.monotonic()
    yield
    held = time.monotonic() - began
    size = size_of(consumer, largest)
    if not getattr(connection, "others_waited", False):
        _sizes[consumer] = min(largest, size * 2)
        return
    if held > LONG_S:
        _sizes[consumer] = max(SMALLEST, size // 2)
    time.sleep(min(held, 0.1))
