"""A day of the calendar, and a time of day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import Answer, Reading
from ..source import Source

_RELATIVE = re.compile(r"today(?:([+-]\d{1,4})d)?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateLimit:
    """A day, or so many days from the day of answering (`on` is None)."""

    on: date | None
    days: int = 0

    def day(self, today: date | None) -> date | None:
        """The day meant; None where it depends on a today that is not known."""
        if self.on is not None or today is None:
            return self.on
        return today + timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class Day(Question):
    """Answer: "YYYY-MM-DD" from `least` to `most`."""

    type = "date"
    analysis = "moment"
    fields = frozenset({"min", "max"})

    least: DateLimit | None = None
    most: DateLimit | None = None

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"least": _limit(source, given, "min"), "most": _limit(source, given, "max")}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        day = iso_day(value)
        if day is None:
            raise self.refused("bad_date")
        low = self.least.day(context.today) if self.least else None
        high = self.most.day(context.today) if self.most else None
        if low is not None and day < low:
            raise self.refused("date_too_early", limit=low.isoformat())
        if high is not None and day > high:
            raise self.refused("date_too_late", limit=high.isoformat())
        text = day.isoformat()
        return Reading(text, (Answer(self.key, text=text),))

    def words(self, value: object, texts: object, language: str) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class TimeOfDay(Question):
    """Answer: "HH:MM", 24 hours."""

    type = "time"
    analysis = "moment"

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            raise self.refused("bad_time")
        return Reading(value, (Answer(self.key, text=value),))

    def words(self, value: object, texts: object, language: str) -> str:
        return str(value)


def iso_day(value: object) -> date | None:
    """The day written YYYY-MM-DD; None for anything else."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _limit(source: Source, given: Mapping[str, object], name: str) -> DateLimit | None:
    value = given.get(name)
    if value is None:
        return None
    relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if relative is not None:
        return DateLimit(None, int(relative[1] or 0))
    day = iso_day(value)
    if day is not None:
        return DateLimit(day)
    with source.at(name):
        source.fault("date_expected", "a day as 2026-01-31, today, or today-30d")
    return None
