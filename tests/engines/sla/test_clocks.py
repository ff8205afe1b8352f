from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.sla import (
    Calendar,
    Clocks,
    ClockState,
    Event,
    EventKind,
    Policy,
    Segment,
    TicketOrderError,
    deadlines,
)

CREATED, RESPONDED, WAITING, RESUMED = EventKind.CREATED, EventKind.RESPONDED, EventKind.WAITING, EventKind.RESUMED
ESCALATED, CLOSED, CANCELLED, REOPENED = EventKind.ESCALATED, EventKind.CLOSED, EventKind.CANCELLED, EventKind.REOPENED
START = datetime(2026, 3, 5, 9, tzinfo=UTC)
POLICY = Policy(60, 240, (0, 120), Calendar.around_the_clock())


def minute(count: float) -> datetime:
    return START + timedelta(minutes=count)


def clocks(*entries: tuple[EventKind, float], now: float, policy: Policy = POLICY, level: int = 1) -> Clocks:
    events = [Event(kind, minute(at), level if kind is ESCALATED else 0) for kind, at in entries]
    return deadlines(policy, [Event(CREATED, START), *events], minute(now))


def test_a_new_ticket() -> None:
    found = clocks(now=10)
    assert (found.first_response.due, found.first_response.state) == (minute(60), ClockState.RUNNING)
    assert (found.resolution.due, found.resolution.remaining_seconds) == (minute(240), 230 * 60)
    assert (found.escalate_due, found.level, found.paused_seconds) == (minute(60), 0, 0)


def test_friday_evening_ticket_is_due_on_monday() -> None:
    office = Calendar("UTC", {day: (Segment(9 * 60, 17 * 60),) for day in range(1, 6)})
    created = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
    found = deadlines(Policy(60, None, (0,), office), [Event(CREATED, created)], created)
    assert found.first_response.due == found.escalate_due == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)


def test_answering_moves_the_escalation_to_the_resolution() -> None:
    found = clocks((RESPONDED, 30), now=31)
    assert found.first_response.state is ClockState.MET
    assert found.escalate_due == minute(240)


def test_a_late_answer_stays_missed() -> None:
    found = clocks((RESPONDED, 61), now=100)
    assert found.first_response.state is ClockState.MISSED
    assert found.escalate_due == minute(240)


@pytest.mark.parametrize(("now", "state"), [(60, ClockState.RUNNING), (61, ClockState.MISSED)])
def test_a_deadline_is_missed_after_it(now: int, state: ClockState) -> None:
    assert clocks(now=now).first_response.state is state


def test_the_next_level_waits_its_time_and_the_last_level_is_the_end() -> None:
    first = clocks((ESCALATED, 60), now=70)
    assert (first.level, first.escalate_due) == (1, minute(180))
    second = clocks((ESCALATED, 60), (ESCALATED, 180), now=181, level=2)
    assert (second.level, second.escalate_due) == (2, None)


def test_at_level_one_with_nothing_overdue_the_next_deadline_counts() -> None:
    assert clocks((ESCALATED, 60), (RESPONDED, 70), now=80).escalate_due == minute(240 + 120)


def test_a_late_clock_job_gives_the_level_its_full_time() -> None:
    assert clocks((ESCALATED, 90), now=91).escalate_due == minute(210)


@pytest.mark.parametrize("ending", [CLOSED, CANCELLED])
def test_an_ended_ticket_never_escalates(ending: EventKind) -> None:
    found = clocks((ending, 30), now=10_000)
    assert found.escalate_due is None


def test_closing_is_a_response() -> None:
    found = clocks((CLOSED, 30), now=10_000)
    assert found.first_response.state is found.resolution.state is ClockState.MET


def test_what_was_missed_at_closing_no_longer_grows() -> None:
    assert clocks((RESPONDED, 5), (CLOSED, 241), now=10_000) == clocks((RESPONDED, 5), (CLOSED, 241), now=241)
    assert clocks((RESPONDED, 5), (CLOSED, 241), now=241).resolution.state is ClockState.MISSED


