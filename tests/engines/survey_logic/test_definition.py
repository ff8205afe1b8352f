"""What may be published as a survey, and that every fault is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencem.engines.survey_logic import DefinitionError, SurveyDefinition

from .surveys import SURVEY, choices, source, text

Break = Callable[[dict[str, Any]], object]


def test_a_whole_survey_is_read() -> None:
    assert [question.key for question in SURVEY.questions] == [
        "recommend", "reasons", "visit", "extras", "stars", "comment", "come_back", "phone", "news",
    ]  # fmt: skip
    assert SURVEY.by_key["comment"].max_length == 20
    assert SURVEY.by_key["stars"].scale == (1, 5)
    assert SURVEY.by_key["reasons"].most_choices == 2
    assert [question.key for question in SURVEY.with_role("verbatim")] == ["comment"]
    assert SURVEY.by_key["phone"].consent is not None
    assert SURVEY.color == "#b4232a"


def test_texts_fall_back_to_the_first_language() -> None:
    definition = SurveyDefinition.parse(source() | {"languages": ["zh-Hans"]})
    assert definition.title.in_language("en") == "到店体验"
    assert definition.thanks.in_language("en") == ""
    assert not definition.thanks


def questions(survey: dict[str, Any], page: int = 0) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = survey["pages"][page]["questions"]
    return listed


FAULTS: list[tuple[str, Break, str, str]] = [
    ("no title", lambda s: s.pop("title"), "title", "text_expected"),
    ("a text in one language only", lambda s: s.update(title={"en": "x"}), "title", "translation_missing"),
    ("a text that is a number", lambda s: s.update(intro={"en": 3}), "intro", "text_expected"),
    ("an unknown field", lambda s: s.update(scripts="alert(1)"), "", "unknown_field"),
    ("no language tag", lambda s: s.update(languages=["french!"]), "languages", "languages_expected"),
    ("a language twice", lambda s: s.update(languages=["en", "en"]), "languages", "languages_expected"),
    ("a colour with CSS in it", lambda s: s.update(color="red;}"), "color", "color_expected"),
    ("no pages", lambda s: s.update(pages=[]), "pages", "list_expected"),
    ("a page that is no object", lambda s: s.update(pages=["x"]), "pages.0", "object_expected"),
    ("an empty page", lambda s: s["pages"][0].update(questions=[]), "pages.0.questions", "list_expected"),
    ("a key twice", lambda s: questions(s, 1)[1].update(key="visit"), "pages.1.questions.1.key", "key_taken"),
    ("a key in capitals", lambda s: questions(s)[2].update(key="Visit"), "pages.0.questions.2.key", "key_expected"),
    ("a key of 41", lambda s: questions(s)[2].update(key="v" * 41), "pages.0.questions.2.key", "key_expected"),
    ("an unknown type", lambda s: questions(s)[2].update(type="slide"), "pages.0.questions.2.type", "not_offered"),
    ("another type's field", lambda s: questions(s)[0].update(rows=[]), "pages.0.questions.0", "unknown_field"),
    ("an unknown role", lambda s: questions(s)[0].update(role="boss"), "pages.0.questions.0.role", "not_offered"),
    ("no choices", lambda s: questions(s)[2].pop("choices"), "pages.0.questions.2", "choices_expected"),
    (
        "a choice twice",
        lambda s: questions(s)[2].update(choices=choices("a", "a")),
        "pages.0.questions.2.choices.1.key",
        "key_taken",
    ),
    (
        "a choice twice across groups",
        lambda s: questions(s)[1]["groups"][1].update(choices=choices("dear")),
        "pages.0.questions.1.groups.1.choices.0.key",
        "key_taken",
    ),
    (
        "an unknown operator",
        lambda s: questions(s)[1].update(show_if={"eval": ["1"]}),
        "pages.0.questions.1.show_if",
        "unknown_operator",
    ),
    (
        "a rule over a later question",
        lambda s: questions(s)[0].update(show_if={"answered": "comment"}),
        "pages.0.questions.0.show_if",
        "not_an_earlier_question",
    ),
    (
        "a rule over the question itself",
        lambda s: questions(s)[2].update(required={"answered": "visit"}),
        "pages.0.questions.2.required",
        "not_an_earlier_question",
    ),
    (
        "a choice's rule over an unknown question",
        lambda s: questions(s)[2]["choices"][0].update(show_if={"answered": "weather"}),
        "pages.0.questions.2.choices.0.show_if",
        "not_an_earlier_question",
    ),
    ("a maximum of 0", lambda s: questions(s)[1].update(max=0), "pages.0.questions.1.max", "number_expected"),
    (
        "a length of true",
        lambda s: questions(s, 1)[1].update(max_length=True),
        "pages.1.questions.1.max_length",
        "number_expected",
    ),
    (
        "a phone without consent",
        lambda s: questions(s, 1)[3].pop("consent"),
        "pages.1.questions.3.consent",
        "object_expected",
    ),
    (
        "a consent without version",
        lambda s: questions(s, 1)[4].update(consent={"text": text("x")}),
        "pages.1.questions.4.consent",
        "version_expected",
    ),
]


@pytest.mark.parametrize(("breaking", "path", "code"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_fault(breaking: Break, path: str, code: str) -> None:
    survey = source()
    breaking(survey)
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(survey)
    assert (path, code) in {(fault.path, fault.code) for fault in caught.value.errors}


def test_all_faults_are_told_at_once() -> None:
    survey = source() | {"color": "red", "languages": []}
    questions(survey)[0]["role"] = "boss"
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(survey)
    assert {"color", "languages", "pages.0.questions.0.role"} <= {fault.path for fault in caught.value.errors}


@pytest.mark.parametrize("junk", [None, 3, "x", [], [[]], {"pages": {}}, {"pages": [{"questions": [None]}]}])
def test_junk_is_a_definition_error(junk: object) -> None:
    with pytest.raises(DefinitionError):
        SurveyDefinition.parse(junk)
