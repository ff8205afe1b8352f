"""Cursors over what is ordered by an instant."""

from __future__ import annotations

from datetime import datetime

from opencem.kit.paging import decode_cursor
from opencem.kit.problems import Problem


def read_instant_position(cursor: str | None) -> tuple[datetime, int] | None:
    """(instant, id) of the last row shown; `bad_cursor` for anything else."""
    parts = decode_cursor(cursor, 2)
    if parts is None:
        return None
    return _instant(parts[0]), _whole(parts[1])


def read_ranked_position(cursor: str | None) -> tuple[datetime, int, int] | None:
    """(instant, rank of the kind, id) of the last row shown, where several kinds of rows are merged."""
    parts = decode_cursor(cursor, 3)
    if parts is None:
        return None
    return _instant(parts[0]), _whole(parts[1]), _whole(parts[2])


def _instant(part: object) -> datetime:
    try:
        instant = datetime.fromisoformat(part) if isinstance(part, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Problem("bad_cursor", 400, field="cursor")
    return instant


def _whole(part: object) -> int:
    if not isinstance(part, int):
        raise Problem("bad_cursor", 400, field="cursor")
    return part
