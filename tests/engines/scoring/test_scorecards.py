from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.scoring import (
    Direction,
    Input,
    Item,
    LeftOut,
    LinearCurve,
    PiecewiseCurve,
    Scheme,
    StepCurve,
    score,
    what_if,
)

NPS = Item("nps", 60, LinearCurve(20, 60), Decimal(40))
CSAT = Item("csat", 0.9, PiecewiseCurve(((0.6, 0), (0.8, 60), (0.9, 100))), Decimal(30))
ON_TIME = Item("on_time", 0.95, StepCurve(((0.8, 50), (0.95, 100))), Decimal(20), min_n=1)
OVERDUE = Item("overdue", 0, LinearCurve(10, 0), Decimal(10), direction=Direction.LOWER)
SCHEME = Scheme((NPS, CSAT, ON_TIME, OVERDUE))
GOOD = {"nps": Input(50, 100), "csat": Input(0.85, 80), "on_time": Input(0.9, 10), "overdue": Input(2.5, 40)}


@pytest.mark.parametrize(
    ("curve", "value", "points"),
    [
        (LinearCurve(20, 60), 20, 0),
        (LinearCurve(20, 60), 50, 75),
        (LinearCurve(20, 60), -90, 0),
        (LinearCurve(20, 60), 99, 100),
        (LinearCurve(10, 0), 2.5, 75),
        (StepCurve(((80, 50), (95, 100)), below=10), 79.9, 10),
        (StepCurve(((80, 50), (95, 100))), 80, 50),
        (StepCurve(((80, 50), (95, 100))), 95, 100),
        (StepCurve(((0, 50), (3, 0)), below=100), 2, 50),
        (PiecewiseCurve(((0, 0), (10, 60), (20, 100))), -1, 0),
        (PiecewiseCurve(((0, 0), (10, 60), (20, 100))), 5, 30),
        (PiecewiseCurve(((0, 0), (10, 60), (20, 100))), 10, 60),
        (PiecewiseCurve(((0, 0), (10, 60), (20, 100))), 15, 80),
        (PiecewiseCurve(((0, 0), (10, 60), (20, 100))), 25, 100),
    ],
)
def test_curves(curve: LinearCurve | StepCurve | PiecewiseCurve, value: float, points: int) -> None:
    assert curve.points(value) == points


def test_a_full_scorecard() -> None:
    card = score(SCHEME, GOOD)
    assert [item.score for item in card.items] == [75, Decimal("80.00"), 50, 75]
    assert [item.contribution for item in card.items] == [Decimal(30), Decimal(24), Decimal(10), Decimal("7.5")]
    assert card.total == Decimal("71.5")


def test_too_few_answers_give_the_weight_back_in_proportion() -> None:
    card = score(SCHEME, GOOD | {"nps": Input(50, 4)})
    assert card.items[0].left_out is LeftOut.BELOW_MINIMUM
    assert (card.items[0].score, card.items[0].weight_used, card.items[0].value) == (None, 0, 50)
    assert [item.weight_used for item in card.items[1:]] == [50, Decimal("33.33"), Decimal("16.67")]
    assert card.total == Decimal("69.17")


@pytest.mark.parametrize("nothing", [{}, {"nps": Input(None, 0)}, {"nps": Input(None, 9)}, {"nps": Input(0, 0)}])
def test_nothing_to_assess_is_no_total(nothing: dict[str, Input]) -> None:
    card = score(SCHEME, nothing)
    assert card.total is None
    assert {item.left_out for item in card.items} == {LeftOut.NO_DATA}


def test_a_value_of_zero_is_a_score_not_a_gap() -> None:
    card = score(SCHEME, {"nps": Input(0, 50)})
    assert (card.total, card.items[0].weight_used) == (0, 100)


def test_items_of_another_kind_of_unit() -> None:
    store = Item("visit", 90, LinearCurve(60, 90), Decimal(60), applies_to=frozenset({"store"}))
    shop = Item("rating", 4.8, LinearCurve(4, 4.8), Decimal(60), applies_to=frozenset({"online_shop"}))
    scheme = Scheme((NPS, store, shop))
    card = score(scheme, {"nps": Input(60, 9), "visit": Input(90, 9), "rating": Input(4, 9)}, unit_kind="store")
    assert card.total == 100
    assert card.items[2].left_out is LeftOut.NOT_APPLICABLE


