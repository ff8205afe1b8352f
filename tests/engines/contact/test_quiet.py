"""Quiet hours on the recipient's clock: overnight, and through the days the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.contact import QuietHours

SHANGHAI, BERLIN, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NIGHT, NAP = QuietHours(22 * 60, 8 * 60), QuietHours(12 * 60, 13 * 60 + 30)


@pytest.mark.parametrize(
    ("quiet", "local", "zone", "over"),
    [
        (NIGHT, "2026-06-15T21:59", SHANGHAI, "2026-06-15T21:59"),
        (NIGHT, "2026-06-15T22:00", SHANGHAI, "2026-06-16T08:00"),
        (NIGHT, "2026-06-16T03:00", SHANGHAI, "2026-06-16T08:00"),
        (NIGHT, "2026-06-16T08:00", SHANGHAI, "2026-06-16T08:00"),
        (NAP, "2026-06-15T12:10", SHANGHAI, "2026-06-15T13:30"),
        (NAP, "2026-06-15T22:10", SHANGHAI, "2026-06-15T22:10"),
        # the night clocks go forward is an hour shorter, the night they go back an hour longer
        (NIGHT, "2026-03-28T23:00", BERLIN, "2026-03-29T08:00"),
        (NIGHT, "2026-10-24T23:00", BERLIN, "2026-10-25T08:00"),
        # an end that the clocks jump over is reached by the jump: 02:30 does not exist, 03:00 is next
        (QuietHours(22 * 60, 150), "2026-03-29T01:00", BERLIN, "2026-03-29T03:00"),
    ],
)
def test_when_quiet_is_over(quiet: QuietHours, local: str, zone: ZoneInfo, over: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=zone)
    assert quiet.over_at(at, zone) == datetime.fromisoformat(over).replace(tzinfo=zone).astimezone(UTC)


def test_in_the_hour_that_is_shown_twice_each_showing_ends_by_itself() -> None:
    """Berlin, 25 October 2026: 02:00–03:00 is shown twice; the window ends at 02:30."""
    quiet = QuietHours(22 * 60, 150)
    first = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert quiet.over_at(first, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet.over_at(second, BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_nights_length_follows_the_clocks() -> None:
    begins = datetime(2026, 3, 28, 22, 0, tzinfo=BERLIN)
    assert NIGHT.over_at(begins, BERLIN) - begins.astimezone(UTC) == timedelta(hours=9)
    begins = datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN)
    assert NIGHT.over_at(begins, BERLIN) - begins.astimezone(UTC) == timedelta(hours=11)


@pytest.mark.parametrize(("begins", "ends"), [(60, 60), (-1, 60), (60, 1440)])
def test_a_window_that_is_none_is_refused(begins: int, ends: int) -> None:
    with pytest.raises(ValueError):
        QuietHours(begins, ends)


MINUTES = st.integers(0, 24 * 60 - 1)


@settings(deadline=None)
@given(
    window=st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1]),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from([SHANGHAI, BERLIN, NEW_YORK]),
)
def test_what_is_held_over_leaves_quiet_and_no_earlier_than_it_could(
    window: tuple[int, int], at: datetime, zone: ZoneInfo
) -> None:
    quiet = QuietHours(*window)
    over = quiet.over_at(at, zone)
    assert over >= at
    assert not quiet.covers(over, zone)
    assert quiet.over_at(over, zone) == over
    if over > at:
        assert quiet.covers(at, zone)
        assert quiet.covers(max(at, over - timedelta(seconds=1)), zone)
        assert over - at <= timedelta(hours=25)
