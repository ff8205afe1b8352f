"""Which days 环比 and 同比 compare with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.query import TimeRange
from opencem.engines.query.calendar import earlier, earlier_bucket, instants


def span(start: str, end: str) -> TimeRange:
    return TimeRange(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
        (("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-06-01", "2026-06-15"), ("2026-05-01", "2026-05-15")),
        (("2026-06-08", "2026-06-14"), ("2026-06-01", "2026-06-07")),
        (("2026-06-10", "2026-06-19"), ("2026-05-31", "2026-06-09")),
        (("2026-06-15", "2026-06-15"), ("2026-06-14", "2026-06-14")),
        (("2026-01-01", "2026-01-01"), ("2025-12-01", "2025-12-01")),
    ],
)
def test_previous_period(asked: tuple[str, str], before: tuple[str, str]) -> None:
    assert earlier(span(*asked), "previous", None) == span(*before)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2026-02-01", "2026-02-28"), ("2025-02-01", "2025-02-28")),
        (("2028-02-01", "2028-02-29"), ("2027-02-01", "2027-02-28")),
        (("2028-02-29", "2028-02-29"), ("2027-02-28", "2027-02-28")),
        (("2026-06-10", "2026-06-19"), ("2025-06-10", "2025-06-19")),
    ],
)
def test_same_days_a_year_before(asked: tuple[str, str], before: tuple[str, str]) -> None:
    assert earlier(span(*asked), "year", None) == span(*before)


def test_weeks_of_a_year_ago_begin_on_monday_too() -> None:
    monday = date(2026, 6, 8)
    assert earlier_bucket(monday, "year", "week").weekday() == 0


@pytest.mark.parametrize(("bucket", "before"), [("day", "2026-02-28"), ("week", "2026-02-22"), ("month", "2026-02-01")])
def test_a_bucket_meets_the_one_before_it(bucket: str, before: str) -> None:
    assert earlier_bucket(date(2026, 3, 1), "previous", bucket) == date.fromisoformat(before)  # type: ignore[arg-type]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_previous_period_ends_before_this_one_begins(start: date, length: int) -> None:
    asked = TimeRange(start, start + timedelta(days=length))
    before = earlier(asked, "previous", None)
    assert before.end < asked.start
    assert before.start <= before.end


def test_a_day_that_is_cut_in_a_zone() -> None:
    begin, end = instants(TimeRange(date(2026, 3, 8), date(2026, 3, 8), "America/New_York"))
    assert begin == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert end - begin == timedelta(hours=23)  # clocks went forward that night