def test_what_if_puts_both_side_by_side() -> None:
    proposed = Scheme(
        (Item("nps", 50, LinearCurve(0, 50), Decimal(70)), Item("rating", 5, LinearCurve(4, 5), Decimal(30)))
    )
    result = what_if(SCHEME, proposed, GOOD | {"rating": Input(4.5, 10)})
    assert (result.before.total, result.after.total, result.change) == (Decimal("71.5"), Decimal(85), Decimal("13.5"))
    assert {change.metric: change.contribution_change for change in result.items} == {
        "nps": Decimal(40),
        "csat": Decimal(-24),
        "on_time": Decimal(-10),
        "overdue": Decimal("-7.5"),
        "rating": Decimal(15),
    }
    assert what_if(SCHEME, proposed, {}).change is None


@pytest.mark.parametrize(
    ("define", "why"),
    [
        (lambda: Scheme((NPS,)), "sum to 40"),
        (lambda: Scheme((NPS, NPS)), "assessed once"),
        (lambda: Scheme(()), "sum to 0"),
        (lambda: Scheme((plain(weight=100), plain("b", weight=5, applies_to=frozenset({"x"})))), "weights for x"),
        (lambda: plain(weight=0), "weight"),
        (lambda: plain(min_n=0), "min_n"),
        (lambda: plain(direction=Direction.LOWER), "wrong direction"),
        (lambda: LinearCurve(5, 5), "differ"),
        (lambda: StepCurve(()), "at least 1"),
        (lambda: StepCurve(((5, 10), (5, 20))), "ascend"),
        (lambda: StepCurve(((5, 101),)), "between 0 and 100"),
        (lambda: PiecewiseCurve(((0, 0),)), "at least 2"),
        (lambda: PiecewiseCurve(((0, 0), (5, 80), (9, 40))), "one way"),
    ],
)
def test_bad_definitions_are_refused(define: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        define()


def plain(metric: str = "a", *, weight: int = 5, **fields: Any) -> Item:
    return Item(metric, 1, LinearCurve(0, 1), Decimal(weight), **fields)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Scheme, dict[str, Input]]:
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=6)) | {0, 10_000})
    weights = [Decimal(right - left) / 100 for left, right in pairwise(cuts)]
    items = tuple(Item(f"m{index}", 1, LinearCurve(0, 1), weight) for index, weight in enumerate(weights))
    values = st.one_of(st.none(), st.floats(-0.5, 1.5))
    return Scheme(items), {item.metric: Input(draw(values), draw(st.integers(0, 12))) for item in items}


@given(cases())
def test_contributions_sum_to_the_total_exactly(case: tuple[Scheme, dict[str, Input]]) -> None:
    scheme, inputs = case
    card = score(scheme, inputs)
    if card.total is None:
        assert all(item.left_out for item in card.items)
        return
    assert sum(item.contribution for item in card.items) == card.total
    assert sum(item.weight_used for item in card.items) == 100
    assert 0 <= card.total <= 100
    counted = [
        (item, inputs[item.metric].value or 0)
        for item in scheme.items
        if inputs[item.metric].n >= 5 and inputs[item.metric].value is not None
    ]
    exact = sum(item.curve.points(value) * Fraction(item.weight) for item, value in counted) / sum(
        Fraction(item.weight) for item, _ in counted
    )
    assert abs(Fraction(card.total) - exact) <= Fraction(1, 200)


@given(cases(), st.floats(0, 1))
def test_a_better_figure_never_scores_less(case: tuple[Scheme, dict[str, Input]], gain: float) -> None:
    scheme, inputs = case
    first = inputs["m0"]
    if first.value is None:
        return
    before, after = score(scheme, inputs), score(scheme, inputs | {"m0": Input(first.value + gain, first.n)})
    assert before.total is None or (after.total is not None and after.total >= before.total)
