"""The sampling share: who is drawn follows from the person and the event alone, so asking twice draws the same."""

from __future__ import annotations

from hashlib import blake2b

_RANGE = 2**64


def draw(person: int, event: str) -> float:
    """A number in [0, 1), evenly spread over people and events. A person is in the sample when it is below the share.

    A larger share keeps everybody a smaller one has drawn.
    """
    digest = blake2b(f"{person}|{event}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / _RANGE
