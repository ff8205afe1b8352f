from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.stats import NpsCounts, hidden_in_tree, hidden_siblings, mean_figure, nps, rank

sibling_counts = st.dictionaries(st.integers(), st.integers(0, 40), min_size=1, max_size=12)


def test_equal_bounds_share_a_place_and_the_next_is_skipped() -> None:
    good, same, bad = NpsCounts(80, 5, 100), NpsCounts(80, 5, 100), NpsCounts(10, 50, 100)
    lines = rank({"bad": nps(bad), "good": nps(good), "same": nps(same)})
    assert [(line.key, line.rank) for line in lines] == [("good", 1), ("same", 1), ("bad", 3)]


def test_lower_is_better_ranks_by_upper_bound() -> None:
    waits = {"slow": mean_figure([30, 31, 29, 30, 30]), "quick": mean_figure([5, 6, 5, 4, 5])}
    assert [line.key for line in rank(waits, higher_is_better=False)] == ["quick", "slow"]


def test_unit_without_interval_is_listed_unranked() -> None:
    figures = {"one": mean_figure([5]), "many": mean_figure([3, 4, 3])}
    assert [(line.key, line.rank) for line in rank(figures, minimum_n=1)] == [("many", 1), ("one", None)]
    assert [line.rank for line in rank(figures, minimum_n=1, higher_is_better=False)] == [1, None]


def test_one_small_store_takes_its_smallest_sibling_along() -> None:
    assert hidden_siblings({"A": 3, "B": 40, "C": 9}) == {"A", "C"}


def test_nothing_to_hide_and_no_data() -> None:
    assert hidden_siblings({"A": 5, "B": 0}) == frozenset()


def test_two_small_stores_that_cover_each_other() -> None:
    assert hidden_siblings({"A": 3, "B": 4, "C": 90}) == {"A", "B"}


def test_two_tiny_stores_still_need_a_third() -> None:
    assert hidden_siblings({"A": 1, "B": 1, "C": 90}) == {"A", "B", "C"}


@given(sibling_counts, st.integers(1, 10))
def test_subtraction_never_yields_a_small_group(counts: dict[int, int], minimum_n: int) -> None:
    hidden = hidden_siblings(counts, minimum_n=minimum_n)
    remainder = sum(counts[key] for key in hidden)
    assert all(key in hidden for key, n in counts.items() if 0 < n < minimum_n)
    parent_is_shown = sum(counts.values()) >= minimum_n
    if hidden and parent_is_shown:
        assert remainder >= minimum_n
        assert len(hidden) > 1


def test_children_of_a_hidden_region_are_hidden() -> None:
    parents = {"HQ": None, "north": "HQ", "south": "HQ", "west": "HQ", "s1": "south", "s2": "south", "w1": "west"}
    counts = {"HQ": 63, "north": 3, "south": 20, "west": 40, "s1": 8, "s2": 12, "w1": 40}
    assert hidden_in_tree(parents, counts) == {"north", "south", "s1", "s2"}


def test_small_store_within_a_shown_region() -> None:
    parents = {"south": "outside", "s1": "south", "s2": "south", "s3": "south"}
    assert hidden_in_tree(parents, {"south": 50, "s1": 2, "s2": 8, "s3": 40}) == {"s1", "s2"}
