"""The working calendar a policy stores as data, as the engine's value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from opencem.engines.sla import Calendar, Segment, statutory_calendar
from opencem.kit.problems import Problem

ALWAYS = {"always": True}


def calendar_of(spec: Mapping[str, Any], timezone: str) -> Calendar:
    """Read `{weekly: {"1": [["09:00", "18:00"], …]}, holidays: "CN" | ""}` or `{always: true}`.

    A closing time not after the opening belongs to the next day. Raises Problem `calendar_invalid`.
    """
    return _calendar(json.dumps(spec, sort_keys=True), timezone)


@lru_cache(maxsize=256)
def _calendar(spec: str, timezone: str) -> Calendar:
    try:
        return _read(json.loads(spec), timezone)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem("calendar_invalid", 422, field="calendar", params={"why": str(error)}) from error


def _read(spec: Mapping[str, Any], timezone: str) -> Calendar:
    if spec.get("always"):
        return Calendar.around_the_clock(timezone)
    weekly = {int(day): tuple(_segment(*pair) for pair in pairs) for day, pairs in spec["weekly"].items()}
    if spec.get("holidays", "") not in ("", "CN"):
        raise ValueError(f"holidays: {spec['holidays']}")
    return statutory_calendar(weekly, timezone) if spec.get("holidays") else Calendar(timezone, weekly)


def _segment(opens: str, closes: str) -> Segment:
    start, end = _minute(opens), _minute(closes)
    return Segment(start, end if end > start else end + 24 * 60)


def _minute(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if not (0 <= hours <= 24 and 0 <= minutes < 60 and hours * 60 + minutes <= 24 * 60):
        raise ValueError(f"not a time: {clock}")
    return hours * 60 + minutes
