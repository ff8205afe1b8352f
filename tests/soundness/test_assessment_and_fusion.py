"""Numbers of assessment and fusion that could be silently wrong. Never weakened."""

from __future__ import annotations

from datetime import date

import pytest

from opencem.engines import scoring, stats
from opencem.platform.organization.queries import UnitView
from opencem.understand.assessment.inputs import Measured
from opencem.understand.assessment.items import DEFAULT_ITEMS, read_items, to_scheme
from opencem.understand.assessment.service import score_unit
from opencem.understand.fusion.rules import ATTITUDES, BEHAVIOURS, segment

STORE = UnitView(1, "0001", "徐汇店", "store", "open", None, 1, "0001", {}, date(2020, 1, 1), "")
ITEMS = read_items(DEFAULT_ITEMS)
SCHEME = to_scheme(ITEMS, frozenset({"nps", "csat", "on_time_rate", "rating"}))


def _figure(value: float | None, n: int) -> Measured:
    return Measured(value, n, None, None)


def test_a_total_is_the_weighted_sum_of_the_points() -> None:
    """NPS 40 of 80 → 50 points; CSAT 0.775 → 50; on time 0.775 → 50; rating 4.15 → 50: so 50, whatever the weights."""
    measured = {
        "nps": _figure(40, 100),
        "csat": _figure(0.775, 500),
        "ticket_on_time": _figure(0.775, 40),
        "review_rating": _figure(4.15, 60),
    }
    scored = score_unit(SCHEME, ITEMS, STORE, {1: measured}, {1: measured})
    assert [item["score"] for item in scored.items] == [50, 50, 50, 50]
    assert [item["contribution"] for item in scored.items] == [20, 15, 10, 5]
    assert scored.total == 50


def test_missing_is_not_zero() -> None:
    """No ticket is not "0 % on time": the item's 20 go to the others, 40:30:10 of 80."""
    measured = {"nps": _figure(80, 50), "csat": _figure(0.5, 250), "review_rating": _figure(4.8, 20)}
    scored = score_unit(SCHEME, ITEMS, STORE, {1: measured}, {1: measured})
    used = {item["key"]: item["weight_used"] for item in scored.items}
    assert used == {"nps": 50, "csat": 37.5, "ticket_on_time": 0, "review_rating": 12.5}
    assert scored.total == 62.5
    assert score_unit(SCHEME, ITEMS, STORE, {}, {}).total is None


def test_four_answers_do_not_make_a_score() -> None:
    measured = {"nps": _figure(100, 4), "csat": _figure(0.5, 25)}
    scored = score_unit(SCHEME, ITEMS, STORE, {1: measured}, {1: measured})
    assert scored.items[0]["left_out"] == scoring.LeftOut.BELOW_MINIMUM
    assert scored.total == 0


def test_doubtful_answers_stand_beside_the_score_and_never_in_it() -> None:
    scored = score_unit(SCHEME, ITEMS, STORE, {1: {"nps": _figure(0, 20)}}, {1: {"nps": _figure(80, 40)}})
    assert (scored.total, scored.total_all) == (0, 100)
    assert (scored.items[0]["value"], scored.items[0]["value_all"]) == (0, 80)
    assert (scored.items[0]["n"], scored.items[0]["n_all"], scored.n) == (20, 40, 20)


def test_bad_profit_is_bad_attitude_that_stays() -> None:
    named = {(a, b): segment(a, b) for a in ATTITUDES for b in BEHAVIOURS}
    assert named["promoter", "stable"] == named["praise", "growing"] == "loyal"
    assert named["price_complaint", "growing"] == named["detractor", "stable"] == "hostage"
    assert named["complaint", "shrinking"] == "at_risk"
    assert named["detractor", "lapsed"] == "lost"
    assert named["promoter", "lapsed"] == "fading"
    assert named["passive", "stable"] == "indifferent"
    assert named["passive", "shrinking"] == "drifting"


def test_like_is_compared_with_like() -> None:
    """Complainers shop where everybody buys again: the plain difference is +48 points, the true one 0."""
    strata = [stats.Stratum(72, 90, 8, 10), stats.Stratum(2, 10, 18, 90)]
    found = stats.matched_difference(strata)
    assert found is not None
    assert found.comparison.difference == pytest.approx(0)
    assert (found.rate, found.other_rate) == (pytest.approx(0.74), pytest.approx(0.74))


def test_the_curve_from_counts_is_the_curve_of_the_people() -> None:
    """10 customers: events on days 3, 3, 8; censored on 5, 8, and five on 30. S = 8/10, then 8/10 · 6/7."""
    people = stats.kaplan_meier([3, 3, 8, 5, 8, 30, 30, 30, 30, 30], [True, True, True] + [False] * 7)
    counts = stats.kaplan_meier_from_counts({3: 2, 8: 1}, {3: 2, 5: 1, 8: 2, 30: 5})
    assert people == counts
    assert [(p.time, p.at_risk) for p in counts] == [(3, 10), (8, 7)]
    assert counts[1].survival == pytest.approx(0.8 * 6 / 7)
