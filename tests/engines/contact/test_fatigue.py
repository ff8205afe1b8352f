"""How often one person may be asked: tables of the definition, and that no gap is ever broken."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.contact import Clock, Contact, FatigueRule, Scope

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def invited(days_ago: float, survey: str = "nps", channel: str = "sms", *, reminder: bool = False) -> Contact:
    return Contact(NOW - days_ago * DAY, Clock.INVITED, survey, channel, reminder)


def answered(days_ago: float, survey: str = "nps", channel: str = "sms") -> Contact:
    return Contact(NOW - days_ago * DAY, Clock.ANSWERED, survey, channel)


def rule(scope: Scope = Scope.ALL, clock: Clock = Clock.INVITED, **fields: object) -> FatigueRule:
    return FatigueRule("r", scope, clock, **fields)  # type: ignore[arg-type]  # tables of keyword arguments


@pytest.mark.parametrize(
    ("given_rule", "contacts", "allowed_in_days"),
    [
        # a minimum gap, of any survey
        (rule(gap_hours=7 * 24), [invited(6)], 1),
        (rule(gap_hours=7 * 24), [invited(7)], 0),
        (rule(gap_hours=7 * 24), [invited(40, "other"), invited(2, "other")], 5),
        (rule(gap_hours=7 * 24), [], None),
        # of this survey alone
        (rule(Scope.SURVEY, gap_hours=240), [invited(1, "other")], None),
        (rule(Scope.SURVEY, gap_hours=240), [invited(1, "other"), invited(3)], 7),
        # of a group
        (rule(Scope.GROUP, surveys=frozenset({"nps", "csat"}), gap_hours=240), [invited(4, "csat")], 6),
        (rule(Scope.GROUP, surveys=frozenset({"nps", "csat"}), gap_hours=240), [invited(4, "ces")], None),
        # at most two in any thirty days: the older of the last two has to leave the window
        (rule(most=2, days=30), [invited(25)], None),
        (rule(most=2, days=30), [invited(25), invited(10)], 5),
        (rule(most=2, days=30), [invited(29), invited(25), invited(10)], 5),
        (rule(most=2, days=30), [invited(31), invited(10)], -1),
        # both: whichever holds longer
        (rule(most=2, days=30, gap_hours=15 * 24), [invited(28), invited(1)], 14),
        (rule(most=2, days=30, gap_hours=24), [invited(20), invited(3)], 10),
        # answering is another clock than being invited
        (rule(clock=Clock.ANSWERED, gap_hours=240), [invited(1)], None),
        (rule(clock=Clock.ANSWERED, gap_hours=240), [answered(4)], 6),
        # channels counted
        (rule(gap_hours=240, channels=frozenset({"email"})), [invited(1, channel="sms")], None),
        (rule(gap_hours=240, channels=frozenset({"email"})), [invited(1, channel="email")], 9),
        # reminders do not count unless the rule says so
        (rule(gap_hours=240), [invited(9), invited(1, reminder=True)], 1),
        (rule(gap_hours=240, reminders=True), [invited(9), invited(1, reminder=True)], 9),
    ],
)
def test_when_a_rule_allows(given_rule: FatigueRule, contacts: list[Contact], allowed_in_days: int | None) -> None:
    allowed = given_rule.allows_from("nps", contacts)
    assert allowed == (None if allowed_in_days is None else NOW + allowed_in_days * DAY)


def test_a_group_binds_its_own_surveys_and_a_reminder_only_where_reminders_count() -> None:
    group = rule(Scope.GROUP, surveys=frozenset({"nps"}), gap_hours=1)
    assert group.binds("nps", reminder=False)
    assert not group.binds("csat", reminder=False)
    assert not group.binds("nps", reminder=True)
    assert rule(gap_hours=1, reminders=True).binds("nps", reminder=True)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"most": 2},
        {"days": 30},
        {"gap_hours": 0},
        {"most": 0, "days": 1},
        {"surveys": frozenset({"a"}), "gap_hours": 1},
    ],
)
def test_a_rule_that_says_nothing_or_nonsense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        rule(**fields)


NUMBER_OF_DAYS = st.tuples(st.integers(1, 4), st.integers(1, 20))
GAPS = st.integers(1, 200)
LIMITS = st.one_of(
    st.tuples(NUMBER_OF_DAYS, st.none()), st.tuples(st.just((None, None)), GAPS), st.tuples(NUMBER_OF_DAYS, GAPS)
)
RULES = LIMITS.map(lambda limits: rule(most=limits[0][0], days=limits[0][1], gap_hours=limits[1]))
MOMENTS = st.lists(st.integers(0, 60 * 24 * 60), max_size=60).map(sorted)


@settings(deadline=None)
@given(given_rule=RULES, minutes=MOMENTS)
def test_whatever_is_asked_when_no_gap_and_no_window_is_broken(given_rule: FatigueRule, minutes: list[int]) -> None:
    sent: list[Contact] = []
    for minute in minutes:
        at = NOW + timedelta(minutes=minute)
        allowed = given_rule.allows_from("nps", sent)
        if allowed is None or allowed <= at:
            sent.append(Contact(at, Clock.INVITED, "nps", "sms"))
    times = [contact.at for contact in sent]
    if given_rule.gap_hours:
        gaps = (later - earlier for earlier, later in itertools.pairwise(times))
        assert all(gap >= timedelta(hours=given_rule.gap_hours) for gap in gaps)
    if given_rule.most and given_rule.days:
        window = timedelta(days=given_rule.days)
        for end in times:
            assert sum(1 for at in times if end - window < at <= end) <= given_rule.most


@settings(deadline=None)
@given(given_rule=RULES, minutes=MOMENTS)
def test_the_instant_named_is_the_first_that_is_allowed(given_rule: FatigueRule, minutes: list[int]) -> None:
    """Against counting, minute by minute, what stands in the window."""
    contacts = [Contact(NOW + timedelta(minutes=minute), Clock.INVITED, "nps", "sms") for minute in minutes]
    allowed = given_rule.allows_from("nps", contacts)
    if allowed is None:
        assert _free(given_rule, contacts, NOW + timedelta(days=61))
        return
    assert _free(given_rule, contacts, allowed)
    last = contacts[-1].at
    if allowed > last:
        assert not _free(given_rule, contacts, max(last, allowed - timedelta(seconds=1)))


def _free(given_rule: FatigueRule, contacts: list[Contact], at: datetime) -> bool:
    if given_rule.gap_hours and any(at - contact.at < timedelta(hours=given_rule.gap_hours) for contact in contacts):
        return False
    if not (given_rule.most and given_rule.days):
        return True
    window = timedelta(days=given_rule.days)
    return sum(1 for contact in contacts if at - contact.at < window) < given_rule.most
