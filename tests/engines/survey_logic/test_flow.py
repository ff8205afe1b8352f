"""The way through a survey: conditions on pages, jumps, ends, calculations, loops, tests of two arms, quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import (
    Answer,
    Context,
    DefinitionError,
    Examination,
    Item,
    SurveyDefinition,
    arms_of,
    items_of,
    order,
    order_choices,
    order_questions,
    submit,
    walk,
)

from .every_type import question
from .surveys import choices, text

Json = dict[str, Any]
LOW = {"<=": [{"var": "recommend"}, 6]}


def page(key: str, *questions: Json, **more: Any) -> Json:
    return {"key": key, "questions": list(questions), **more}


def survey(*pages: Json, **more: Any) -> Json:
    languages = ["zh-Hans", "zh-Hant", "en"]
    return {"key": "way", "title": text("路"), "languages": languages, "pages": list(pages), **more}


def end(key: str, outcome: str = "completed") -> Json:
    return {"key": key, "title": text(key), "outcome": outcome}


def parse(*pages: Json, **more: Any) -> SurveyDefinition:
    return SurveyDefinition.parse(survey(*pages, **more))


def codes(examination: Examination) -> list[tuple[str, str]]:
    return [(error.question, error.code) for error in examination.errors]


def way(examination: Examination) -> list[str]:
    return [step.page.key + (f"@{step.item.code}" if step.item else "") for step in examination.pages]


SCORE = question("recommend", "nps")
WHY = question("why", "text", required=True)
MORE = question("more", "text")

JUMPING = parse(
    page(
        "score", SCORE, next=[{"if": LOW, "to": "sorry"}, {"if": {"==": [{"var": "recommend"}, 10]}, "to": "end:fan"}]
    ),
    page("praise", WHY),
    page("sorry", MORE),
    ends=[end("fan")],
)


def test_the_first_jump_that_holds_is_taken() -> None:
    assert way(walk(JUMPING, {"recommend": 3})) == ["score", "sorry"]
    assert way(walk(JUMPING, {"recommend": 8, "why": "x"})) == ["score", "praise", "sorry"]
    assert way(walk(JUMPING, {})) == ["score", "praise", "sorry"]


def test_a_page_jumped_over_asks_nothing_and_takes_nothing() -> None:
    assert codes(walk(JUMPING, {"recommend": 3})) == []
    assert codes(walk(JUMPING, {"recommend": 3, "why": "x"})) == [("why", "hidden_question")]
    assert codes(walk(JUMPING, {"recommend": 8})) == [("why", "required")]


def test_an_early_end_is_told_and_nothing_after_it_is_taken() -> None:
    ended = walk(JUMPING, {"recommend": 10})
    assert way(ended) == ["score"]
    assert ended.end is not None
    assert ended.end.key == "fan"
    assert codes(walk(JUMPING, {"recommend": 10, "more": "x"})) == [("more", "hidden_question")]
    assert walk(JUMPING, {"recommend": 3}).end is None


def test_a_page_that_was_jumped_over_leads_nowhere() -> None:
    definition = parse(
        page("a", SCORE, next=[{"if": LOW, "to": "c"}]),
        page("b", MORE, next=[{"if": True, "to": "end:out"}]),
        page("c", WHY),
        ends=[end("out", "screened_out")],
    )
    assert walk(definition, {"recommend": 3, "why": "x"}).end is None
    screened = submit(definition, {"recommend": 9}, "en")
    assert screened.end is not None
    assert screened.end.outcome == "screened_out"


def test_a_page_with_a_condition() -> None:
    definition = parse(page("a", SCORE), page("b", WHY, show_if=LOW), page("c", MORE))
    assert way(walk(definition, {"recommend": 9})) == ["a", "c"]
    assert way(walk(definition, {"recommend": 2})) == ["a", "b", "c"]
    assert codes(walk(definition, {"recommend": 9, "why": "x"})) == [("why", "hidden_question")]


CALCULATING = parse(
    page("a", question("food", "rating"), question("staff", "rating")),
    page(
        "b", MORE | {"show_if": {"<": [{"var": "calc.mean"}, 3]}}, next=[{"if": {"var": "calc.bad"}, "to": "end:out"}]
    ),
    page("c", WHY),
    calculations=[
        {"key": "mean", "value": {"/": [{"+": [{"var": "food"}, {"var": "staff"}]}, 2]}},
        {"key": "bad", "value": {"==": [{"var": "calc.mean"}, 1]}},
        {"key": "version", "value": 2},
    ],
    ends=[end("out", "screened_out")],
)


def test_calculations_follow_the_answers_they_read() -> None:
    found = walk(CALCULATING, {"food": 2, "staff": 3, "more": "x", "why": "y"})
    assert found.data["calc"] == {"version": 2, "mean": 2.5, "bad": False}
    assert codes(found) == []
    assert codes(walk(CALCULATING, {"food": 5, "staff": 3, "more": "x", "why": "y"})) == [("more", "hidden_question")]


def test_a_calculation_may_lead_out() -> None:
    found = walk(CALCULATING, {"food": 1, "staff": 1})
    assert (way(found), found.end and found.end.key) == (["a", "b"], "out")


def test_a_calculation_over_nothing_is_missing() -> None:
    assert walk(CALCULATING, {"food": 1, "why": "x"}).data["calc"] == {"version": 2, "mean": None, "bad": False}


ORDER = Context(
    items={"order.items": (Item("sku1", "猫粮", {"category": "food"}), Item("sku2", "猫砂", {"category": "litter"}))}
)
LOOPING = parse(
    page("a", SCORE),
    page(
        "each",
        question("stars", "rating", required=True),
        question("taste", "text", show_if={"==": [{"var": "item.category"}, "food"]}),
        question("wrong", "multiple", choices=choices("late", "broken"), show_if={"<=": [{"var": "stars"}, 2]}),
        loop={"over": "order.items"},
        show_if={"answered": "recommend"},
    ),
    page("b", WHY | {"show_if": {"some": [{"var": "stars"}, {"<=": [{"var": ""}, 2]}]}, "required": False}),
)  # fmt: skip


def test_a_page_is_repeated_for_every_item() -> None:
    raw = {
        "recommend": 9,
        "stars@sku1": 5,
        "taste@sku1": "好",
        "stars@sku2": 1,
        "wrong@sku2": ["late"],
        "why": "砂太细",
    }
    found = walk(LOOPING, raw, ORDER)
    assert codes(found) == []
    assert way(found) == ["a", "each@sku1", "each@sku2", "b"]
    assert found.answers[1:-1] == (
        Answer("stars", "sku1", number=5.0),
        Answer("taste", "sku1", text="好"),
        Answer("stars", "sku2", number=1.0),
        Answer("wrong", "sku2", "late"),
    )
    assert found.data["stars"] == [5, 1]
    assert [each.key for each in found.visible] == ["recommend", "stars", "taste", "wrong", "why"]


def test_each_item_stands_for_itself() -> None:
    raw = {
        "recommend": 9,
        "stars@sku1": 1,
        "wrong@sku1": ["late"],
        "stars@sku2": 5,
        "wrong@sku2": ["late"],
        "taste@sku2": "?",
    }
    assert codes(walk(LOOPING, raw, ORDER)) == [("taste@sku2", "hidden_question"), ("wrong@sku2", "hidden_question")]
    assert codes(walk(LOOPING, {"recommend": 9, "stars@sku2": 9}, ORDER)) == [
        ("stars@sku1", "required"),
        ("stars@sku2", "out_of_range"),
    ]


@pytest.mark.parametrize("name", ["stars", "stars@sku3", "stars@", "recommend@sku1", "@sku1"])
def test_answers_to_no_item_are_unknown(name: str) -> None:
    assert (name, "unknown_question") in codes(walk(LOOPING, {"recommend": 9, name: 3}, ORDER))


def test_an_item_bought_twice_is_asked_about_once() -> None:
    twice = (Item("a", "一"), Item("b", "二"), Item("a", "三"), Item("", "四"), Item("x" * 41, "五"))
    bought = Context(items={"order.items": twice})
    assert [item.name for item in items_of(bought, "order.items")] == ["一", "二"]
    many = Context(items={"order.items": tuple(Item(str(number), "x") for number in range(99))})
    assert [item.code for item in items_of(many, "order.items")] == [str(number) for number in range(50)]


def test_a_loop_over_nothing_is_passed_by() -> None:
    assert way(walk(LOOPING, {"recommend": 9})) == ["a", "b"]
    assert codes(walk(LOOPING, {"stars@sku1": 3}, ORDER)) == [("stars@sku1", "hidden_question")]


TESTING = parse(
    page("a", SCORE),
    page("long", WHY, ab={"group": "g", "arm": "long", "weight": 1}),
    page("short", MORE, ab={"group": "g", "arm": "short", "weight": 3}),
)


def test_one_arm_is_shown_and_told() -> None:
    for number in range(20):
        found = walk(TESTING, {}, Context(seed=f"s{number}"))
        assert way(found) == ["a", found.arms["g"]]


def test_arms_are_drawn_by_weight_and_stay() -> None:
    drawn = Counter(arms_of(TESTING, f"seed {number}")["g"] for number in range(4000))
    assert 880 < drawn["long"] < 1120  # 1000 expected, standard deviation 27
    assert arms_of(TESTING, "seed 7") == arms_of(TESTING, "seed 7")


def test_quotas_an_answer_set_falls_in() -> None:
    quotas = [
        {"key": "low", "limit": 10, "if": LOW, "end": "full"},
        {"key": "all", "limit": 1000, "if": True, "end": "full", "hold_minutes": 5},
    ]
    definition = parse(page("a", SCORE), quotas=quotas, ends=[end("full", "screened_out")])
    assert walk(definition, {"recommend": 2}).quotas == ("low", "all")
    assert submit(definition, {"recommend": 9}, "en").quotas == ("all",)
    assert [quota.hold_minutes for quota in definition.quotas] == [30, 5]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(), max_size=20, unique=True), st.text(), st.sampled_from(["random", "rotate", "fixed"]))
def test_an_order_is_a_permutation_that_repeats(items: list[int], seed: str, how: Any) -> None:
    mixed = order(items, seed, how)
    assert sorted(mixed) == sorted(items)
    assert order(items, seed, how) == mixed


def test_every_place_is_as_likely() -> None:
    firsts = Counter(order("abcd", str(seed))[0] for seed in range(4000))
    assert all(880 < count < 1120 for count in firsts.values())
    turns = {"".join(order("abcd", str(seed), "rotate")) for seed in range(100)}
    assert turns == {"abcd", "bcda", "cdab", "dabc"}


def test_a_fixed_choice_keeps_its_place() -> None:
    other = {"key": "other", "label": text("其他"), "fixed": True}
    definition = parse(page("a", question("x", "single", choices=[*choices("a", "b", "c"), other], order="random")))
    asked = definition.by_key["x"]
    orders = {tuple(each.key for each in order_choices(asked, asked.choices, str(seed))) for seed in range(200)}
    assert len(orders) == 6
    assert {each[-1] for each in orders} == {"other"}


def test_questions_mix_on_their_own() -> None:
    alike = [question(key, "single", choices=choices("a", "b", "c", "d"), order="random") for key in ("x", "y")]
    definition = parse(page("p", *alike, order="random"))
    first, second = definition.questions
    pairs = {
        (order_choices(first, first.choices, str(seed))[0].key, order_choices(second, second.choices, str(seed))[0].key)
        for seed in range(300)
    }
    assert len(pairs) == 16
    placed = {order_questions(definition.pages[0], definition.questions, str(seed))[0].key for seed in range(50)}
    assert placed == {"x", "y"}


SHUFFLED = parse(
    page("first", SCORE),
    page("x", question("x1", "text"), shuffle="m"),
    page("y", question("y1", "rating"), shuffle="m", loop={"over": "order.items"}),
    page("z", question("z1", "text"), shuffle="m"),
    page("last", WHY | {"show_if": {"answered": "x1"}}),
)


def test_pages_change_places_and_ask_the_same() -> None:
    ways = {tuple(way(walk(SHUFFLED, {"x1": "a", "why": "b"}, replace(ORDER, seed=str(seed))))) for seed in range(100)}
    assert len(ways) == 6
    assert {each[0] for each in ways} == {"first"}
    assert {each[-1] for each in ways} == {"last"}
    assert all(each.index("y@sku2") == each.index("y@sku1") + 1 for each in ways)
    raw = {"x1": "a", "y1@sku1": 3, "z1": "c", "why": "b"}
    answers = {walk(SHUFFLED, raw, replace(ORDER, seed=str(seed))).answers for seed in range(20)}
    assert len(answers) == 1


def jump(to: object, rule: object = True) -> Json:
    return page("a", SCORE, next=[{"if": rule, "to": to}])


FAULTS: list[tuple[str, Json, str, str]] = [
    ("a jump back", survey(page("z", MORE), jump("z")), "pages.1.next.0.to", "jump_backward"),
    ("a jump to itself", survey(jump("a")), "pages.0.next.0.to", "jump_backward"),
    ("a jump nowhere", survey(jump("zz")), "pages.0.next.0.to", "unknown_page"),
    ("a jump to no end", survey(jump("end:zz")), "pages.0.next.0.to", "unknown_end"),
    ("a jump to a number", survey(jump(3)), "pages.0.next.0.to", "target_expected"),
    ("a jump without a rule", survey(jump("b", None), page("b", MORE)), "pages.0.next.0", "rule_expected"),
    ("a jump over a later answer", survey(jump("b", {"answered": "more"}), page("b", MORE)), "pages.0.next.0.if", "not_an_earlier_question"),
    ("a page over its own question", survey(page("a", SCORE, show_if=LOW)), "pages.0.show_if", "not_an_earlier_question"),
    ("a page twice", survey(page("a", SCORE), page("a", MORE)), "pages.1.key", "key_taken"),
    ("a matrix in a loop", survey(page("a", question("x", "matrix_rating", rows=choices("r")), loop={"over": "order.items"})), "pages.0.questions.0.type", "not_in_a_loop"),
    ("a loop over code", survey(page("a", SCORE, loop={"over": "a;b"})), "pages.0.loop", "loop_expected"),
    ("an item outside a loop", survey(page("a", SCORE | {"show_if": {"answered": "item"}})), "pages.0.questions.0.show_if", "not_an_earlier_question"),
    ("a question called item in a loop", survey(page("a", question("item", "text"), loop={"over": "order.items"})), "pages.0.questions.0.key", "key_taken"),
    ("arms of two weights", survey(page("a", SCORE, ab={"group": "g", "arm": "x"}), page("b", MORE, ab={"group": "g", "arm": "x", "weight": 2})), "pages.1.ab", "weights_differ"),
    ("no arm", survey(page("a", SCORE, ab={"group": "g"})), "pages.0.ab.arm", "code_expected"),
    ("a calculation over nothing", survey(page("a", SCORE), calculations=[{"key": "c", "value": {"var": "zz"}}]), "calculations.0.value", "unknown_question"),
    ("a calculation over a later one", survey(page("a", SCORE), calculations=[{"key": "c", "value": {"var": "calc.d"}}, {"key": "d", "value": 1}]), "calculations.0.value", "unknown_question"),
    ("a calculation over itself", survey(page("a", SCORE), calculations=[{"key": "c", "value": {"var": "calc.c"}}]), "calculations.0.value", "unknown_question"),
    ("a calculation that is not ready", survey(page("a", SCORE, MORE | {"show_if": {"var": "calc.c"}}), calculations=[{"key": "c", "value": {"var": "recommend"}}]), "pages.0.questions.1.show_if", "calculation_not_ready"),
    ("an unknown calculation", survey(page("a", SCORE | {"show_if": {"var": "calc.x"}}), calculations=[{"key": "c", "value": 1}]), "pages.0.questions.0.show_if", "unknown_calculation"),
    ("a question called calc", survey(page("a", question("calc", "nps")), calculations=[{"key": "c", "value": 1}]), "pages.0.questions.0.key", "key_taken"),
    ("a quota without an end", survey(page("a", SCORE), quotas=[{"key": "q", "limit": 1, "if": True}]), "quotas.0.end", "unknown_end"),
    ("a quota without a rule", survey(page("a", SCORE), quotas=[{"key": "q", "limit": 1, "end": "x"}], ends=[end("x")]), "quotas.0", "rule_expected"),
    ("a quota below 0", survey(page("a", SCORE), quotas=[{"key": "q", "limit": -1, "if": True, "end": "x"}], ends=[end("x")]), "quotas.0.limit", "number_expected"),
    ("an end that redirects to a script", survey(page("a", SCORE), ends=[end("x") | {"redirect": "javascript:alert(1)"}]), "ends.0.redirect", "address_expected"),
    ("an unknown outcome", survey(page("a", SCORE), ends=[end("x", "lost")]), "ends.0.outcome", "not_offered"),
    ("a logo of another site", survey(page("a", SCORE), theme={"logo": "https://example.com/a.png"}), "theme.logo", "own_file_expected"),
    ("a shuffle torn apart", survey(page("a", SCORE, shuffle="m"), page("b", MORE), page("c", WHY, shuffle="m")), "pages.2", "shuffle_apart"),
    ("a jump out of a shuffle", survey(page("a", SCORE, shuffle="m", next=[{"if": LOW, "to": "b"}]), page("b", MORE)), "pages.0", "jump_in_shuffle"),
    ("a shuffled page that reads its neighbour", survey(page("a", SCORE, shuffle="m"), page("b", MORE | {"show_if": LOW}, shuffle="m")), "pages.1.questions.0.show_if", "reads_shuffled_page"),
    ("the same through a calculation", survey(page("a", SCORE, shuffle="m"), page("b", MORE | {"title": text("{{calc.c}}")}, shuffle="m"), calculations=[{"key": "c", "value": {"var": "recommend"}}]), "pages.1.questions.0.title", "reads_shuffled_page"),
    ("a long tag", survey(page("a", SCORE), tags=["x" * 41]), "tags.0", "text_expected"),
    ("a scene with spaces", survey(page("a", SCORE), scene="a b"), "scene", "code_expected"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "path", "code"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_fault(source: Json, path: str, code: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(source)
    assert (path, code) in {(fault.path, fault.code) for fault in caught.value.errors}


def nested(depth: int) -> object:
    rule: object = True
    for _ in range(depth):
        rule = {"!": rule}
    return rule


def test_a_rule_nested_beyond_reason_is_refused_not_followed() -> None:
    for depth, code in ((30, "too_deep"), (5000, "too_deep")):
        with pytest.raises(DefinitionError) as caught:
            parse(page("a", SCORE | {"show_if": nested(depth)}))
        assert {fault.code for fault in caught.value.errors} == {code}


@pytest.mark.parametrize(
    "huge", [{"title": {"en": "x" * 5_000_000}}, {"pages": [0] * 300_000}, {"x": [[{}] * 1000] * 300}]
)
def test_a_huge_definition_is_refused_before_it_is_read(huge: Json) -> None:
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(huge)
    assert [(fault.path, fault.code) for fault in caught.value.errors] == [("", "too_large")]


def test_faults_without_end_are_cut_off() -> None:
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse({f"x{number}": 1 for number in range(100_000)})
    assert len(caught.value.errors) == 2000


def test_five_hundred_questions_are_the_limit() -> None:
    pages = [
        page(f"p{number}", *[question(f"q{number}_{place}", "nps") for place in range(100)]) for number in range(5)
    ]
    assert len(parse(*pages).questions) == 500
    with pytest.raises(DefinitionError, match="at most 500"):
        parse(*pages, page("one_more", SCORE))


keys = st.sampled_from(["recommend", "stars@sku1", "stars@sku2", "taste@sku1", "wrong@sku2", "why", "stars", "x"])
values: st.SearchStrategy[object] = st.none() | st.integers(0, 11) | st.text(max_size=3) | st.just(["late"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(keys, values))
def test_what_was_shown_and_nothing_else_is_answered(raw: Mapping[str, object]) -> None:
    found = walk(LOOPING, raw, ORDER)
    shown = {(each.key, step.item.code if step.item else "") for step in found.pages for each in step.questions}
    assert {(answer.question, answer.row) for answer in found.answers} <= shown
