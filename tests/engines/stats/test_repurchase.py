from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.stats import (
    Figure,
    Kind,
    PurchaseSpell,
    RfmInput,
    RfmScore,
    kaplan_meier,
    repurchase_curve,
    repurchase_rate,
    rfm_scores,
)

TODAY = date(2026, 6, 30)


def spell(days_ago: int, next_after: int | None = None) -> PurchaseSpell:
    ordered_on = TODAY - timedelta(days=days_ago)
    return PurchaseSpell(ordered_on, None if next_after is None else ordered_on + timedelta(days=next_after))


def test_customers_whose_window_has_not_elapsed_are_left_out() -> None:
    rate = repurchase_rate([spell(100, 90), spell(90), spell(89, 1), spell(200, 91)], days=90, as_of=TODAY)
    assert (rate.figure.value, rate.figure.n, rate.left_out) == (pytest.approx(1 / 3), 3, 1)


def test_no_elapsed_window_is_no_rate() -> None:
    rate = repurchase_rate([spell(10, 5)], days=90, as_of=TODAY)
    assert (rate.figure, rate.left_out) == (Figure.without_data(Kind.SHARE), 1)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=60))
def test_kaplan_meier_against_statsmodels(rows: list[tuple[int, bool]]) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    durations, observed = [row[0] for row in rows], [row[1] for row in rows]
    points = kaplan_meier(durations, observed)
    if not any(observed):
        assert points == []
        return
    oracle = SurvfuncRight(durations, observed)
    assert [point.time for point in points] == list(oracle.surv_times)
    assert [point.at_risk for point in points] == list(oracle.n_risk)
    assert [point.survival for point in points] == pytest.approx(list(oracle.surv_prob), abs=1e-12)
    assert all(0 <= point.low <= point.survival <= point.high <= 1 for point in points)


def test_log_log_interval_of_a_published_example() -> None:
    """Greenwood variance on the log-log scale, worked by hand: one of five customers bought on day 1."""
    first = kaplan_meier([1, 2, 3, 4, 5], [True, False, False, False, False])[0]
    assert (first.survival, first.low, first.high) == pytest.approx((0.8, 0.20381, 0.96918), abs=1e-4)


def test_an_order_of_the_future_is_not_known_yet() -> None:
    curve = repurchase_curve([spell(30, 10), spell(30, 60), spell(20), spell(-5)], as_of=TODAY)
    assert [(point.time, point.at_risk, point.events, point.survival) for point in curve] == [
        (10, 3, 1, pytest.approx(2 / 3))
    ]


def test_everyone_bought_again() -> None:
    last = kaplan_meier([3, 5], [True, True])[-1]
    assert (last.survival, last.low, last.high) == (0, 0, 0)


def test_quintiles_of_ten_customers() -> None:
    customers = {
        index: RfmInput(recency_days=index, frequency=index, monetary_fen=index * 100) for index in range(1, 11)
    }
    scores = rfm_scores(customers)
    assert [scores[index].frequency for index in range(1, 11)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert scores[1] == RfmScore(recency=5, frequency=1, monetary=1)


@given(st.dictionaries(st.integers(), st.builds(RfmInput, *[st.integers(0, 20)] * 3), max_size=60))
def test_quintiles_are_monotone_and_blind_to_order(customers: dict[int, RfmInput]) -> None:
    scores = rfm_scores(customers)
    assert scores == rfm_scores(dict(reversed(customers.items())))
    for one, score in scores.items():
        assert 1 <= score.frequency <= 5
        for other, other_score in scores.items():
            if customers[one].frequency <= customers[other].frequency:
                assert score.frequency <= other_score.frequency
