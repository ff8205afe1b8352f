"""Each flag: what raises it, what does not, and that its evidence holds the numbers."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.authenticity import (
    DEFAULT_POLICY,
    FLAG_KINDS,
    Flag,
    RecentActivity,
    ResponseFacts,
    SurveyTimings,
    activity_among,
    assess,
    suspicion,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HONEST = ResponseFacts(
    unit_id=1,
    submitted_at=NOON,
    duration_seconds=70,
    questions_answered=8,
    matrices=((5, 4, 5, 3, 4),),
    recommend=8,
    texts=("坚果很新鲜，就是排队太久了",),
    device_key="d1",
    address_block="203.0.113.0/24",
    phone_key="p1",
)
KNOWN = SurveyTimings(n=200, median=60.0, fifth_percentile=25.0)
QUIET = RecentActivity(device_units=1)


def flags(
    response: ResponseFacts = HONEST, survey: SurveyTimings = KNOWN, recent: RecentActivity = QUIET
) -> dict[str, Flag]:
    return {flag.kind: flag for flag in assess(response, survey, recent)}


def answered(**changes: object) -> ResponseFacts:
    return dataclasses.replace(HONEST, **changes)  # type: ignore[arg-type]  # the tests name real fields


def test_an_honest_response_has_no_flag() -> None:
    assert flags() == {}


SPEED = [
    ("under a third and under the fifth percentile", 19.9, KNOWN, True),
    ("a third exactly", 20.0, KNOWN, False),
    ("under a third, yet one in ten is as fast", 15.0, SurveyTimings(200, 60.0, 10.0), False),
    ("under the fifth percentile of an even survey", 24.0, KNOWN, False),
    ("too few others to tell, above a second a question", 8.0, SurveyTimings(29, 60.0, 25.0), False),
    ("too few others to tell, under a second a question", 7.9, SurveyTimings(29, 60.0, 25.0), True),
    ("thirty others suffice", 8.0, SurveyTimings(30, 60.0, 25.0), True),
    ("the first response ever", 7.9, SurveyTimings(), True),
    ("no time known", None, KNOWN, False),
]


@pytest.mark.parametrize(("seconds", "survey", "raised"), [c[1:] for c in SPEED], ids=[c[0] for c in SPEED])
def test_speeder(seconds: float | None, survey: SurveyTimings, raised: bool) -> None:
    assert ("speeder" in flags(answered(duration_seconds=seconds), survey)) is raised


def test_speeder_evidence_names_the_surveys_own_distribution() -> None:
    assert flags(answered(duration_seconds=12))["speeder"].evidence == {
        "seconds": 12,
        "n": 200,
        "median": 60.0,
        "fifth_percentile": 25.0,
        "limit": 20.0,
    }


LINES = [
    ("contented throughout, in good time", ((5, 5, 5, 5, 5),), 10, 70, False),
    ("contented throughout, in a hurry", ((5, 5, 5, 5, 5),), 10, 29, True),
    ("five stars from a detractor", ((5, 5, 5, 5, 5),), 2, 70, True),
    ("one star from a promoter", ((1, 1, 1, 1, 1),), 10, 70, True),
    ("three equal rows prove nothing", ((5, 5, 5),), 2, 29, False),
    ("four do", ((5, 5, 5, 5),), 2, 70, True),
    ("one row differs", ((5, 5, 5, 5, 4),), 2, 29, False),
    ("no score, in good time", ((5, 5, 5, 5),), None, 70, False),
    ("no time, no clash", ((3, 3, 3, 3),), 5, None, False),
    ("the second matrix", ((5, 4, 3, 2), (1, 1, 1, 1)), 10, 70, True),
    ("no matrix", (), 0, 29, False),
]


@pytest.mark.parametrize(
    ("matrices", "recommend", "seconds", "raised"), [c[1:] for c in LINES], ids=[c[0] for c in LINES]
)
def test_straight_lining(
    matrices: tuple[tuple[float, ...], ...], recommend: float | None, seconds: float | None, raised: bool
) -> None:
    response = answered(matrices=matrices, recommend=recommend, duration_seconds=seconds)
    assert ("straight_lining" in flags(response)) is raised


COUNTED: list[tuple[str, dict[str, int], dict[str, object] | None]] = [
    ("duplicate_device", {"device_in_unit": 1}, {"others": 1, "hours": 12.0}),
    ("duplicate_device", {"device_in_unit": 0}, None),
    ("duplicate_identity", {"identity": 2}, {"others": 2, "days": 30}),
    ("duplicate_identity", {"identity": 0}, None),
    ("many_from_device", {"device_responses": 5}, {"others": 5, "units": 1, "days": 7.0}),
    ("many_from_device", {"device_responses": 4}, None),
    ("many_from_device", {"device_responses": 2, "device_units": 3}, {"others": 2, "units": 3, "days": 7.0}),
    ("many_from_device", {"device_responses": 2, "device_units": 2}, None),
    ("burst", {"burst_from_device": 3}, {"from_device": 3, "from_address_block": 0, "minutes": 30.0}),
    ("burst", {"burst_from_address_block": 8}, {"from_device": 0, "from_address_block": 8, "minutes": 30.0}),
    ("burst", {"burst_from_device": 2, "burst_from_address_block": 7}, None),
    ("identical_text", {"identical_texts": 2}, {"others": 2, "days": 30}),
    ("identical_text", {"identical_texts": 1}, None),
]


@pytest.mark.parametrize(("kind", "recent", "evidence"), COUNTED)
def test_counts_of_others(kind: str, recent: dict[str, int], evidence: dict[str, object] | None) -> None:
    found = flags(recent=dataclasses.replace(QUIET, **recent)).get(kind)
    assert (found.evidence if found else None) == evidence


def test_suspicion_is_the_sum_up_to_one() -> None:
    assert suspicion([]) == 0
    assert suspicion([Flag("burst", 0.4, {}), Flag("identical_text", 0.3, {})]) == 0.7
    assert suspicion([Flag("burst", 0.8, {}), Flag("identical_text", 0.3, {})]) == 1


def test_timings_of_the_surveys_responses() -> None:
    assert SurveyTimings.of([]) == SurveyTimings()
    assert SurveyTimings.of([10]) == SurveyTimings(1, 10, 10)
    assert SurveyTimings.of(range(101)) == SurveyTimings(101, 50, 5)
    assert SurveyTimings.of([4, 1, 3, 2]).median == 2.5


def before(minutes: float, **changes: object) -> ResponseFacts:
    strangers = {"device_key": "d9", "phone_key": "p9", "address_block": "198.51.100.0/24", "texts": ()}
    return answered(submitted_at=NOON - timedelta(minutes=minutes), **{**strangers, **changes})


def test_activity_counts_within_each_window_and_unit() -> None:
    day = 24 * 60
    earlier = [
        before(5, device_key="d1"),
        before(20, device_key="d1", unit_id=2),
        before(13 * 60, device_key="d1", unit_id=3),
        before(8 * day, device_key="d1", unit_id=4),
        before(29 * day, phone_key="p1"),
        before(31 * day, phone_key="p1"),
        before(10, address_block="203.0.113.0/24"),
        before(40, address_block="203.0.113.0/24"),
        before(day, texts=("坚果很新鲜，就是排队太久了！",)),
        before(-1, device_key="d1", phone_key="p1"),
    ]
    assert activity_among(HONEST, earlier) == RecentActivity(
        device_in_unit=1,
        device_responses=3,
        device_units=3,
        identity=1,
        burst_from_device=1,
        burst_from_address_block=1,
        identical_texts=1,
    )


def test_unknown_keys_are_not_the_same_key() -> None:
    nobody = answered(device_key="", phone_key="", address_block="", texts=("好吃",))
    assert activity_among(nobody, [nobody] * 20) == RecentActivity()


def test_a_store_that_answers_its_own_survey_is_caught() -> None:
    """One phone behind the counter: the same words, five stars, every two minutes."""
    staff = [before(2 * i, device_key="d1", texts=("服务特别好下次还来",)) for i in range(1, 7)]
    response = answered(
        texts=("服务特别好，下次还来。",), matrices=((5, 5, 5, 5, 5),), recommend=10, duration_seconds=9
    )
    found = assess(response, KNOWN, activity_among(response, staff))
    assert {flag.kind for flag in found} == set(FLAG_KINDS) - {"duplicate_identity"}
    assert suspicion(found) == 1


counts = st.integers(0, 50)
seconds = st.none() | st.floats(0, 10_000)


@given(
    st.builds(
        ResponseFacts,
        unit_id=st.just(1),
        submitted_at=st.just(NOON),
        duration_seconds=seconds,
        questions_answered=counts,
        matrices=st.lists(st.lists(st.integers(1, 5), max_size=6).map(tuple), max_size=2).map(tuple),
        recommend=st.none() | st.integers(0, 10),
    ),
    st.lists(st.floats(0, 10_000), max_size=60).map(SurveyTimings.of),
    st.builds(RecentActivity, *[counts] * 7),
)
def test_flags_are_bounded_explained_and_unique(
    response: ResponseFacts, survey: SurveyTimings, recent: RecentActivity
) -> None:
    found = assess(response, survey, recent)
    kinds = [flag.kind for flag in found]
    assert kinds == [kind for kind in FLAG_KINDS if kind in kinds]
    assert all(flag.evidence and 0 < flag.weight <= 1 for flag in found)
    json.dumps([dict(flag.evidence) for flag in found], allow_nan=False)
    assert 0 <= suspicion(found) <= 1


@given(st.floats(0, 1000), st.lists(st.floats(1, 1000), min_size=30, max_size=60))
def test_slower_is_never_more_suspect(duration: float, others: list[float]) -> None:
    survey = SurveyTimings.of(others)
    if "speeder" not in flags(answered(duration_seconds=duration), survey):
        assert "speeder" not in flags(answered(duration_seconds=duration + 5), survey)


def test_every_kind_has_a_weight() -> None:
    assert set(DEFAULT_POLICY.weights) == set(FLAG_KINDS)
