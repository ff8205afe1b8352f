"""The numbers that definitions.md states. They are pinned: a change here is a change of the product's meaning, never a repair."""

import pytest

from opencem.engines.stats import Figure, NpsCounts, csat, nps, nps_counts, pooled_nps, rank, top_box_threshold


@pytest.mark.parametrize(("n", "margin"), [(10, 42), (30, 27), (100, 15), (384, 8), (1000, 5)])
def test_nps_margin_at_half_promoters_and_a_fifth_detractors(n: int, margin: int) -> None:
    figure = nps(NpsCounts(promoters=round(n * 0.5), detractors=round(n * 0.2), n=n))
    assert figure.value is not None
    assert figure.high is not None
    assert round(figure.high - figure.value) == margin


def test_region_is_pooled_not_the_mean_of_its_stores() -> None:
    region = pooled_nps([NpsCounts(9, 0, 10), NpsCounts(450, 250, 1000)])
    assert region.value == pytest.approx(100 * (459 - 250) / 1010)
    assert f"{region.value:.1f}" == "20.7"
    assert region.n == 1010


@pytest.mark.parametrize(("answer", "value"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_who_is_promoter_passive_detractor(answer: int, value: int) -> None:
    assert nps(nps_counts([answer])).value == value


def test_passives_stay_in_n() -> None:
    assert NpsCounts(promoters=5, detractors=2, n=10).passives == 3
    assert nps(nps_counts([10, 8, 8, 8])).value == 25


def test_nps_is_never_rounded_inside() -> None:
    assert nps(NpsCounts(1, 0, 3)).value == 100 / 3


@pytest.mark.parametrize(("points", "lowest"), [(3, 3), (4, 3), (5, 4), (7, 6), (10, 9)])
def test_top_boxes_of_each_scale(points: int, lowest: int) -> None:
    assert top_box_threshold(points) == lowest
    assert csat([lowest, lowest - 1], points=points).value == 0.5


@pytest.mark.parametrize("figure", [nps(nps_counts([])), nps(nps_counts([None])), csat([]), csat([None, None])])
def test_no_data_is_none_and_not_zero(figure: Figure) -> None:
    assert (figure.value, figure.n, figure.low, figure.high) == (None, 0, None, None)


def test_ranking_is_by_lower_bound_and_leaves_small_units_unranked() -> None:
    lines = rank({"A": nps(NpsCounts(9, 1, 10)), "B": nps(NpsCounts(750, 50, 1000)), "C": nps(NpsCounts(4, 0, 4))})
    assert [(line.key, line.rank, line.figure.n) for line in lines] == [("B", 1, 1000), ("A", 2, 10), ("C", None, 4)]
