"""Cursors over what is ordered by an instant."""

from __future__ import annotations

from datetime import datetime

from opencem.kit.paging import decode_cursor


def read_instant_position(cursor: str | None) -> tuple[datetime, int] | None:
    """(instant, id) of the last row shown; `bad_cursor` for anything else."""
    parts = decode_cursor(cursor, datetime, int)
    return None if parts is None else (parts[0], parts[1])


def read_ranked_position(cursor: str | None) -> tuple[datetime, int, int] | None:
    """(instant, rank of the kind, id) of the last row shown, where several kinds of rows are merged."""
    parts = decode_cursor(cursor, datetime, int, int)
    return None if parts is None else (parts[0], parts[1], parts[2])
