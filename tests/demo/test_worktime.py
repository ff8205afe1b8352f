"""The tabled calendar answers as the engine's does."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from opencem.demo.world.size import Size
from opencem.demo.writing.worktime import tabled
from opencem.engines.sla import Calendar, Segment, statutory_calendar

SIZE = Size(12, 12, 1, datetime(2026, 6, 15, 4, tzinfo=UTC))
OFFICE = {day: (Segment(540, 720), Segment(810, 1080)) for day in range(1, 6)}
NIGHTS = {day: (Segment(1320, 1800),) for day in range(1, 8)}


@pytest.mark.parametrize(
    "calendar",
    [statutory_calendar(OFFICE), Calendar("Asia/Shanghai", NIGHTS), Calendar.around_the_clock("Asia/Shanghai")],
    ids=["office", "nights", "always"],
)
def test_it_answers_as_the_calendar_it_was_made_from(calendar: Calendar) -> None:
    quick, pick = tabled(calendar, SIZE.first_day, SIZE.today), random.Random(5)
    for _ in range(300):
        start = SIZE.now - timedelta(seconds=pick.randrange(350 * 86_400))
        seconds = pick.choice((0, 60, 3600, 9900, 32_400, pick.randrange(400_000)))
        end = quick.add_working_time(start, seconds)
        assert abs(end - calendar.add_working_time(start, seconds)) < timedelta(milliseconds=1)
        later = start + timedelta(seconds=pick.randrange(20 * 86_400))
        assert quick.working_seconds(start, later) == pytest.approx(calendar.working_seconds(start, later), abs=1e-3)
