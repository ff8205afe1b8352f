"""A condition is called impossible only if no answer makes it hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import SurveyDefinition, compile_rule, walk
from opencem.engines.survey_logic.possible import can_hold

from .every_type import question
from .surveys import choices
from .test_flow import page, survey

DEFINITION = SurveyDefinition.parse(
    survey(
        page(
            "a",
            question("score", "nps"),
            question("colour", "single", choices=choices("red", "blue", "green")),
            question("drinks", "multiple", max=2, choices=choices("tea", "milk", "water", "juice")),
            question("age", "number", min=18, max=99),
            question("weight", "number", step=5, min=0, max=20),
            question("stars", "matrix_rating", rows=choices("food", "staff")),
            question("comment", "text"),
        )
    )
)
KEYS = ["score", "colour", "drinks", "age", "weight", "stars.food", "comment"]
literals = st.sampled_from([None, 0, 3, 6, 7, 12.5, 18, 40, 99, 120, "red", "blue", "tea", "milk", "40", "x"])
variables = st.sampled_from([{"var": key} for key in KEYS])
tests = st.one_of(
    st.builds(
        lambda operator, left, right: {operator: [left, right]},
        st.sampled_from(["==", "!=", "===", "<", "<=", ">", ">="]),
        variables,
        literals,
    ),
    st.builds(lambda key, literal: {"selected": [key, literal]}, st.sampled_from(KEYS), literals),
    st.builds(lambda key: {"answered": key}, st.sampled_from(KEYS)),
    st.builds(lambda key: {"==": [{"nps_group": key}, "passive"]}, st.sampled_from(KEYS)),
    st.builds(lambda var, low, high: {"between": [var, low, high]}, variables, literals, literals),
    st.builds(lambda var, found: {"in": [var, found]}, variables, st.lists(literals, max_size=3)),
    st.builds(lambda var, other: {">": [{"*": [var, 2]}, other]}, variables, literals),
    st.builds(lambda var, other: {"==": [var, other]}, variables, st.permutations(["tea", "milk"])),
)
rules = st.recursive(
    tests,
    lambda inner: (
        st.builds(lambda parts: {"and": parts}, st.lists(inner, min_size=1, max_size=4))
        | st.builds(lambda parts: {"or": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"!": [part]}, inner)
    ),
    max_leaves=6,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "score": st.integers(0, 10),
        "colour": st.sampled_from(["red", "blue", "green"]),
        "drinks": st.lists(st.sampled_from(["tea", "milk", "water", "juice"]), min_size=1, max_size=2, unique=True),
        "age": st.integers(18, 99) | st.sampled_from([39.5, 40, 40.5, 60]),
        "weight": st.sampled_from([0, 5, 10, 15, 20]),
        "stars": st.dictionaries(st.sampled_from(["food", "staff"]), st.integers(1, 5), min_size=1),
        "comment": st.sampled_from(["x", "red", "40"]),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules, st.lists(answers, min_size=8, max_size=8))
def test_what_holds_for_an_answer_is_possible(rule: object, given_answers: list[dict[str, Any]]) -> None:
    compiled = compile_rule(rule)
    for raw in given_answers:
        examination = walk(DEFINITION, raw)
        assert examination.errors == ()
        if compiled.holds(examination.data):
            assert can_hold([compiled], DEFINITION.by_key)


@pytest.mark.parametrize(
    "rule",
    [
        {"and": [{">": [{"var": "weight"}, 12]}, {"<": [{"var": "weight"}, 16]}]},
        {"==": [{"*": [{"var": "age"}, 2]}, 80]},
        {"==": [{"var": "drinks"}, ["tea", "milk"]]},
        {">": [{"var": "age"}, "40"]},
        {"==": [{"nps_group": "age"}, "promoter"]},
    ],
)
def test_what_is_not_plainly_impossible_is_left_alone(rule: object) -> None:
    assert can_hold([compile_rule(rule)], DEFINITION.by_key)
