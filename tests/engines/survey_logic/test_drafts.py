"""Whatever an editor or an attacker sends as a definition is read, refused with its faults, or both; never a crash."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import Context, Item, compare, inspect, read_definition, uses, walk

from .every_type import question
from .every_type import source as every_type
from .surveys import choices, text
from .test_flow import LOW, end, page, survey

CONTEXT = Context(seed="s", items={"order.items": (Item("sku1", "猫粮"),)})


def way() -> dict[str, Any]:
    return survey(
        page("a", question("recommend", "nps"), next=[{"if": LOW, "to": "c"}, {"if": True, "to": "end:out"}]),
        page("b", question("more", "single", choices=choices("x", "y"), order="random"), ab={"group": "g", "arm": "x"}),
        page("c", question("each", "rating", show_if={"answered": "item.code"}), loop={"over": "order.items"}),
        page("d", question("why", "text") | {"title": text("{{q.more|?}} {{calc.c}}")}, show_if={"var": "calc.c"}, shuffle="m"),
        page("e", question("best", "single", carry={"from": "more", "what": "chosen"}), shuffle="m"),
        calculations=[{"key": "c", "value": {"+": [{"var": "recommend"}, 1]}}],
        ends=[end("out"), end("full", "screened_out")],
        quotas=[{"key": "q", "limit": 1, "if": LOW, "end": "full"}],
        theme={"color": "#112233", "screens": "questions"},
        tags=["x"],
        scene="store",
    )  # fmt: skip


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["a", "recommend", "more", "end:out", "calc", "item", "nps", "{{q.more}}", "{{q.}}", "https://x"]),
    st.sampled_from(
        [{}, [], [[]], [None], {"": 1}, {"var": "recommend"}, {"and": []}, {"var": ["calc.c", {"var": ""}]}]
    ),
    st.sampled_from([question("recommend", "nps"), page("a", question("z", "cascade")), {"over": "order.items"}]),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of some JSON as (holder, name)."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, part in inside for place in ((value, name), *places(part))]


@st.composite
def broken(draw: Any) -> dict[str, Any]:
    definition = copy.deepcopy(draw(st.sampled_from([way, every_type]))())
    for _ in range(draw(st.integers(1, 3))):
        found = places(definition)
        holder, name = found[draw(st.integers(0, len(found) - 1))]
        if isinstance(holder, dict) and draw(st.booleans()):
            del holder[name]
        else:
            holder[name] = copy.deepcopy(draw(junk))
    return dict(definition)


def test_the_unbroken_ones_are_in_order() -> None:
    assert read_definition(way()).faults == read_definition(every_type()).faults == ()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken(), st.dictionaries(st.sampled_from(["recommend", "more", "each@sku1", "why", "best"]), junk))
def test_any_draft_can_be_looked_at_and_what_is_in_order_can_be_answered(
    source: dict[str, Any], raw: dict[str, Any]
) -> None:
    definition, faults = read_definition(source)
    found = inspect(source)
    assert found.faults == faults
    assert (found.flow is None) == (definition is None)
    if definition is None:
        return
    json.dumps(found.flow and found.flow.as_json())
    assert compare(definition, definition).breaks == ()
    for key in definition.by_key:
        uses(definition, key)
    if not faults:
        walk(definition, raw, CONTEXT)
