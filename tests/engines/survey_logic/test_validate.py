"""What a submission is accepted as, and what is refused, by code."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import Answer, AnswersRefused, SurveyDefinition, examine, submit, visible

from .surveys import SURVEY, recommend, source, text


def errors(raw: dict[str, object]) -> list[tuple[str, str, str]]:
    with pytest.raises(AnswersRefused) as caught:
        submit(SURVEY, raw, "zh-Hans")
    return [(error.question, error.row, error.code) for error in caught.value.errors]


def test_one_typed_row_per_answered_item() -> None:
    raw = {
        "recommend": 3,
        "reasons": ["dear", "slow"],
        "visit": "delivery",
        "stars": {"speed": 1, "product": 5},
        "comment": " 有点贵\r\n但好吃 ",
        "come_back": "y",
        "phone": {"number": "138 1234-5678", "consent": True},
        "news": True,
    }
    accepted = submit(SURVEY, raw, "en")
    assert accepted.language == "en"
    assert accepted.answers == (
        Answer("recommend", number=3.0),
        Answer("reasons", choice="dear"),
        Answer("reasons", choice="slow"),
        Answer("visit", choice="delivery"),
        Answer("stars", row="product", number=5.0),
        Answer("stars", row="speed", number=1.0),
        Answer("comment", text="有点贵\n但好吃"),
        Answer("come_back", choice="y"),
        Answer("phone", text="+8613812345678"),
        Answer("phone", row="consent", choice="2026-01", number=1.0),
        Answer("news", row="consent", choice="n1", number=1.0),
    )


def test_left_alone_is_no_answer() -> None:
    raw = {"recommend": 10, "reasons": [], "visit": "", "stars": {"product": None}, "comment": " \n ", "news": False}
    raw["phone"] = {"number": "", "consent": False}
    assert submit(SURVEY, raw, "zh-Hans").answers == (Answer("recommend", number=10.0),)


def test_an_unspoken_language_counts_as_the_first() -> None:
    assert submit(SURVEY, {"recommend": 9}, "fr").language == "zh-Hans"


REFUSED: list[tuple[str, dict[str, object], tuple[str, str, str]]] = [
    ("nothing", {}, ("recommend", "", "required")),
    ("a score of 11", {"recommend": 11}, ("recommend", "", "out_of_range")),
    ("a score of -1", {"recommend": -1}, ("recommend", "", "out_of_range")),
    ("a score of 7.5", {"recommend": 7.5}, ("recommend", "", "out_of_range")),
    ("a score of 5,000 digits", {"recommend": 10**5000}, ("recommend", "", "out_of_range")),
    ("NaN", {"recommend": float("nan")}, ("recommend", "", "not_a_number")),
    ("infinity", {"recommend": float("inf")}, ("recommend", "", "out_of_range")),
    ("true as a score", {"recommend": True}, ("recommend", "", "not_a_number")),
    ("a score in words", {"recommend": "9"}, ("recommend", "", "not_a_number")),
    ("a list as a score", {"recommend": [9]}, ("recommend", "", "not_a_number")),
    ("an unknown question", {"recommend": 9, "weather": "x"}, ("weather", "", "unknown_question")),
    ("a hidden question", {"recommend": 9, "come_back": "y"}, ("come_back", "", "hidden_question")),
    ("hidden, as the score is refused", {"recommend": 99, "come_back": "y"}, ("come_back", "", "hidden_question")),
    ("a choice of the other group", {"recommend": 9, "reasons": ["dear"]}, ("reasons", "", "choice_not_offered")),
    ("an unknown choice", {"recommend": 9, "visit": "mars"}, ("visit", "", "choice_not_offered")),
    ("three of two", {"recommend": 3, "reasons": ["dear", "stale", "slow"]}, ("reasons", "", "too_many_choices")),
    ("a thousand choices", {"recommend": 3, "extras": ["tea"] * 1000}, ("extras", "", "too_many_answers")),
    ("a string for a list", {"recommend": 3, "extras": "tea"}, ("extras", "", "wrong_type")),
    ("a list in a list", {"recommend": 3, "extras": [["tea"]]}, ("extras", "", "wrong_type")),
    ("a list for one choice", {"recommend": 3, "visit": ["store"]}, ("visit", "", "wrong_type")),
    ("an unknown row", {"recommend": 3, "stars": {"smell": 3}}, ("stars", "", "unknown_row")),
    ("six stars", {"recommend": 3, "stars": {"price": 6}}, ("stars", "price", "out_of_range")),
    ("a number for a matrix", {"recommend": 3, "stars": 4}, ("stars", "", "wrong_type")),
    ("21 of 20 characters", {"recommend": 3, "comment": "好" * 21}, ("comment", "", "too_long")),
    ("a megabyte", {"recommend": 3, "comment": "好" * 1_000_000}, ("comment", "", "too_long")),
    ("a NUL", {"recommend": 3, "comment": "a\x00b"}, ("comment", "", "bad_characters")),
    ("a lone surrogate", {"recommend": 3, "comment": "a\ud800b"}, ("comment", "", "bad_characters")),
    ("a number for a text", {"recommend": 3, "comment": 5}, ("comment", "", "wrong_type")),
    ("a short phone", {"recommend": 3, "phone": {"number": "123", "consent": True}}, ("phone", "", "bad_phone")),
    ("no consent", {"recommend": 3, "phone": {"number": "13812345678"}}, ("phone", "", "consent_needed")),
    (
        "consent in words",
        {"recommend": 3, "phone": {"number": "13812345678", "consent": "on"}},
        ("phone", "", "consent_needed"),
    ),
    ("a plain phone", {"recommend": 3, "phone": "13812345678"}, ("phone", "", "wrong_type")),
    ("a long phone", {"recommend": 3, "phone": {"number": "1" * 500, "consent": True}}, ("phone", "", "too_long")),
    ("consent as a number", {"recommend": 3, "news": 1}, ("news", "", "wrong_type")),
    ("a matrix left out", {"recommend": 3, "visit": "store"}, ("stars", "", "required")),
    (
        "a row left out",
        {"recommend": 3, "visit": "store", "stars": {"price": 1, "speed": 1, "service": 1}},
        ("stars", "product", "required"),
    ),
]


@pytest.mark.parametrize(("raw", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(raw: dict[str, object], error: tuple[str, str, str]) -> None:
    assert error in errors(raw)


def test_a_thousand_unknown_answers_are_one_error() -> None:
    assert errors({f"q{i}": i for i in range(1000)}) == [("", "", "too_many_answers")]


def test_every_fault_is_told_at_once() -> None:
    assert errors({"recommend": 3, "visit": "mars", "comment": "\x00", "stars": {"price": 9}}) == [
        ("visit", "", "choice_not_offered"),
        ("stars", "price", "out_of_range"),
        ("comment", "", "bad_characters"),
    ]


def test_composed_and_decomposed_text_store_the_same() -> None:
    stored = {
        submit(SURVEY, {"recommend": 9, "comment": written}, "en").answers[1].text for written in ("é", "e\u0301")
    }
    assert stored == {"é"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812345678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("010-6552-9988", "+861065529988"),
        ("+852 6123 4567", "+85261234567"),
        ("+1 650 253 0000", "+16502530000"),
    ],
)
def test_phone_is_stored_as_e164(typed: str, stored: str) -> None:
    phone = {"number": typed, "consent": True}
    assert submit(SURVEY, {"recommend": 9, "phone": phone}, "en").answers[1].text == stored


@pytest.mark.parametrize("typed", ["12812345678", "1381234567", "138123456789", "abc", "+999 1234", "12 x 34"])
def test_what_is_no_phone_number(typed: str) -> None:
    assert ("phone", "", "bad_phone") in errors({"recommend": 9, "phone": {"number": typed, "consent": True}})


def test_visible_follows_the_answers() -> None:
    always = {"recommend", "visit", "extras", "stars", "comment", "phone", "news"}
    assert visible(SURVEY, {}) == always
    assert visible(SURVEY, {"recommend": 9}) == always | {"reasons"}
    assert visible(SURVEY, {"recommend": 6}) == always | {"reasons", "come_back"}
    assert visible(SURVEY, {"recommend": 66}) == always


def test_a_hidden_answer_decides_nothing() -> None:
    survey = source()
    chained = {"key": "why", "type": "text", "title": text("?"), "show_if": {"selected": ["come_back", "n"]}}
    survey["pages"][1]["questions"].append(chained)
    definition = SurveyDefinition.parse(survey)
    assert "why" in visible(definition, {"recommend": 2, "come_back": "n"})
    assert "why" not in visible(definition, {"recommend": 9, "come_back": "n"})


def test_examining_leading_pages_asks_nothing_of_later_ones() -> None:
    first = examine(SURVEY, {"recommend": 3, "visit": "store"}, pages=1)
    assert first.errors == ()
    assert [question.key for question in first.visible] == ["recommend", "reasons", "visit", "extras"]
    assert [error.question for error in examine(SURVEY, {"visit": "store"}, pages=2).errors] == ["recommend", "stars"]


def test_offered_choices_follow_the_score() -> None:
    reasons = SURVEY.by_key["reasons"]
    assert reasons.offered_keys({"recommend": 2}) == {"dear", "stale", "slow"}
    assert reasons.offered_keys({"recommend": 9}) == {"tasty", "fresh"}
    assert [group.title.in_language("en") for group in reasons.offered({"recommend": 9})] == ["喜欢"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*SURVEY.by_key, "weather"]), anything))
def test_any_json_can_be_examined_and_what_is_read_can_be_stored(raw: dict[str, object]) -> None:
    examination = examine(SURVEY, raw)
    for answer in examination.answers:
        json.dumps([answer.number, answer.text], allow_nan=False)
        (answer.text or "").encode("utf-8")
        assert "\x00" not in (answer.text or "")


def test_a_conditional_requirement() -> None:
    survey = source() | {"pages": [{"key": "p", "questions": [recommend()]}]}
    why = {"key": "why", "type": "text", "title": text("?"), "required": {"<": [{"var": "recommend"}, 5]}}
    survey["pages"][0]["questions"].append(why)
    definition = SurveyDefinition.parse(survey)
    assert submit(definition, {"recommend": 5}, "en").answers
    with pytest.raises(AnswersRefused, match="why: required"):
        submit(definition, {"recommend": 4}, "en")
