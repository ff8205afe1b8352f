"""From posted fields to the next page, without a server: what a browser without scripts would go through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.survey_logic import examine
from opencem.web.respond.fields import raw_answers
from opencem.web.respond.flow import Finish, Show, advance, is_last
from opencem.web.respond.form import Place, read_form
from opencem.web.respond.way import Standing
from tests.engines.survey_logic.surveys import SURVEY

FIRST_SEEN = ["recommend", "visit", "extras"]
ALL_SEEN = [*FIRST_SEEN, "reasons", "stars", "comment", "come_back", "phone", "news"]


def post(page: int, seen: list[str], **fields: str | list[str]) -> Show | Finish:
    """One form sent; `q__recommend` stands for the field `q.recommend`."""
    sent = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in fields.items()}
    return advance(SURVEY, read_form({"_key": ["k"], "_page": [str(page)], "_seen": seen, **sent}))


def shown(step: Show | Finish) -> Show:
    assert isinstance(step, Show)
    return step


def test_a_question_brought_up_by_the_same_page_is_shown_first() -> None:
    step = shown(post(0, FIRST_SEEN, q__recommend="3"))
    assert (step.page, step.notice, step.errors) == (0, "new_question", ())
    assert step.raw == {"recommend": 3}


def test_and_then_the_next_page_follows() -> None:
    step = shown(post(0, [*FIRST_SEEN, "reasons"], q__recommend="3", q__reasons=["dear"]))
    assert (step.page, step.errors, step.notice) == (1, (), "")
    assert step.raw == {"recommend": 3, "reasons": ["dear"]}


def test_what_is_missing_is_asked_for_on_its_page() -> None:
    step = shown(post(0, FIRST_SEEN))
    assert step.page == 0
    assert [(error.question, error.code) for error in step.errors] == [("recommend", "required")]


def test_a_skipped_page_is_found_out_at_the_end() -> None:
    step = shown(post(1, ALL_SEEN, q__comment="x"))
    assert step.page == 0
    assert [error.question for error in step.errors] == ["recommend"]


def test_the_last_page_finishes() -> None:
    step = post(1, ALL_SEEN, q__recommend="9", q__comment="好")
    assert isinstance(step, Finish)
    assert step.raw == {"recommend": 9, "comment": "好"}


def test_back_keeps_what_was_typed_however_wrong() -> None:
    step = shown(post(1, ALL_SEEN, q__recommend="9", q__phone__number="12", _back="1"))
    assert (step.page, step.errors) == (0, ())
    assert step.raw["phone"] == {"number": "12"}


def test_another_language_keeps_the_page() -> None:
    step = shown(post(1, ALL_SEEN, q__recommend="9", _to_language="en", _language="zh-Hans"))
    assert (step.page, step.errors) == (1, ())


def test_an_answer_that_a_changed_score_took_away_is_dropped() -> None:
    step = post(1, ALL_SEEN, q__recommend="9", q__come_back="y")
    assert isinstance(step, Finish)
    assert step.raw == {"recommend": 9}


def test_choices_that_a_changed_score_took_away_are_asked_again() -> None:
    step = shown(post(0, [*FIRST_SEEN, "reasons"], q__recommend="9", q__reasons=["dear"]))
    assert (step.page, step.notice) == (0, "reconsider")
    assert step.raw == {"recommend": 9}


def test_an_answer_to_a_question_never_shown_is_refused() -> None:
    step = shown(post(1, [*FIRST_SEEN, "stars"], q__recommend="9", q__come_back="y"))
    assert [(error.question, error.code) for error in step.errors] == [("come_back", "hidden_question")]


def test_a_choice_never_offered_is_refused() -> None:
    step = shown(post(0, [*FIRST_SEEN, "reasons"], q__recommend="9", q__visit="mars"))
    assert [(error.question, error.code) for error in step.errors] == [("visit", "choice_not_offered")]


def test_an_unknown_question_is_refused() -> None:
    step = shown(post(1, ALL_SEEN, q__recommend="9", q__weather="x"))
    assert [error.code for error in step.errors] == ["unknown_question"]


@pytest.mark.parametrize("page", ["99", "-1", "x", "", "9" * 5000])
def test_a_forged_page_number_skips_nothing(page: str) -> None:
    step = advance(SURVEY, read_form({"_page": [page], "_seen": ALL_SEEN, "q.comment": ["x"]}))
    assert isinstance(step, Show)
    assert "recommend" in [error.question for error in step.errors]


def test_the_last_page_is_known_from_the_answers() -> None:
    standing = Standing.of(SURVEY, {})
    assert not is_last(standing, Place(0))
    assert is_last(standing, Place(1))


names = st.sampled_from(["_page", "_seen", "_back", "_to_language", "_key", "q.weather", "q."]) | st.builds(
    "q.{}{}".format, st.sampled_from(list(SURVEY.by_key)), st.sampled_from(["", ".price", ".number", ".consent", ".x"])
)
values = st.sampled_from(["", "0", "3", "9", "11", "yes", "dear", "tasty", "store", *SURVEY.by_key]) | st.text(
    max_size=5
)


@given(st.dictionaries(names, st.lists(values, min_size=1, max_size=4), max_size=12))
def test_whatever_a_form_says_there_is_a_next_step(fields: dict[str, list[str]]) -> None:
    step = advance(SURVEY, read_form(fields))
    if isinstance(step, Finish):
        assert examine(SURVEY, step.raw).errors == ()
    else:
        assert 0 <= step.page < len(SURVEY.pages)


FIELDS = [
    ({"q.recommend": ["7"]}, {"recommend": 7}),
    ({"q.recommend": ["7.5"]}, {"recommend": 7.5}),
    ({"q.recommend": ["NaN"]}, {"recommend": "NaN"}),
    ({"q.recommend": ["1e9"]}, {"recommend": "1e9"}),
    ({"q.recommend": ["٧"]}, {"recommend": "٧"}),
    ({"q.recommend": ["9" * 5000]}, {"recommend": "9" * 5000}),
    ({"q.recommend": ["7", "9"]}, {"recommend": 7}),
    ({"q.recommend.x": ["7"]}, {"recommend.x": "7"}),
    ({"q.extras": ["tea", "nuts"]}, {"extras": ["tea", "nuts"]}),
    ({"q.stars.price": ["5"], "q.stars.speed": [""]}, {"stars": {"price": 5, "speed": ""}}),
    ({"q.stars": [""]}, {"stars": {}}),
    ({"q.stars": ["5"]}, {"stars": {"": 5}}),
    ({"q.phone.number": ["138"], "q.phone.consent": ["yes"]}, {"phone": {"number": "138", "consent": True}}),
    ({"q.phone.number": ["138"]}, {"phone": {"number": "138"}}),
    ({"q.news": ["yes"]}, {"news": True}),
    ({"q.news": ["on"]}, {"news": False}),
    ({"q.weather": ["x"]}, {"weather": "x"}),
]


@pytest.mark.parametrize(("fields", "raw"), FIELDS)
def test_fields_become_answers(fields: dict[str, list[str]], raw: dict[str, object]) -> None:
    assert raw_answers(SURVEY, fields) == raw