def test_cancelled_in_time_is_stopped_and_too_late_is_missed() -> None:
    found = clocks((CANCELLED, 100), now=500)
    assert (found.first_response.state, found.resolution.state) == (ClockState.MISSED, ClockState.STOPPED)


def test_waiting_for_the_customer_stops_the_clock() -> None:
    waiting = clocks((RESPONDED, 10), (WAITING, 40), now=140)
    assert (waiting.resolution.due, waiting.resolution.state) == (None, ClockState.PAUSED)
    assert (waiting.resolution.remaining_seconds, waiting.escalate_due, waiting.paused_seconds) == (
        200 * 60,
        None,
        6000,
    )
    resumed = clocks((RESPONDED, 10), (WAITING, 40), (RESUMED, 140), now=141)
    assert (resumed.resolution.due, resumed.escalate_due) == (minute(340), minute(340))


def test_waiting_does_not_stop_the_clock_if_the_policy_says_so() -> None:
    policy = Policy(60, 240, (0,), Calendar.around_the_clock(), pause_while_waiting=False)
    found = clocks((RESPONDED, 10), (WAITING, 40), now=140, policy=policy)
    assert (found.resolution.due, found.paused_seconds) == (minute(240), 0)


def test_overdue_before_the_wait_stays_missed_and_escalation_waits() -> None:
    found = clocks((ESCALATED, 60), (WAITING, 100), now=130)
    assert (found.first_response.state, found.escalate_due) == (ClockState.MISSED, None)
    resumed = clocks((ESCALATED, 60), (WAITING, 100), (RESUMED, 150), now=151)
    assert resumed.escalate_due == minute(230)


def test_a_wait_that_begins_at_the_deadline_comes_too_late() -> None:
    found = clocks((RESPONDED, 10), (WAITING, 240), (RESUMED, 300), now=301)
    assert (found.resolution.due, found.resolution.state) == (minute(240), ClockState.MISSED)
    assert clocks((RESPONDED, 10), (WAITING, 240), now=241).escalate_due == minute(240)


def test_done_at_the_deadline_is_in_time() -> None:
    assert clocks((RESPONDED, 60), (CLOSED, 240), now=500).first_response.state is ClockState.MET
    assert clocks((RESPONDED, 60), (CLOSED, 240), now=500).resolution.state is ClockState.MET


def test_closing_ends_a_wait() -> None:
    found = clocks((WAITING, 10), (CLOSED, 500), now=501)
    assert found.resolution.state is ClockState.MET
    assert found.paused_seconds == 490 * 60


def test_repeated_waits_and_idle_resumes_change_nothing() -> None:
    once = clocks((WAITING, 10), (RESUMED, 20), now=50)
    assert clocks((RESUMED, 5), (WAITING, 10), (WAITING, 15), (RESUMED, 20), (RESUMED, 25), now=50) == once


def test_reopening_starts_a_new_resolution_and_level_but_no_new_first_response() -> None:
    found = clocks((CLOSED, 30), (REOPENED, 1000), now=1010)
    assert found.first_response.state is ClockState.MET
    assert (found.resolution.due, found.resolution.state) == (minute(1240), ClockState.RUNNING)
    assert (found.escalate_due, found.level) == (minute(1240), 0)


def test_a_miss_before_reopening_is_not_washed_away() -> None:
    found = clocks((CLOSED, 300), (REOPENED, 1000), (CLOSED, 1010), now=2000)
    assert found.resolution.state is ClockState.MISSED


def test_cancelled_without_an_answer_and_reopened_is_answered_anew() -> None:
    found = clocks((CANCELLED, 10), (REOPENED, 100), now=101)
    assert (found.first_response.due, found.escalate_due) == (minute(160), minute(160))


def test_events_to_come_are_disregarded() -> None:
    assert clocks((CLOSED, 30), now=10) == clocks(now=10)


def test_no_promise_no_clock() -> None:
    found = clocks(now=10, policy=Policy(None, None, (0,), Calendar.around_the_clock()))
    assert found.first_response.state is found.resolution.state is ClockState.STOPPED
    assert found.escalate_due is None


