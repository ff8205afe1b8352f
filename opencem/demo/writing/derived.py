"""What is derived from the records: the analytics store, and the scorecards measured in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from opencem.demo.world import Size
from opencem.demo.world.size import as_date

Progress = Callable[[str], None]


def rebuild(size: Size, now: datetime, progress: Progress) -> None:
    """Fill the analytics store once from the records, then measure every month's scorecards."""


def rebuild_if_missing(size: Size, now: datetime, progress: Progress) -> None:
    """Finish a load that was interrupted after its records were written."""


def months_of(size: Size) -> list[date]:
    """First days of the months the span touches, oldest first."""
    days = range(size.first_day, size.today + 1)
    return sorted({as_date(day).replace(day=1) for day in days})
