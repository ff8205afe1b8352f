"""One person at the moment of sending: which rule decides, and when they may be asked again."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.engines.contact import (
    Ask,
    Clock,
    Contact,
    ContactRules,
    Decision,
    FatigueRule,
    Funnel,
    Outcome,
    Person,
    QuietHours,
    Reach,
    Scope,
    Verdict,
    decide,
    draw,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noon in Shanghai
NIGHT = QuietHours(22 * 60, 8 * 60)
DAY = timedelta(days=1)
WEEK_SKIP = FatigueRule("week", Scope.ALL, Clock.INVITED, gap_hours=7 * 24)
WEEK_WAIT = replace(WEEK_SKIP, requeue=True)
ASK = Ask("nps", ("wechat", "sms"), NOON + 10 * DAY)
PERSON = Person({"sms": Reach.OPEN}, SHANGHAI)


def contacted(days_ago: float) -> Sequence[Contact]:
    return (Contact(NOON - days_ago * DAY, Clock.INVITED, "csat", "sms"),)


def rules(*fatigue: FatigueRule) -> ContactRules:
    return ContactRules(fatigue, NIGHT, complaint_days=90)


def ruled(decision: Decision) -> tuple[str, str]:
    return decision.outcome.value, decision.rule


@pytest.mark.parametrize(
    ("ask", "person", "expected"),
    [
        ({}, {}, ("send", "")),
        ({"expires_at": NOON}, {}, ("expire", "expiry")),
        ({}, {"channels": {}}, ("skip", "unreachable")),
        ({}, {"channels": {"email": Reach.OPEN}}, ("skip", "unreachable")),
        ({}, {"channels": {"sms": Reach.SUPPRESSED}}, ("skip", "suppression")),
        ({}, {"channels": {"sms": Reach.SUPPRESSED, "wechat": Reach.OPTED_OUT}}, ("skip", "opt_out")),
        ({}, {"complained_at": NOON - 89 * DAY}, ("skip", "complaint")),
        ({}, {"complained_at": NOON - 90 * DAY}, ("send", "")),
        ({"after_complaint": True}, {"complained_at": NOON - DAY}, ("send", "")),
        ({"share": 0.3, "drawn": 0.3}, {}, ("skip", "sampling")),
        ({"share": 0.3, "drawn": 0.2999}, {}, ("send", "")),
        ({}, {"contacts": contacted(3)}, ("skip", "fatigue:week")),
        ({}, {"contacts": contacted(7)}, ("send", "")),
        ({"reminder": True}, {"contacts": contacted(3)}, ("send", "")),
        # the first rule that leaves somebody out is the one that decided, however many would
        ({"share": 0.0}, {"contacts": contacted(3), "channels": {}}, ("skip", "unreachable")),
    ],
)
def test_which_rule_decides(ask: dict[str, object], person: dict[str, object], expected: tuple[str, str]) -> None:
    decision = decide(rules(WEEK_SKIP), replace(ASK, **ask), replace(PERSON, **person), NOON)  # type: ignore[arg-type]
    assert ruled(decision) == expected


def test_every_rule_is_considered_and_told() -> None:
    person = replace(PERSON, contacts=contacted(3), complained_at=NOON - DAY)
    decision = decide(rules(WEEK_SKIP), replace(ASK, share=0.0), person, NOON)
    assert [(check.rule, check.verdict) for check in decision.checks] == [
        ("expiry", Verdict.ALLOW),
        ("reachable", Verdict.ALLOW),
        ("complaint", Verdict.SKIP),
        ("sampling", Verdict.SKIP),
        ("fatigue:week", Verdict.SKIP),
        ("quiet", Verdict.ALLOW),
    ]
    assert decision.next_at == NOON + 89 * DAY


def test_the_first_open_channel_is_taken() -> None:
    both = replace(PERSON, channels={"sms": Reach.OPEN, "wechat": Reach.OPEN})
    fallen_back = replace(PERSON, channels={"sms": Reach.OPEN, "wechat": Reach.OPTED_OUT})
    assert decide(rules(), ASK, both, NOON).channel == "wechat"
    assert decide(rules(), ASK, fallen_back, NOON).channel == "sms"


def test_a_requeue_waits_until_the_rule_allows_and_the_night_is_over() -> None:
    person = replace(PERSON, contacts=contacted(6.5))  # free at midnight, which is quiet
    decision = decide(rules(WEEK_WAIT), ASK, person, NOON)
    assert ruled(decision) == ("wait", "fatigue:week")
    assert decision.next_at == datetime(2026, 6, 16, 0, 0, tzinfo=UTC)


def test_a_wait_that_outlasts_the_invitation_ends_it() -> None:
    person = replace(PERSON, contacts=contacted(3))
    decision = decide(rules(WEEK_WAIT), replace(ASK, expires_at=NOON + 4 * DAY), person, NOON)
    assert ruled(decision) == ("expire", "fatigue:week")
    assert decide(rules(WEEK_WAIT), replace(ASK, expires_at=NOON + 5 * DAY), person, NOON).outcome is Outcome.WAIT


def test_what_waiting_does_not_mend_has_no_next_time() -> None:
    assert decide(rules(), ASK, replace(PERSON, channels={}), NOON).next_at is None
    assert decide(rules(), replace(ASK, share=0.0), PERSON, NOON).next_at == NOON


CONTACTS = st.lists(
    st.builds(
        Contact,
        st.integers(0, 60 * 24 * 40).map(lambda minutes: NOON - timedelta(minutes=minutes)),
        st.sampled_from(list(Clock)),
        st.sampled_from(["nps", "csat"]),
        st.sampled_from(["sms", "wechat"]),
        st.booleans(),
    ),
    max_size=8,
)
FATIGUE = st.lists(
    st.builds(
        lambda key, clock, gap, requeue: FatigueRule(str(key), Scope.ALL, clock, gap_hours=gap, requeue=requeue),
        st.integers(0, 9), st.sampled_from(list(Clock)), st.integers(1, 500), st.booleans(),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None)
@given(fatigue=FATIGUE, contacts=CONTACTS, minutes=st.integers(0, 60 * 24))
def test_at_the_next_possible_time_the_release_passes_the_same_rules(
    fatigue: list[FatigueRule], contacts: list[Contact], minutes: int
) -> None:
    now = NOON + timedelta(minutes=minutes)
    ask, person = replace(ASK, expires_at=NOON + 900 * DAY), replace(PERSON, contacts=contacts)
    decision = decide(rules(*fatigue), ask, person, now)
    assert decision.next_at is not None
    assert decide(rules(*fatigue), ask, person, decision.next_at).outcome is Outcome.SEND
    if decision.outcome is Outcome.WAIT:
        assert decision.next_at > now


@settings(deadline=None)
@given(fatigue=FATIGUE, minutes=st.lists(st.integers(0, 60 * 24 * 30), min_size=1, max_size=20))
def test_no_two_sends_fall_within_a_gap_however_often_it_is_tried(
    fatigue: list[FatigueRule], minutes: list[int]
) -> None:
    """Every ask is tried, and if told to wait tried again at the time it was told."""
    waiting = sorted(NOON + timedelta(minutes=minute) for minute in minutes)
    sent: list[Contact] = []
    for _ in range(200):
        if not waiting:
            break
        now = waiting.pop(0)
        person = replace(PERSON, contacts=tuple(sent))
        decision = decide(rules(*fatigue), replace(ASK, expires_at=NOON + 300 * DAY), person, now)
        if decision.outcome is Outcome.SEND:
            sent.append(Contact(now, Clock.INVITED, "nps", "sms"))
        elif decision.outcome is Outcome.WAIT and decision.next_at:
            waiting = sorted([*waiting, decision.next_at])
    times = [contact.at for contact in sent]
    gap = max((timedelta(hours=r.gap_hours or 0) for r in fatigue if r.clock is Clock.INVITED), default=timedelta(0))
    assert all(later - earlier >= gap for earlier, later in itertools.pairwise(times))
    assert not any(NIGHT.covers(at, SHANGHAI) for at in times)


def test_the_draw_is_the_same_every_time_and_even() -> None:
    drawn = [draw(person, "batch:7") for person in range(20_000)]
    assert drawn == [draw(person, "batch:7") for person in range(20_000)]
    assert abs(sum(1 for each in drawn if each < 0.3) / len(drawn) - 0.3) < 0.012
    other = [draw(person, "batch:8") for person in range(20_000)]
    both = sum(1 for a, b in zip(drawn, other, strict=True) if a < 0.3 and b < 0.3)
    assert abs(both / len(drawn) - 0.09) < 0.01  # events draw independently


def test_the_rates_are_those_of_the_definitions() -> None:
    funnel = Funnel(
        created=1000, sampled_out=300, suppressed=200, sent=500, delivered=400, opened=200, started=160, completed=120
    )
    rates = funnel.rates
    assert (rates.delivery, rates.open, rates.start) == (400 / 500, 200 / 400, 160 / 400)
    assert (rates.response, rates.completion) == (120 / 400, 120 / 160)
    assert Funnel(created=10, sampled_out=10).rates.response is None
