"""Answers put into later texts."""

from __future__ import annotations

from typing import Any

import pytest

from opencem.engines.survey_logic import Context, DefinitionError, Item, Piping, SurveyDefinition, Text, fill, walk

from .every_type import question
from .surveys import choices, text
from .test_flow import end, page, survey

OTHER = {"key": "other", "label": text("其他"), "open": True}
PIPED = SurveyDefinition.parse(
    survey(
        page(
            "a",
            question("visit", "single", choices=[*choices("store"), OTHER]),
            question("extras", "multiple", choices=choices("tea", "cake")),
            question("amount", "number"),
            question("name", "text"),
        ),
        page("each", question("stars", "rating"), question("why", "text") | {"title": text("{{item.name}}为什么给{{q.stars}}分？")}, loop={"over": "order.items"}),
        page("b", question("more", "text") | {"title": text("{{customer.name|您}}在{{unit.name}}：{{q.visit}}，{{q.extras}}，{{q.amount}}，{{q.name}}，{{calc.third}}，{{q.stars}}")}),
        calculations=[{"key": "third", "value": {"/": [{"var": "amount"}, 3]}}],
        ends=[end("x") | {"text": text("{{q.visit}}")}],
    )
)  # fmt: skip
ITEMS = (Item("s1", "猫粮"), Item("s2", "{{q.name}}"))
CONTEXT = Context(facts={"unit.name": "东街店"}, items={"order.items": ITEMS})


def piped(raw: dict[str, Any], key: str, language: str = "zh-Hans", step: int | None = None) -> str:
    examination = walk(PIPED, raw, CONTEXT)
    shown = None if step is None else examination.pages[step]
    return Piping(PIPED, examination, language, CONTEXT, shown).fill(PIPED.by_key[key].title)


def test_answers_facts_and_calculations_in_words() -> None:
    raw = {"visit": "store", "extras": ["tea", "cake"], "amount": 10, "name": "李雷", "stars@s1": 5, "stars@s2": 3}
    assert piped(raw, "more") == "您在东街店：store，tea、cake，10，李雷，3.33，5、3"
    assert piped(raw, "more", "en") == "您在东街店：store，tea, cake，10，李雷，3.33，5, 3"


def test_what_is_missing_leaves_nothing() -> None:
    assert piped({}, "more") == "您在东街店：，，，，，"


def test_a_free_text_stands_for_its_choice() -> None:
    assert "：路上，" in piped({"visit": {"choice": "other", "text": "路上"}}, "more")


def test_in_a_loop_each_item_has_its_own_words() -> None:
    raw = {"stars@s1": 5, "stars@s2": 3}
    assert [piped(raw, "why", step=step) for step in (1, 2)] == ["猫粮为什么给5分？", "{{q.name}}为什么给3分？"]


def test_what_is_put_in_is_not_looked_into_again() -> None:
    assert "{{unit.name}}" in piped({"name": "{{unit.name}}"}, "more")
    assert "<b>" in piped({"name": "<b>"}, "more")
    assert fill("{{ unit.name }}{{x.y|z}}", {"unit.name": "{{x.y}}"}.get) == "{{x.y}}z"  # type: ignore[arg-type]  # None is as good as ""


def test_a_text_without_placeholders_is_left_alone() -> None:
    assert fill("a } b {c}", lambda name: "x") == "a } b {c}"
    assert Piping(PIPED, walk(PIPED, {}), "fr").fill(Text({"en": "hi"})) == "hi"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{q.more}}", "not_an_earlier_question"),
        ("{{q.zz}}", "not_an_earlier_question"),
        ("{{calc.zz}}", "unknown_calculation"),
        ("{{calc.third}}", "calculation_not_ready"),
        ("{{item.name}}", "unknown_placeholder"),
        ("{{customer.phone}}", "unknown_placeholder"),
        ("{{__class__}}", "unknown_placeholder"),
        ("{{}}", "unknown_placeholder"),
    ],
)
def test_an_unknown_placeholder_is_refused(words: str, code: str) -> None:
    source = survey(
        page("a", question("amount", "number"), question("more", "text") | {"title": text(words)}),
        calculations=[{"key": "third", "value": {"/": [{"var": "amount"}, 3]}}],
    )
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(source)
    assert {(fault.path, fault.code) for fault in caught.value.errors} == {("pages.0.questions.1.title", code)}


def test_a_block_has_no_answer_to_put_in() -> None:
    source = survey(page("a", question("b", "block"), question("c", "text") | {"title": text("{{q.b}}")}))
    with pytest.raises(DefinitionError, match="not the key of an earlier"):
        SurveyDefinition.parse(source)
