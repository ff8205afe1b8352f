"""Cursor pages: stable under inserts, cheap at any depth."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from opencem.kit.problems import Problem

T = TypeVar("T")
MAX_LIMIT = 200
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    next_cursor: str | None = None


def encode_cursor(position: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(position), default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: type) -> list[Any] | None:
    """The position a cursor stands for: one value of each kind (int, float or datetime). Raises Problem `bad_cursor`.

    A cursor comes back from the caller's hands, so nothing is taken from it that a database could choke on.
    """
    if not cursor:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_READERS[kind](part) for kind, part in zip(kinds, position, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Problem("bad_cursor", 400, field="cursor") from error


def _whole(part: object) -> int:
    if type(part) is not int or abs(part) > _LARGEST:
        raise ValueError(part)
    return part


def _real(part: object) -> float:
    if type(part) not in (int, float) or not math.isfinite(number := float(part)):  # type: ignore[arg-type]
        raise ValueError(part)
    return number


def _instant(part: object) -> datetime:
    instant = datetime.fromisoformat(part) if isinstance(part, str) else None
    if instant is None or instant.tzinfo is None:
        raise ValueError(part)
    return instant.astimezone(UTC)


_READERS: dict[type, Callable[[object], Any]] = {int: _whole, float: _real, datetime: _instant}


def clamp(limit: int, default: int = 50) -> int:
    return default if limit <= 0 else min(limit, MAX_LIMIT)


def page_of(rows: Sequence[T], limit: int, position: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Cuts `limit + 1` fetched rows to a page; the extra row only tells that there is more."""
    if len(rows) <= limit:
        return Page(rows)
    kept = rows[:limit]
    return Page(kept, encode_cursor(position(kept[-1])))
