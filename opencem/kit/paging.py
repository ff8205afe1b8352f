"""Cursor pages: stable under inserts, cheap at any depth."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from opencem.kit.problems import Problem

T = TypeVar("T")
MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    next_cursor: str | None = None


def encode_cursor(position: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(position), default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, length: int) -> list[Any] | None:
    """The position a cursor stands for: `length` plain values. Raises Problem `bad_cursor`."""
    if not cursor:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeDecodeError) as error:
        raise Problem("bad_cursor", 400, field="cursor") from error
    if not isinstance(position, list) or len(position) != length:
        raise Problem("bad_cursor", 400, field="cursor")
    if not all(isinstance(part, str | int | float) for part in position):
        raise Problem("bad_cursor", 400, field="cursor")
    return position


def clamp(limit: int, default: int = 50) -> int:
    return default if limit <= 0 else min(limit, MAX_LIMIT)


def page_of(rows: Sequence[T], limit: int, position: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Cuts `limit + 1` fetched rows to a page; the extra row only tells that there is more."""
    if len(rows) <= limit:
        return Page(rows)
    kept = rows[:limit]
    return Page(kept, encode_cursor(position(kept[-1])))
