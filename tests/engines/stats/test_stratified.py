"""The matched difference: pinned by hand, against statsmodels where it has the same estimator, and by simulation."""

from __future__ import annotations

import random

import pytest

from opencem.engines.stats import Stratum, matched_difference


def test_one_stratum_is_the_plain_difference() -> None:
    found = matched_difference([Stratum(30, 100, 20, 100)])
    assert found is not None
    assert found.comparison.difference == pytest.approx(0.10)
    assert (found.rate, found.other_rate) == (pytest.approx(0.30), pytest.approx(0.20))
    # Wald: sqrt(.3*.7/100 + .2*.8/100) = 0.0608; Sato's agrees to the third digit on one large stratum.
    assert (found.comparison.high - found.comparison.low) / 2 / 1.96 == pytest.approx(0.0608, abs=0.0008)


def test_a_mix_of_strata_does_not_pass_for_a_difference() -> None:
    """Simpson: within each store both groups buy alike, but complainers sit where everybody buys more."""
    strata = [Stratum(72, 90, 8, 10), Stratum(2, 10, 18, 90)]
    plain = 74 / 100 - 26 / 100
    found = matched_difference(strata)
    assert found is not None
    assert plain == pytest.approx(0.48)
    assert found.comparison.difference == pytest.approx(0.0)
    assert not found.comparison.significant


def test_strata_with_one_group_are_left_out_and_counted() -> None:
    found = matched_difference([Stratum(3, 10, 2, 10), Stratum(5, 7, 0, 0), Stratum(0, 0, 4, 9)])
    assert found is not None
    assert (found.strata, found.n, found.other_n, found.left_out) == (1, 10, 10, 7)


def test_equal_strata_may_come_counted() -> None:
    one, two = Stratum(1, 2, 0, 3), Stratum(2, 2, 1, 4)
    counted = [Stratum(1, 2, 0, 3, times=5), Stratum(2, 2, 1, 4, times=2), Stratum(1, 1, 0, 0, times=3)]
    assert matched_difference(counted) == matched_difference([one] * 5 + [two] * 2 + [Stratum(1, 1, 0, 0)] * 3)


def test_nothing_to_compare() -> None:
    assert matched_difference([Stratum(1, 2, 0, 0)]) is None


def test_the_interval_covers_the_truth_in_sparse_strata() -> None:
    """Pairs and triples per stratum, true difference 0.15: a 95 % interval covers it about 95 times in 100."""
    chance = random.Random(7)
    covered = 0
    for _ in range(400):
        strata = [_drawn(chance, chance.uniform(0.2, 0.6), 0.15) for _ in range(150)]
        found = matched_difference(strata)
        assert found is not None
        covered += found.comparison.low <= 0.15 <= found.comparison.high
    assert 0.92 <= covered / 400 <= 0.98


def _drawn(chance: random.Random, base: float, effect: float) -> Stratum:
    n, other_n = chance.randint(1, 2), chance.randint(1, 3)
    return Stratum(
        sum(chance.random() < base + effect for _ in range(n)),
        n,
        sum(chance.random() < base for _ in range(other_n)),
        other_n,
    )