@pytest.mark.parametrize(
    "kinds",
    [
        [],
        [CLOSED],
        [REOPENED],
        [CREATED, CREATED],
        [CREATED, REOPENED],
        [CREATED, CLOSED, RESPONDED],
        [CREATED, CLOSED, CLOSED],
    ],
)
def test_impossible_orders_are_refused(kinds: list[EventKind]) -> None:
    with pytest.raises(TicketOrderError):
        deadlines(POLICY, [Event(kind, START) for kind in kinds], START)


def test_a_promise_of_one_minute_is_one() -> None:
    assert clocks(now=0, policy=Policy(1, 1, (), POLICY.calendar)).first_response.due == minute(1)


def test_time_running_back_is_refused() -> None:
    with pytest.raises(TicketOrderError, match="before"):
        deadlines(POLICY, [Event(CREATED, minute(5)), Event(RESPONDED, minute(4))], minute(9))


@pytest.mark.parametrize("arguments", [(0, 5, ()), (5, -1, ()), (5, 5, (-1,))])
def test_impossible_policies_are_refused(arguments: tuple[int, int, tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Policy(*arguments, Calendar.around_the_clock())


WAITS = st.lists(st.integers(1, 400), max_size=8, unique=True).map(sorted)


@settings(max_examples=80, deadline=None)
@given(WAITS, st.booleans())
def test_due_moves_by_the_working_time_waited(marks: list[int], round_the_clock: bool) -> None:
    """The clock stood still exactly while waiting: measured to the deadline, work and waits add up."""
    office = Calendar("UTC", {day: (Segment(540, 720), Segment(780, 1080)) for day in range(1, 6)})
    calendar = Calendar.around_the_clock() if round_the_clock else office
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    entries = [entry for begin, end in pairs for entry in ((WAITING, begin), (RESUMED, end))]
    found = clocks(*entries, now=401, policy=Policy(None, 2000, (), calendar))
    assert found.resolution.due is not None
    assert found.paused_seconds == sum(calendar.working_seconds(minute(begin), minute(end)) for begin, end in pairs)
    assert calendar.working_seconds(START, found.resolution.due) == 2000 * 60 + found.paused_seconds
    assert found.resolution.remaining_seconds == calendar.working_seconds(minute(401), found.resolution.due)


STEPS = [RESPONDED, WAITING, RESUMED, ESCALATED, CLOSED, CANCELLED, REOPENED]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Any lawful timeline: what the state before does not allow is left out."""
    events, is_open, level = [Event(CREATED, START)], True, 0
    for kind, gap in draw(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 200)), max_size=14)):
        if is_open == (kind is REOPENED):
            continue
        is_open = kind not in (CLOSED, CANCELLED)
        level = 0 if kind is REOPENED else level + (kind is ESCALATED)
        events.append(Event(kind, events[-1].at + timedelta(minutes=gap), level if kind is ESCALATED else 0))
    return events


@settings(max_examples=200, deadline=None)
@given(histories(), st.integers(0, 3000), st.booleans())
def test_what_holds_of_every_timeline(events: list[Event], later: int, pauses: bool) -> None:
    policy = Policy(60, 240, (0, 120), Calendar.around_the_clock(), pause_while_waiting=pauses)
    now = events[-1].at + timedelta(minutes=later)
    found = deadlines(policy, events, now)
    ended = events[-1].kind in (CLOSED, CANCELLED)
    if ended:
        assert (found.escalate_due, found.next_due) == (None, None)
        assert found == deadlines(policy, events, now + timedelta(days=30))
    elif found.next_due is None:
        assert pauses
        assert ClockState.PAUSED in (found.first_response.state, found.resolution.state)
        assert found.escalate_due is None
    elif found.escalate_due is not None:
        assert found.escalate_due >= found.next_due
        assert found.level < len(policy.escalation_minutes)
    if found.resolution.due is not None and not ended:
        assert (found.resolution.state is ClockState.MISSED) == (now > found.resolution.due)
    assert found.first_response.ended_at is None or found.first_response.state is not ClockState.RUNNING
