import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.stats import (
    Figure,
    Kind,
    NpsCounts,
    csat,
    mean_figure,
    mean_from_moments,
    nps,
    nps_counts,
    pooled_nps,
    pooled_share,
    share,
    weighted_rollup,
    wilson_interval,
)

counts = st.builds(
    lambda p, q, d: NpsCounts(p, d, p + q + d), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)
)


@given(counts)
def test_nps_lies_in_its_interval_and_its_range(group: NpsCounts) -> None:
    figure = nps(group)
    if group.n == 0:
        assert figure == Figure.without_data(Kind.NPS)
    else:
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert -100 <= figure.low <= figure.value <= figure.high <= 100
        assert figure.low < figure.high


@given(counts)
def test_nps_is_antisymmetric(group: NpsCounts) -> None:
    mirrored = NpsCounts(group.detractors, group.promoters, group.n)
    if group.n:
        assert nps(group).value == -(nps(mirrored).value or 0)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=60))
def test_counting_equals_adding_single_answers(answers: list[int | None]) -> None:
    assert pooled_nps(nps_counts([answer]) for answer in answers) == nps(nps_counts(answers))


@pytest.mark.parametrize("answer", [-1, 11])
def test_answers_off_the_scale_are_refused(answer: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        nps_counts([5, answer])
    with pytest.raises(ValueError, match="between 1 and 5"):
        csat([answer])


@pytest.mark.parametrize("arguments", [(-1, 0, 5), (0, -1, 5), (3, 3, 5)])
def test_impossible_counts_are_refused(arguments: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="promoters and detractors"):
        NpsCounts(*arguments)


def test_csat_without_a_definition_for_the_scale() -> None:
    with pytest.raises(ValueError, match="6 points"):
        csat([1], points=6)


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (1, 1), (0, 30), (30, 30), (7, 10), (450, 1000), (3, 100_000)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_wilson_against_statsmodels(successes: int, n: int, confidence: float) -> None:
    from statsmodels.stats.proportion import proportion_confint

    expected = proportion_confint(successes, n, alpha=1 - confidence, method="wilson")
    assert wilson_interval(successes, n, confidence=confidence) == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    figure = share(*pair)
    assert figure.value is not None
    assert figure.low is not None
    assert figure.high is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


@pytest.mark.parametrize("pair", [(-1, 3), (4, 3)])
def test_impossible_share_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="successes"):
        share(*pair)


@given(st.lists(st.integers(1, 10), min_size=2, max_size=200))
def test_mean_against_statsmodels(values: list[int]) -> None:
    from statsmodels.stats.weightstats import DescrStatsW

    figure = mean_figure(values)
    oracle = DescrStatsW(values)
    assert figure.value == pytest.approx(oracle.mean)
    assert (figure.low, figure.high) == pytest.approx(oracle.tconfint_mean(), abs=1e-9)


@given(st.lists(st.integers(1, 10), min_size=1, max_size=200))
def test_mean_from_sums_equals_mean_of_values(values: list[int]) -> None:
    summed = mean_from_moments(len(values), sum(values), sum(value * value for value in values))
    direct = mean_figure(values)
    assert summed.value == pytest.approx(direct.value)
    assert (summed.low, summed.high) == pytest.approx((direct.low, direct.high), abs=1e-6)


def test_one_answer_has_a_mean_but_no_interval() -> None:
    assert mean_figure([4, None]) == Figure(4, 1, None, None, Kind.MEAN)
    assert mean_figure([4]).margin is None


def test_mean_of_nothing() -> None:
    assert mean_figure([None]) == mean_from_moments(0, 0, 0) == Figure.without_data(Kind.MEAN)


def test_margin_is_half_the_interval() -> None:
    assert nps(NpsCounts(50, 20, 100)).margin == pytest.approx(15.1, abs=0.1)


def test_pooled_share_is_not_the_mean_of_shares() -> None:
    assert pooled_share([(10, 10), (0, 90)]).value == 0.1


def test_equal_weight_is_another_figure_than_pooled() -> None:
    stores = [nps(NpsCounts(9, 0, 10)), nps(NpsCounts(450, 250, 1000))]
    equal = weighted_rollup(stores, [1, 1])
    assert equal is not None
    assert equal.value == pytest.approx(55.0)
    assert equal.n == 1010
    assert equal.standard_error == pytest.approx(
        ((stores[0].standard_error or 0) ** 2 + (stores[1].standard_error or 0) ** 2) ** 0.5 / 2
    )


def test_weighted_rollup_leaves_out_what_has_no_value() -> None:
    empty = Figure.without_data(Kind.NPS)
    only = nps(NpsCounts(5, 5, 20))
    assert weighted_rollup([empty, only], [9, 1]) == only
    assert weighted_rollup([empty], [1]) is None
    assert weighted_rollup([only], [0]) is None


def test_weighted_rollup_has_no_interval_when_a_child_has_none() -> None:
    rolled = weighted_rollup([mean_figure([3]), mean_figure([4, 5])], [1, 1])
    assert rolled == Figure(3.75, 3, None, None, Kind.MEAN)


def test_five_ratings_of_each_person_are_not_five_times_the_people() -> None:
    """The same value; the interval, and what a minimum n is held against, of the people."""
    figure, alone = share(75, 100, respondents=20), share(15, 20)
    assert (figure.value, figure.n, figure.independent) == (0.75, 100, 20)
    assert (figure.low, figure.high, figure.standard_error) == pytest.approx(
        (alone.low, alone.high, alone.standard_error)
    )
    assert share(5, 5, respondents=1).high == 1.0
    mean, of_people = mean_from_moments(20, 60.0, 200.0, respondents=4), mean_from_moments(20, 60.0, 200.0)
    assert (mean.value, mean.independent, of_people.independent) == (3.0, 4, 20)
    assert (mean.margin or 0) > 2 * (of_people.margin or 0)
    assert mean_from_moments(5, 15.0, 50.0, respondents=1).low is None


@pytest.mark.parametrize("respondents", [0, 6])
def test_more_people_than_answers_are_refused(respondents: int) -> None:
    with pytest.raises(ValueError, match="respondents"):
        share(3, 5, respondents=respondents)
