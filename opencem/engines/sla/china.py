"""China's statutory holidays and adjusted workdays (调休), as the State Council announces them year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from opencem.engines.sla.calendar import Calendar, Segment


@dataclass(frozen=True)
class StatutoryDays:
    """One announced year: days off (weekends inside a holiday included) and weekend days that are worked."""

    year: int
    holidays: frozenset[date]
    adjusted_workdays: frozenset[date]


def announced(year: int) -> bool:
    """Whether the arrangement for ``year`` is known; until then a calendar of that year has weekends only, and must say so."""
    holidays, _ = _published()
    return any(day.year == year for day in holidays)


def statutory_days(year: int) -> StatutoryDays:
    """The arrangement of one year; ``LookupError`` while it is not announced."""
    if not announced(year):
        raise LookupError(f"holidays of {year} are not announced")
    holidays, workdays = _published()
    return StatutoryDays(
        year,
        frozenset(day for day in holidays if day.year == year),
        frozenset(day for day in workdays if day.year == year),
    )


def statutory_calendar(weekly: Mapping[int, tuple[Segment, ...]], timezone: str = "Asia/Shanghai") -> Calendar:
    """A calendar with the holidays and adjusted workdays of every announced year."""
    holidays, workdays = _published()
    return Calendar(timezone, weekly, holidays=frozenset(holidays), adjusted_workdays=frozenset(workdays))


def _published() -> tuple[Mapping[date, str], Mapping[date, str]]:
    from chinese_calendar.constants import holidays, workdays

    return holidays, workdays
