"""The Python interpreter against the case file it shares with TypeScript, and for any rule whatever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import LogicError, check, compile_rule, dependencies, evaluate

SPEC = json.loads((Path(__file__).parents[3] / "spec" / "logic_cases.json").read_text("utf-8"))
OPERATORS = sorted({next(iter(case["rule"])) for case in SPEC["cases"] if isinstance(case["rule"], dict)})


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    result = evaluate(case["rule"], case["data"])
    assert result == case["expect"]
    assert isinstance(result, bool) == isinstance(case["expect"], bool)


@pytest.mark.parametrize("case", SPEC["refused"], ids=lambda case: case["name"])
def test_refused_when_published(case: dict[str, Any]) -> None:
    with pytest.raises(LogicError) as caught:
        check(case["rule"])
    assert caught.value.code == case["code"]


@pytest.mark.parametrize("case", SPEC["dependencies"], ids=lambda case: json.dumps(case["rule"]))
def test_dependencies(case: dict[str, Any]) -> None:
    assert dependencies(case["rule"]) == frozenset(case["names"])


def test_nan_and_infinity_are_no_literals() -> None:
    for value in (float("nan"), float("inf"), 10**400):
        with pytest.raises(LogicError, match="not_json"):
            check({"==": [value, 1]})


def test_every_operator_has_a_case() -> None:
    from opencem.engines.survey_logic.operators import KEYED, PLAIN, SCOPED, SHORT_CIRCUIT

    assert set(OPERATORS) == {*PLAIN, *SHORT_CIRCUIT, *KEYED, *SCOPED, "var", "missing"}


values = st.none() | st.booleans() | st.integers(-12, 12) | st.floats(allow_nan=False) | st.text(max_size=3)
rules = st.recursive(
    values | st.sampled_from([{"var": "a"}, {"var": "b.0"}, {"answered": "b"}, {"nps_group": "a"}]),
    lambda inner: st.builds(
        lambda operator, arguments: {operator: arguments}, st.sampled_from(OPERATORS), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules, values, st.lists(values, max_size=3))
def test_what_can_be_published_always_evaluates(rule: object, a: object, b: list[object]) -> None:
    try:
        compiled = compile_rule(rule)
    except LogicError:
        return
    result = compiled({"a": a, "b": b})
    json.dumps(result, allow_nan=False)
