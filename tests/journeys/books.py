"""What is stored, counted before and after: a refusal leaves no trace."""

from __future__ import annotations

from tests.journeys.served import Served

# Written by anybody who calls, or by the clock, whatever is asked.
_PASSING = ("django_session", "axes_", "jobs_", "events_subscription", "sqlite_")


def row_counts(served: Served) -> dict[str, int]:
    """Rows of every table in which a half-stored request would show."""
    names = [name for (name,) in served.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: served.count(f'"{name}"') for name in names if not name.startswith(_PASSING)}
