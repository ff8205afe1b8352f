"""A working calendar with its openings laid out in a table, for the hundred thousand deadlines of a history.

The answers are those of `engines.sla.Calendar` (tests compare them); only the days of the span are looked up instead
of worked out anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencem.demo.world.size import DAY_S, LOCAL_OFFSET_S, as_date, as_instant
from opencem.engines.sla import Calendar


@dataclass(frozen=True)
class Openings:
    """Openings in seconds since the epoch, in order; `before[i]` is the working time before opening i begins."""

    opens: list[float]
    closes: list[float]
    before: list[float]

    def since(self, second: float) -> float:
        """Working time from the table's start to an instant."""
        at = bisect_right(self.closes, second)
        return self.before[at] + max(0.0, second - self.opens[at])

    def until(self, worked: float) -> float:
        """The earliest instant by which that much working time has passed."""
        at = bisect_left(self.before, worked) - 1
        return self.opens[at] + worked - self.before[at]


@dataclass(frozen=True)
class TabledCalendar(Calendar):
    """A calendar in Shanghai time that answers from its table, which must cover every instant asked about."""

    openings: Openings = Openings([], [], [])

    def add_working_time(self, start: datetime, seconds: float) -> datetime:
        if self.always_open or seconds == 0:
            return start + timedelta(seconds=seconds)
        return as_instant(self.openings.until(self.openings.since(start.timestamp()) + seconds))

    def working_seconds(self, start: datetime, end: datetime) -> float:
        if end <= start:
            return 0.0
        if self.always_open:
            return (end - start).total_seconds()
        return self.openings.since(end.timestamp()) - self.openings.since(start.timestamp())


def tabled(calendar: Calendar, first_day: int, last_day: int) -> TabledCalendar:
    """The same calendar with the openings from the day before `first_day` to two months after `last_day` laid out."""
    opens, closes = [], []
    for day in range(first_day - 1, last_day + 60):
        midnight = day * DAY_S - LOCAL_OFFSET_S
        for segment in sorted(calendar.hours_on(as_date(day))):
            opens.append(midnight + 60.0 * segment.opens)
            closes.append(midnight + 60.0 * segment.closes)
    before = [0.0]
    for start, end in zip(opens, closes, strict=True):
        before.append(before[-1] + end - start)
    return TabledCalendar(
        calendar.timezone,
        calendar.weekly,
        calendar.holidays,
        calendar.adjusted_workdays,
        calendar.always_open,
        Openings(opens, closes, before[:-1]),
    )
