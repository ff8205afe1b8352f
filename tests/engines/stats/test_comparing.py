from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.stats import (
    Figure,
    Kind,
    NpsCounts,
    benjamini_hochberg,
    difference,
    mean_figure,
    nps,
    share,
    two_proportion_test,
)


def test_difference_takes_both_errors_in_quadrature() -> None:
    now, before = nps(NpsCounts(60, 10, 100)), nps(NpsCounts(40, 25, 120))
    change = difference(now, before)
    assert change is not None
    assert change.difference == pytest.approx(50 - 12.5)
    margin = 1.959964 * hypot(now.standard_error or 0, before.standard_error or 0)
    assert change.high - change.difference == pytest.approx(margin, rel=1e-6)
    assert change.significant
    assert change.p_value < 0.001


def test_the_same_figure_does_not_differ() -> None:
    figure = share(40, 100)
    change = difference(figure, figure)
    assert change is not None
    assert (change.difference, change.p_value, change.significant) == (0, 1, False)


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([0.8, 0.95, 0.99]))
def test_significance_p_value_and_interval_agree(first: int, second: int, confidence: float) -> None:
    change = difference(share(first, 60), share(second, 60), confidence=confidence)
    assert change is not None
    assert change.significant == (change.p_value < 1 - confidence) == (change.low > 0 or change.high < 0)


def test_nothing_can_be_said_without_data() -> None:
    assert difference(nps(NpsCounts(0, 0, 0)), nps(NpsCounts(1, 1, 5))) is None
    assert difference(nps(NpsCounts(1, 1, 5)), nps(NpsCounts(0, 0, 0))) is None
    assert difference(mean_figure([1]), mean_figure([1, 2])) is None


def test_different_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot compare"):
        difference(nps(NpsCounts(1, 1, 5)), share(1, 2))


def test_certain_difference_without_spread() -> None:
    change = difference(Figure(5, 3, 5, 5, Kind.MEAN, 0.0), Figure(4, 3, 4, 4, Kind.MEAN, 0.0))
    assert change is not None
    assert change.significant
    assert change.p_value == 0


@pytest.mark.parametrize(("first", "n", "second", "m"), [(30, 100, 45, 110), (5, 20, 5, 40), (0, 10, 4, 12)])
@pytest.mark.parametrize("alternative", ["two-sided", "larger"])
def test_two_proportions_against_statsmodels(first: int, n: int, second: int, m: int, alternative: str) -> None:
    from statsmodels.stats.proportion import proportions_ztest

    test = two_proportion_test(first, n, second, m, alternative=alternative)  # type: ignore[arg-type]  # parametrized
    assert test is not None
    assert (test.statistic, test.p_value) == pytest.approx(
        proportions_ztest([first, second], [n, m], alternative=alternative)
    )


def test_two_proportions_at_the_edges() -> None:
    assert two_proportion_test(0, 0, 1, 5) is None
    assert two_proportion_test(1, 5, 0, 0) is None
    same = two_proportion_test(5, 5, 9, 9)
    assert same is not None
    assert same.p_value == 1


@given(st.lists(st.floats(0, 1), max_size=40))
def test_benjamini_hochberg_against_statsmodels(p_values: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    expected = list(multipletests(p_values, method="fdr_bh")[1]) if p_values else []
    assert benjamini_hochberg(p_values) == pytest.approx(expected)
