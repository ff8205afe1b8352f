"""Every type of question over HTTP, as a browser without scripts meets it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from opencem.engines.survey_logic import LANGUAGES, TYPES
from opencem.listen.responses.models import Answer, Response
from opencem.web.respond.controls import _OF
from opencem.web.respond.fields import LAYOUTS

from .conftest import Published
from .long_survey import FIRST, PAGES, SECOND, STORED, THIRD, choices, question, survey, text


def stored() -> set[tuple[str, str, str, float | None, str | None]]:
    return set(Answer.rows.values_list("question", "row", "choice", "number", "text"))


def test_every_type_has_a_control_and_fields_or_none_for_a_reason() -> None:
    shown = set(TYPES) - {"hidden", "block"}
    assert set(_OF) == shown
    assert set(LAYOUTS) == shown - {"image"}


def test_the_long_survey_has_them_all() -> None:
    asked = {each["type"] for page in PAGES for each in page["questions"]}
    assert set(LAYOUTS) - asked == {"tags", "file", "signature"}  # in the demo, and in test_uploads


def test_every_type_is_answered_without_scripts(published: Published) -> None:
    browser = published(survey(PAGES)).open(utm="spring")
    browser.url += "?utm=spring"
    browser.press(**FIRST)
    assert browser.page == "2"
    browser.press(**SECOND)
    assert (browser.page, "请继续往下选" in browser.text) == ("2", True)
    browser.press(q__place__2="苏州")
    assert (browser.status, browser.page) == (200, "3")
    browser.press(**THIRD)
    assert browser.is_thanked, browser.text
    assert stored() == STORED
    response = Response.rows.get()
    assert (response.contact, response.consent_version) == ("+8613812345678", "2026-01")


def test_back_and_forth_keeps_every_type(published: Published) -> None:
    browser = published(survey(PAGES)).open().press(**FIRST).press(**{**SECOND, "q__place__1": "上海"})
    assert browser.page == "3"
    browser.press("_back", **THIRD).press("_back")
    assert browser.page == "1"
    browser.press().press().press()
    assert browser.is_thanked, browser.text
    place = {("place", "1", "上海", None, None)}
    assert stored() == {row for row in STORED if row[0] not in ("place", "campaign")} | place


def test_every_language_writes_every_type(published: Published) -> None:
    browser = published(survey(PAGES))
    for language in LANGUAGES:
        browser.open(lang=language).press(**FIRST).press(**SECOND)
        assert (browser.status, f'lang="{language}"' in browser.html) == (200, True)


def test_a_changed_province_takes_its_city_along(published: Published) -> None:
    page = {"key": "one", "questions": [next(q for p in PAGES for q in p["questions"] if q["key"] == "place")]}
    browser = published(survey([page])).open().press(q__place__1="江苏").press(q__place__2="南京", q__place__1="上海")
    assert browser.is_thanked
    assert stored() == {("place", "1", "上海", None, None)}


def test_stores_are_chosen_from_the_organisation(published: Published) -> None:
    levels = [text("大区"), text("城市"), text("门店")]
    browser = published(
        survey([{"key": "one", "questions": [question("store", "cascade", levels=levels, source="units")]}])
    )
    browser.open()
    assert "华东大区" in browser.html
    browser.press(q__store__1="R1").press(q__store__2="C11")
    assert ("静安店" in browser.html, "天河店" in browser.html) == (True, False)
    forged = browser.would_send({"q.store.3": "0002"}) | {"q.store.1": ["R2"], "_next": ["1"]}
    browser.send(forged)
    assert not browser.is_thanked
    browser.press(q__store__1="R1").press(q__store__2="C11").press(q__store__3="0002")
    assert browser.is_thanked
    assert [row[1:3] for row in sorted(stored())] == [("1", "R1"), ("2", "C11"), ("3", "0002")]


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("a number that is none", {"q__people": "三"}, "请填一个数字"),
    ("too many people", {"q__people": "21"}, "请填 1 到 20 之间的数"),
    ("no such day", {"q__day": "2026-02-30"}, "请填一个日期"),
    ("a day to come", {"q__day": "2999-01-01"}, "日期不能晚于"),
    ("no time", {"q__hour": "25:00"}, "请填一个时间"),
    ("no mail address", {"q__mail": "a@b"}, "邮箱好像不对"),
    ("no member number", {"q__member": "!!"}, "号码好像不对"),
    ("half a place", {"q__where__lat": "31"}, "无法识别"),
    ("a place beyond the pole", {"q__where__lat": "91", "q__where__lng": "0"}, "之间的分数"),
]


@pytest.mark.parametrize(("given", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_is_wrong_is_said_where_it_is(published: Published, given: dict[str, Any], words: str) -> None:
    browser = published(survey(PAGES[2:])).open().press(**given)
    assert (browser.status, words in browser.text) == (422, True)
    name = next(iter(given)).replace("__", ".")
    assert browser.would_send()[name] == [next(iter(given.values()))]
    assert Response.rows.count() == 0


BAD_CHOICES: list[tuple[str, dict[str, Any], str]] = [
    ("something beside none", {"q__bought": ["tea", "none"]}, "就不能再选别的"),
    ("four of three", {"q__bought": ["tea", "nuts", "cake", "none"]}, "最多选 3 项"),
    ("one rank twice", {"q__order__1": "taste", "q__order__2": "taste", "q__order__3": "look"}, "同一项排了两次"),
    ("two of three ranked", {"q__order__1": "taste", "q__order__2": "look"}, "请把 3 项都排好"),
    ("ninety percent", {"q__share__self": "90"}, "加起来要正好是 100"),
    ("three in a row of two", {"q__how__pay": ["cash", "card", "app"]}, "最多选 2 项"),
]


@pytest.mark.parametrize(("given", "words"), [case[1:] for case in BAD_CHOICES], ids=[case[0] for case in BAD_CHOICES])
def test_a_wrong_choice_is_told(published: Published, given: dict[str, Any], words: str) -> None:
    browser = published(survey(PAGES[1:2])).open().press(**given)
    assert (browser.status, words in browser.text) == (422, True)
    assert Response.rows.count() == 0


def test_words_beside_another_choice_are_not_sent_along(published: Published) -> None:
    browser = published(survey(PAGES[1:2])).open().press(q__visit="store", q__visit__text__other="改了主意")
    assert browser.is_thanked
    assert stored() == {("visit", "", "store", None, None)}


def test_the_link_answers_hidden_questions_and_nobody_else(published: Published) -> None:
    page = {
        "key": "one",
        "questions": [question("campaign", "hidden", param="utm"), question("ok", "single", choices=choices("y"))],
    }
    browser = published(survey([page]))
    browser.url += "?utm=" + "x" * 500
    browser.open().send(browser.would_send() | {"q.campaign": ["forged"], "q.ok": ["y"], "_next": ["1"]})
    assert browser.is_thanked
    assert ("campaign", "", "", None, "x" * 200) in stored()


def test_no_key_takes_the_id_of_something_else(published: Published) -> None:
    keys = ("box", "error", "ends", "label", "first")
    page = {
        "key": "one",
        "questions": [
            question("one", "single", choices=choices(*keys)),
            question("rows", "matrix_rating", rows=choices(*keys)),
            question("table", "matrix_single", rows=choices(*keys), choices=choices(*keys)),
        ],
    }
    ids = re.findall(r'\bid="([^"]+)"', published(survey([page])).open().press().html)
    assert len(ids) == len(set(ids))
    browser = published(
        survey([{**page, "questions": [{**each, "required": True} for each in page["questions"]]}], key="two")
    )
    ids = re.findall(r'\bid="([^"]+)"', browser.open().press().html)
    assert (browser.status, len(ids)) == (422, len(set(ids)))
