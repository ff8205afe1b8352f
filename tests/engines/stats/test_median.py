"""Medians and the interval that order statistics give them."""

from __future__ import annotations

import pytest

from opencem.engines.stats import median_figure, median_ranks


@pytest.mark.parametrize(
    ("n", "ranks"),
    # n = 20 and 100: ranks 6–15 and 41–60 hold the median with 95 % by the exact binomial; the approximation goes outwards.
    [(0, None), (5, None), (7, None), (8, (1, 8)), (20, (5, 16)), (100, (40, 61))],
)
def test_ranks_of_the_interval(n: int, ranks: tuple[int, int] | None) -> None:
    assert median_ranks(n) == ranks


@pytest.mark.parametrize("n", [8, 9, 20, 57, 100, 1000])
def test_the_interval_holds_the_median_at_least_as_often_as_it_says(n: int) -> None:
    from math import comb

    low, high = median_ranks(n) or (0, 0)
    covered = sum(comb(n, k) for k in range(low, high)) / 2**n
    assert 0.95 <= covered < 0.99 + 0.5 / n


def test_missing_values_are_not_zero() -> None:
    assert median_figure([]).value is None
    figure = median_figure([30, None, 10, 20, None])
    assert (figure.value, figure.n, figure.low) == (20, 3, None)
    assert median_figure([1, 2]).value == 1.5
