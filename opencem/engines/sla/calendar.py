"""Working time: which instants count, and arithmetic over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from opencem.engines.sla.wallclock import first_instant_reaching

_MINUTES_A_DAY = 24 * 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Segment:
    """An opening on one day in minutes after local midnight, ``closes`` excluded.

    ``closes`` past 1440 runs into the next day (22:00-06:00 is 1320-1800); the whole of it belongs to the day it opens.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < _MINUTES_A_DAY or not self.opens < self.closes <= 2 * _MINUTES_A_DAY:
            raise ValueError(f"not an opening within a day: {self.opens}-{self.closes}")


@dataclass(frozen=True)
class Calendar:
    """When people work, in local time.

    ``weekly``: segments by ISO weekday (1 Monday … 7 Sunday); several a day leave room for lunch. ``holidays`` are closed.
    ``adjusted_workdays`` (调休) are worked whatever their weekday and whatever ``holidays`` says: with the hours of their own weekday if it has any, else with those of
    the first weekday that has. With ``always_open`` the rest is disregarded. A calendar that never opens is refused.
    """

    timezone: str
    weekly: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    adjusted_workdays: frozenset[date] = frozenset()
    always_open: bool = False

    def __post_init__(self) -> None:
        if not set(self.weekly) <= set(range(1, 8)):
            raise ValueError("weekdays run from 1 (Monday) to 7 (Sunday)")
        if not self.always_open and not any(self.weekly.values()):
            raise ValueError("a calendar needs at least one opening a week")
        _ = self._zone

    @classmethod
    def around_the_clock(cls, timezone: str = "UTC") -> "Calendar":
        """24x7."""
        return cls(timezone=timezone, always_open=True)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def _usual_hours(self) -> tuple[Segment, ...]:
        return next(self.weekly[day] for day in range(1, 8) if self.weekly.get(day))

    def hours_on(self, day: date) -> tuple[Segment, ...]:
        """The segments that open on a local day."""
        own = self.weekly.get(day.isoweekday(), ())
        if day in self.adjusted_workdays:
            return own or self._usual_hours
        return () if day in self.holidays else own

    def is_working(self, instant: datetime) -> bool:
        """Whether working time runs at ``instant``."""
        return self.next_opening(instant) == instant

    def next_opening(self, instant: datetime) -> datetime:
        """``instant`` itself while open, else the next time the calendar opens."""
        _require_aware(instant)
        if self.always_open:
            return instant
        return next(self._openings(instant))[0]

    def add_working_time(self, start: datetime, seconds: float) -> datetime:
        """The earliest instant by which ``seconds`` of working time have passed since ``start`` (0 gives ``start``)."""
        _require_aware(start)
        if seconds < 0:
            raise ValueError("working time is added, not taken away")
        if self.always_open or seconds == 0:
            return start + timedelta(seconds=seconds)
        remaining = timedelta(seconds=seconds)
        openings = self._openings(start)
        opens, closes = next(openings)
        while closes - opens < remaining:
            remaining -= closes - opens
            opens, closes = next(openings)
        return opens + remaining

    def working_seconds(self, start: datetime, end: datetime) -> float:
        """Working time between two instants; 0 when ``end`` is not after ``start``."""
        _require_aware(start)
        _require_aware(end)
        if end <= start:
            return 0.0
        if self.always_open:
            return (end - start).total_seconds()
        total = timedelta()
        for opens, closes in self._openings(start):
            if opens >= end:
                break
            total += min(end, closes) - opens
        return total.total_seconds()

    def _openings(self, after: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Disjoint openings in order, in UTC, from ``after`` on and without end."""
        # A segment may have opened up to two days ago and still run.
        day = after.astimezone(self._zone).date() - 2 * _DAY
        covered = after.astimezone(UTC)
        while True:
            for segment in sorted(self.hours_on(day)):
                opens, closes = self._instant(day, segment.opens), self._instant(day, segment.closes)
                if closes > covered:
                    yield max(opens, covered), closes
                    covered = closes
            day += _DAY

    def _instant(self, day: date, minute: int) -> datetime:
        return first_instant_reaching(datetime.combine(day, time()) + timedelta(minutes=minute), self._zone)


def _require_aware(instant: datetime) -> None:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
