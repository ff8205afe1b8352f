"""What an editor is told: the flow, what can never be, what a change breaks."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from opencem.engines.survey_logic import DefinitionError, SurveyDefinition, compare, inspect, uses

from . import large
from .every_type import question
from .every_type import source as every_type
from .surveys import choices, source, text
from .test_flow import LOW, MORE, SCORE, WHY, Json, end, page, survey

COLOUR = question("colour", "single", choices=choices("red", "blue"))
DRINKS = question("drinks", "multiple", choices=choices("tea", "milk", "water"), max=2)
STARS = question("stars", "matrix_rating", rows=choices("food"))
AGE = question("age", "number", min=18, max=99)


def shown_if(rule: object, **more: Any) -> Json:
    return survey(page("a", SCORE, COLOUR, DRINKS, STARS, AGE, MORE | {"show_if": rule}), **more)


def warnings(definition: Json) -> list[tuple[str, str]]:
    found = inspect(definition)
    assert found.faults == ()
    return [(warning.path, warning.code) for warning in found.warnings]


def both(*rules: object) -> Json:
    return {"and": list(rules)}


def selected(key: str, choice: str) -> Json:
    return {"selected": [key, choice]}


SCORED = {"var": "recommend"}
IMPOSSIBLE = [
    both(selected("colour", "red"), selected("colour", "blue")),
    both(selected("colour", "red"), {"!": [selected("colour", "red")]}),
    both({"==": [{"var": "colour"}, "red"]}, {"!": [{"answered": "colour"}]}),
    both(selected("drinks", "tea"), {"!": [selected("drinks", "tea")]}),
    both(selected("drinks", "tea"), selected("drinks", "milk"), selected("drinks", "water")),
    both({">=": [SCORED, 9]}, {"<=": [SCORED, 6]}),
    both({">": [SCORED, 6]}, {"<": [SCORED, 7]}),
    both({"==": [{"nps_group": "recommend"}, "detractor"]}, both({">": [SCORED, 6]}, {"<": [SCORED, 9]})),
    {">": [SCORED, 10]},
    {"==": [{"var": "stars.food"}, 6]},
    both({">": [{"var": "age"}, 40]}, {"<": [{"var": "age"}, 40]}),
    {"<": [{"var": "age"}, 18]},
    False,
    {"or": [False, {"in": [1, [2, 3]]}]},
]
POSSIBLE = [
    both(selected("drinks", "tea"), selected("drinks", "milk")),
    both(selected("drinks", "water"), {"!": [selected("drinks", "tea")]}),
    both({">=": [SCORED, 6]}, {"<=": [SCORED, 6]}),
    both({">": [{"var": "age"}, 40]}, {"<": [{"var": "age"}, 40.5]}),
    {">=": [{"var": "age"}, 99]},
    {"!": [{"answered": "colour"}]},
    {"==": [{"var": "stars.food"}, 5]},
    {"or": [{">": [SCORED, 10]}, selected("colour", "red")]},
    both(selected("colour", "red"), {"<=": [SCORED, 3]}),
    True,
]


@pytest.mark.parametrize("rule", IMPOSSIBLE, ids=json.dumps)
def test_a_condition_that_can_never_hold(rule: object) -> None:
    assert ("pages.0.questions.5.show_if", "never_holds") in warnings(shown_if(rule))


@pytest.mark.parametrize("rule", POSSIBLE, ids=json.dumps)
def test_a_condition_that_may_hold(rule: object) -> None:
    assert warnings(shown_if(rule)) == []


def test_a_choice_that_is_not_there() -> None:
    found = warnings(shown_if({"or": [selected("colour", "green"), selected("colour", "red")]}))
    assert found == [("pages.0.questions.5.show_if", "unknown_choice")]


def test_a_choice_that_can_never_be_offered() -> None:
    tags = question("why", "tags", show_if=LOW, groups=[
        {"title": text("不满"), "show_if": LOW, "choices": choices("slow")},
        {"title": text("喜欢"), "show_if": {">=": [SCORED, 9]}, "choices": choices("tasty")},
    ])  # fmt: skip
    assert warnings(survey(page("a", SCORE, tags))) == [("pages.0.questions.1.groups.1.show_if", "never_holds")]


def test_a_question_against_its_page() -> None:
    definition = survey(page("a", SCORE), page("b", MORE | {"show_if": {">": [SCORED, 8]}}, show_if=LOW))
    assert warnings(definition) == [("pages.1.questions.0.show_if", "never_holds")]


def test_pages_and_ends_nobody_comes_to() -> None:
    definition = survey(
        page("a", SCORE, next=[{"if": LOW, "to": "c"}, {"if": True, "to": "d"}]),
        page("b", MORE),
        page("c", WHY, next=[{"if": {">": [SCORED, 10]}, "to": "end:never"}]),
        page("d", COLOUR),
        ends=[end("never"), end("full")],
        quotas=[{"key": "q", "limit": 5, "if": LOW, "end": "full"}],
    )
    assert warnings(definition) == [
        ("pages.1", "unreachable_page"),
        ("pages.2.next.0.if", "never_holds"),
        ("ends.0", "end_never_reached"),
    ]


def test_a_page_with_a_condition_may_be_passed_by() -> None:
    away = [{"if": True, "to": "end:x"}]
    definition = survey(page("a", SCORE), page("b", MORE, show_if=LOW, next=away), page("c", WHY), ends=[end("x")])
    assert warnings(definition) == []


def test_a_random_order_against_a_condition_on_the_same_page() -> None:
    definition = survey(page("a", SCORE, MORE | {"show_if": LOW}, order="random"))
    assert warnings(definition) == [("pages.0.questions.1.show_if", "depends_on_random_order")]


def test_a_test_with_one_arm() -> None:
    assert warnings(survey(page("a", SCORE, ab={"group": "g", "arm": "x"}))) == [("pages", "one_arm")]


def test_the_flow_as_a_graph() -> None:
    definition = survey(
        page("a", SCORE, next=[{"if": LOW, "to": "end:sorry"}]),
        page("b", MORE | {"show_if": {"answered": "recommend"}}),
        ends=[end("sorry")],
    )
    flow = inspect(definition).flow
    assert flow is not None
    assert [(node.id, node.path, node.reachable) for node in flow.nodes] == [
        ("page:a", "pages.0", True),
        ("question:recommend", "pages.0.questions.0", True),
        ("page:b", "pages.1", True),
        ("question:more", "pages.1.questions.0", True),
        ("end:sorry", "ends.0", True),
        ("end:", "thanks", True),
    ]
    assert {(edge.source, edge.target, edge.kind) for edge in flow.edges} == {
        ("page:a", "end:sorry", "jump"),
        ("page:a", "page:b", "next"),
        ("page:b", "end:", "next"),
        ("question:recommend", "end:sorry", "jump"),
        ("question:recommend", "question:more", "show"),
    }
    assert json.loads(json.dumps(flow.as_json()))["edges"][0]["rule"] == LOW


def test_a_draft_with_faults_is_still_drawn() -> None:
    found = inspect(survey(page("a", SCORE | {"title": {}}, MORE | {"show_if": {"answered": "gone"}}), page("", WHY)))
    assert {(fault.path, fault.code) for fault in found.faults} >= {
        ("pages.0.questions.0.title", "translation_missing"),
        ("pages.0.questions.1.show_if", "not_an_earlier_question"),
        ("pages.1.key", "key_expected"),
    }
    assert found.flow is not None
    assert len([node for node in found.flow.nodes if node.kind == "question"]) == 3


@pytest.mark.parametrize(
    "junk", [None, 3, [], {}, {"pages": [{"questions": [{"type": []}]}]}, {"pages": [[]] * 10_000}]
)
def test_any_junk_can_be_looked_at(junk: object) -> None:
    assert inspect(junk).faults


def test_a_new_language_lists_what_lacks_it() -> None:
    definition = large.source()
    definition["languages"].append("fr")
    found = inspect(definition)
    assert {fault.code for fault in found.faults} == {"translation_missing"}
    assert found.flow is not None


def test_what_refers_to_a_question() -> None:
    definition = SurveyDefinition.parse(
        survey(
            page("a", SCORE, COLOUR, next=[{"if": LOW, "to": "c"}]),
            page("b", MORE | {"title": text("{{q.colour}}"), "show_if": {"var": "calc.low"}, "required": selected("colour", "red")}),
            page("c", WHY, question("again", "single", carry={"from": "colour", "what": "chosen"}), show_if=LOW),
            calculations=[{"key": "low", "value": LOW}],
            quotas=[{"key": "q", "limit": 5, "if": selected("colour", "blue"), "end": "full"}],
            ends=[end("full") | {"text": text("{{q.colour}}")}],
        )
    )  # fmt: skip
    assert [(use.path, use.kind) for use in uses(definition, "recommend")] == [
        ("calculations.0.value", "calculation"),
        ("pages.0.next.0.if", "jump"),
        ("pages.1.questions.0.show_if", "show"),
        ("pages.2.show_if", "show"),
    ]
    assert [(use.path, use.kind) for use in uses(definition, "colour")] == [
        ("pages.1.questions.0.required", "require"),
        ("pages.1.questions.0.title", "pipe"),
        ("pages.2.questions.1.carry", "carry"),
        ("ends.0.text", "pipe"),
        ("quotas.0.if", "quota"),
    ]
    assert [use.path for use in uses(definition, "colour", "red")] == ["pages.1.questions.0.required"]
    assert uses(definition, "why") == ()


def test_every_place_of_a_use_leads_into_the_definition() -> None:
    written = source()
    for key in SurveyDefinition.parse(written).by_key:
        for use in uses(SurveyDefinition.parse(written), key):
            part: Any = written
            for step in use.path.split("."):
                part = part[int(step)] if isinstance(part, list) else part[step]
            assert key in json.dumps(part)


def test_versions_compared() -> None:
    old, changed = every_type(), every_type()
    asked = changed["pages"][0]["questions"]
    asked[0]["points"] = 5
    asked[1]["title"] = text("换个说法")
    asked[2]["choices"].pop(0)
    changed["pages"].append(page("last", asked.pop(), question("fresh", "nps")))
    asked.pop(14)
    found = compare(SurveyDefinition.parse(old), SurveyDefinition.parse(changed))
    assert (found.added, found.removed, found.moved) == (("fresh",), ("hour",), ("again",))
    assert found.choices_removed == (("city", "bj"),)
    assert [(fault.path, fault.code) for fault in found.breaks] == [("pages.0.questions.0", "scale_changed")]


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        (SCORE, question("recommend", "rating"), True),
        (question("x", "rating"), question("x", "rating", look="hearts"), False),
        (question("x", "rating"), question("x", "rating", points=5), False),
        (question("x", "ces"), question("x", "ces", points=5), True),
        (STARS, STARS | {"max": 7}, True),
        (STARS, STARS | {"rows": choices("food", "staff")}, False),
        (question("x", "slider"), question("x", "slider", max=10), True),
        (question("x", "constant_sum", choices=choices("a")), question("x", "constant_sum", choices=choices("a"), total=10), True),
        (question("x", "number", unit=text("元")), question("x", "number", unit=text("分钟")), True),
        (question("x", "text"), question("x", "text", max_length=10), False),
        (COLOUR, COLOUR | {"type": "dropdown"}, True),
    ],
)  # fmt: skip
def test_a_published_question_keeps_its_scale(before: Json, after: Json, broken: bool) -> None:
    old, new = SurveyDefinition.parse(survey(page("a", before))), SurveyDefinition.parse(survey(page("b", after)))
    assert [fault.code for fault in compare(old, new).breaks] == ["scale_changed"] * broken


def test_three_hundred_questions_and_two_hundred_rules_in_a_tenth_of_a_second() -> None:
    """The bar is 100 ms of CPU; the best of three, as a shared machine adds and never takes away."""
    definition = large.source()
    assert large.rules_in(definition) == 200
    took = []
    for _ in range(3):
        begun = time.process_time()
        found = inspect(definition)
        took.append(time.process_time() - begun)
    assert (found.faults, found.warnings) == ((), ())
    assert min(took) < 0.1


def test_ten_megabytes_are_refused_at_once() -> None:
    definition = survey(page("a", SCORE)) | {"title": {"en": "x" * 10_000_000}}
    begun = time.process_time()
    with pytest.raises(DefinitionError):
        SurveyDefinition.parse(definition)
    assert time.process_time() - begun < 0.1
