"""The calendar against an oracle that walks every minute with the local clock in hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.sla import Calendar, Segment

MINUTE = timedelta(minutes=1)
# Around both changes of the clocks, in zones that change by an hour, by half an hour, by a whole day (Apia), or not at all.
STARTS = {
    "Asia/Shanghai": [datetime(2026, 2, 12, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(2026, 2, 12, tzinfo=UTC)],
    "Europe/Berlin": [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2026, 4, 3, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)],
    "Pacific/Apia": [datetime(2011, 12, 28, tzinfo=UTC)],
}
SPAN = timedelta(days=5)

segments = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda pair: Segment(pair[0], pair[0] + pair[1]))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    zone = draw(st.sampled_from(sorted(STARTS)))
    start = draw(st.sampled_from(STARTS[zone]))
    week = draw(st.dictionaries(st.integers(1, 7), st.lists(segments, min_size=1, max_size=3).map(tuple), min_size=1))
    days = st.frozensets(st.integers(-2, 6).map(lambda offset: start.date() + timedelta(days=offset)), max_size=3)
    calendar = Calendar(zone, week, holidays=draw(days), adjusted_workdays=draw(days))
    return calendar, start + timedelta(minutes=draw(st.integers(0, 1440)))


def working_minutes(calendar: Calendar, start: datetime) -> list[bool]:
    """Whether each minute after ``start`` is worked: the clock a porter goes by never runs back, so a repeated hour changes nothing."""
    zone = ZoneInfo(calendar.timezone)
    shown = (start - timedelta(hours=3)).astimezone(zone).replace(tzinfo=None)
    worked = []
    for minute in range(-180, int(SPAN / MINUTE)):
        shown = max(shown, (start + minute * MINUTE).astimezone(zone).replace(tzinfo=None))
        if minute >= 0:
            worked.append(_open_at(calendar, shown))
    return worked


def _open_at(calendar: Calendar, shown: datetime) -> bool:
    for back in range(3):
        day: date = shown.date() - timedelta(days=back)
        minute = (shown - datetime.combine(day, time())) / MINUTE
        if any(segment.opens <= minute < segment.closes for segment in calendar.hours_on(day)):
            return True
    return False


@settings(max_examples=40, deadline=None)
@given(calendars(), st.integers(0, 5 * 1440 - 1), st.integers(0, 5 * 1440 - 1))
def test_against_every_minute(case: tuple[Calendar, datetime], first: int, second: int) -> None:
    calendar, start = case
    worked = working_minutes(calendar, start)
    first, second = sorted((first, second))
    assert calendar.working_seconds(start + first * MINUTE, start + second * MINUTE) == 60 * sum(worked[first:second])
    assert calendar.is_working(start + first * MINUTE) == worked[first]
    assert calendar.is_working(start + second * MINUTE) == worked[second]


instants = st.integers(0, 90 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 20, 0, 0, 7, tzinfo=UTC) + minutes * MINUTE
)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.integers(0, 90_000))
def test_adding_is_the_inverse_of_measuring(case: tuple[Calendar, datetime], start: datetime, seconds: int) -> None:
    calendar, _ = case
    end = calendar.add_working_time(start, seconds)
    assert calendar.working_seconds(start, end) == seconds
    assert end == start or calendar.working_seconds(start, end - timedelta(seconds=1)) < seconds


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, st.integers(0, 50_000), st.integers(0, 50_000))
def test_adding_is_additive_and_monotone(case: tuple[Calendar, datetime], start: datetime, one: int, two: int) -> None:
    calendar, _ = case
    halfway = calendar.add_working_time(start, one)
    assert calendar.add_working_time(halfway, two) == calendar.add_working_time(start, one + two)
    assert calendar.add_working_time(start + timedelta(hours=1), one) >= halfway >= start


@settings(max_examples=60, deadline=None)
@given(calendars(), st.lists(instants, min_size=3, max_size=3))
def test_measuring_is_additive(case: tuple[Calendar, datetime], three: list[datetime]) -> None:
    calendar, _ = case
    a, b, c = sorted(three)
    assert calendar.working_seconds(a, b) + calendar.working_seconds(b, c) == calendar.working_seconds(a, c)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants)
def test_next_opening_is_open_and_nothing_before_it_is(case: tuple[Calendar, datetime], instant: datetime) -> None:
    calendar, _ = case
    opening = calendar.next_opening(instant)
    assert calendar.is_working(opening)
    assert calendar.working_seconds(instant, opening) == 0
