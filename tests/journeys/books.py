"""What is stored, counted before and after: a refusal leaves no trace."""

from __future__ import annotations

from tests.journeys.served import Served, eventually

# Written by anybody who calls, or by the clock, whatever is asked.
_PASSING = ("django_session", "axes_", "jobs_", "events_subscription", "assessment_duescorecard", "sqlite_")


def row_counts(served: Served) -> dict[str, int]:
    """Rows of every table in which a half-stored request would show."""
    eventually(lambda: _is_quiet(served))
    names = [name for (name,) in served.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: served.count(f'"{name}"') for name in names if not name.startswith(_PASSING)}


def _is_quiet(served: Served) -> bool:
    """Nothing has happened for a while, so that no row still follows from an earlier journey."""
    return bool(served.rows("SELECT coalesce(max(at), '') < datetime('now', '-1.5 seconds') FROM events_event")[0][0])
