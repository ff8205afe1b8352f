from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from opencem.engines.sla import Calendar, Segment, announced, statutory_calendar, statutory_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
LUNCH = (Segment(9 * 60, 12 * 60), Segment(13 * 60, 18 * 60))
HOUR = 3600


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(*segments: Segment, zone: str = "Asia/Shanghai") -> Calendar:
    return Calendar(zone, dict.fromkeys(range(1, 6), segments))


def test_friday_afternoon_plus_an_hour_is_monday_morning() -> None:
    calendar = office(Segment(9 * 60, 17 * 60))
    assert calendar.add_working_time(at("2026-03-06T16:30"), HOUR) == at("2026-03-09T09:30")


def test_exactly_to_closing_time_stays_on_the_day() -> None:
    calendar = office(Segment(9 * 60, 17 * 60))
    assert calendar.add_working_time(at("2026-03-06T16:30"), HOUR / 2) == at("2026-03-06T17:00")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-05T11:30", 1, "2026-03-05T13:30"),
        ("2026-03-05T12:15", 1, "2026-03-05T14:00"),
        ("2026-03-05T17:30", 1, "2026-03-06T09:30"),
        ("2026-03-05T09:00", 8, "2026-03-05T18:00"),
        ("2026-03-05T09:00", 16, "2026-03-06T18:00"),
        ("2026-03-07T10:00", 1, "2026-03-09T10:00"),
    ],
)
def test_lunch_break(start: str, hours: int, end: str) -> None:
    assert office(*LUNCH).add_working_time(at(start), hours * HOUR) == at(end)


def test_night_shift_belongs_to_the_day_it_opens() -> None:
    night = Calendar("Asia/Shanghai", {5: (Segment(22 * 60, 30 * 60),)}, holidays=frozenset({date(2026, 3, 13)}))
    assert night.is_working(at("2026-03-07T03:00"))
    assert not night.is_working(at("2026-03-07T06:00"))
    assert not night.is_working(at("2026-03-14T03:00"))
    assert night.add_working_time(at("2026-03-06T23:00"), 8 * HOUR) == at("2026-03-20T23:00")


def test_overlapping_shifts_count_once() -> None:
    calendar = Calendar(
        "UTC", {1: (Segment(20 * 60, 34 * 60), Segment(9 * 60, 12 * 60)), 2: (Segment(8 * 60, 12 * 60),)}
    )
    assert (
        calendar.working_seconds(at("2026-03-09T00:00", ZoneInfo("UTC")), at("2026-03-11T00:00", ZoneInfo("UTC")))
        == 19 * HOUR
    )


def test_always_open() -> None:
    calendar = Calendar.around_the_clock()
    start = at("2026-03-07T23:30")
    assert calendar.is_working(start)
    assert calendar.next_opening(start) == start
    assert calendar.add_working_time(start, 90) == start + timedelta(seconds=90)
    assert calendar.working_seconds(start, start + timedelta(days=1)) == 24 * HOUR


def test_next_opening() -> None:
    calendar = office(*LUNCH)
    assert calendar.next_opening(at("2026-03-06T18:00")) == at("2026-03-09T09:00")
    assert calendar.next_opening(at("2026-03-06T09:30")) == at("2026-03-06T09:30")


def test_time_does_not_run_backwards() -> None:
    calendar = office(*LUNCH)
    assert calendar.working_seconds(at("2026-03-06T11:00"), at("2026-03-06T10:00")) == 0
    with pytest.raises(ValueError, match="added"):
        calendar.add_working_time(at("2026-03-06T11:00"), -1)


def test_adjusted_saturday_is_worked_with_usual_hours_and_holiday_is_not() -> None:
    calendar = Calendar(
        "Asia/Shanghai",
        dict.fromkeys(range(1, 6), LUNCH),
        holidays=frozenset({date(2026, 2, 27)}),
        adjusted_workdays=frozenset({date(2026, 2, 28)}),
    )
    assert calendar.add_working_time(at("2026-02-26T17:30"), HOUR) == at("2026-02-28T09:30")


def test_adjusted_workday_keeps_its_own_hours() -> None:
    saturday = (Segment(10 * 60, 11 * 60),)
    calendar = Calendar(
        "UTC", {1: LUNCH, 6: saturday}, adjusted_workdays=frozenset({date(2026, 2, 28), date(2026, 3, 1)})
    )
    assert calendar.hours_on(date(2026, 2, 28)) == saturday
    assert calendar.hours_on(date(2026, 3, 1)) == LUNCH


def test_hours_of_a_day_with_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = Calendar("Europe/Berlin", {7: (Segment(0, 6 * 60),)})
    for sunday, hours in [("2026-03-29", 5), ("2026-10-25", 7), ("2026-04-05", 6)]:
        start = at(f"{sunday}T00:00", berlin)
        assert (
            calendar.working_seconds(start.astimezone(UTC), start.astimezone(UTC) + timedelta(hours=12)) == hours * HOUR
        )


def test_opening_inside_the_skipped_hour_is_the_jump() -> None:
    calendar = Calendar("Europe/Berlin", {7: (Segment(2 * 60 + 30, 6 * 60),)})
    assert calendar.next_opening(datetime(2026, 3, 29, tzinfo=UTC)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_naive_instants_are_refused() -> None:
    naive = datetime(2026, 3, 6)
    calendar = office(*LUNCH)
    for call in (calendar.is_working, lambda instant: calendar.add_working_time(instant, 1)):
        with pytest.raises(ValueError, match="time zone"):
            call(naive)
    with pytest.raises(ValueError, match="time zone"):
        calendar.working_seconds(naive, naive)


def test_the_longest_segment_ends_a_day_later() -> None:
    assert Segment(0, 2880).closes == 2880


@pytest.mark.parametrize(("opens", "closes"), [(-1, 60), (60, 60), (1440, 1500), (0, 2881)])
def test_impossible_segments_are_refused(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="opening"):
        Segment(opens, closes)


@pytest.mark.parametrize("weekly", [{}, {1: ()}, {0: LUNCH}, {8: LUNCH}])
def test_impossible_weeks_are_refused(weekly: dict[int, tuple[Segment, ...]]) -> None:
    with pytest.raises(ValueError, match="week"):
        Calendar("Asia/Shanghai", weekly)


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(LookupError):
        Calendar("Asia/Nowhere", {1: LUNCH})


def test_statutory_year_of_china() -> None:
    days = statutory_days(2026)
    assert date(2026, 10, 1) in days.holidays
    assert date(2026, 2, 28) in days.adjusted_workdays
    assert all(day.isoweekday() >= 6 for day in days.adjusted_workdays)


def test_spring_festival_and_the_saturday_worked_for_it() -> None:
    calendar = statutory_calendar(dict.fromkeys(range(1, 6), LUNCH))
    assert calendar.add_working_time(at("2026-02-14T17:00"), 2 * HOUR) == at("2026-02-24T10:00")
    assert calendar.is_working(at("2026-02-28T10:00"))


def test_years_not_announced_are_marked() -> None:
    assert announced(2025)
    assert announced(2026)
    assert not announced(2099)
    with pytest.raises(LookupError, match="2099"):
        statutory_days(2099)
