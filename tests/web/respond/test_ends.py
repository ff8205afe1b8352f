"""How a survey ends: with its thanks, with a page of its own, early, or because a quota is full."""

from __future__ import annotations

from typing import Any

import pytest

from opencem.listen.responses.models import Answer, QuotaPlace, Response

from .conftest import Published
from .long_survey import choices, question, survey, text
from .plain_browser import PlainBrowser

ENDS: list[dict[str, Any]] = [
    {"key": "out", "title": text("不巧"), "text": text("这次只问到店的顾客"), "outcome": "screened_out"},
    {"key": "full", "title": text("名额满了"), "text": text("下次请早"), "outcome": "screened_out"},
    {"key": "shop", "title": text("好的，{{q.name|您}}"), "text": text("去看看"), "outcome": "completed",
     "redirect": "https://shop.example.com/?a=1&b=2"},
]  # fmt: skip
WHO = {
    "key": "who",
    "questions": [question("visited", "single", required=True, choices=choices("y", "n")), question("name", "text", lines=1)],
    "next": [{"if": {"selected": ["visited", "n"]}, "to": "end:out"}],
}  # fmt: skip
MORE = {
    "key": "more",
    "questions": [question("word", "text")],
    "next": [{"if": {"answered": "name"}, "to": "end:shop"}],
}


@pytest.fixture
def visitor(published: Published) -> PlainBrowser:
    return published(survey([WHO, MORE], ends=ENDS))


def test_an_early_end_has_its_own_page(visitor: PlainBrowser) -> None:
    visitor.open().press(q__visited="n", q__name="李")
    assert (visitor.status, visitor.is_thanked) == (200, True)
    assert "这次只问到店的顾客" in visitor.text
    stored = Response.rows.get()
    assert (stored.outcome, stored.end_key) == ("screened_out", "out")
    assert Answer.rows.filter(response=stored).count() == 2
    assert "这次只问到店的顾客" in visitor.open().text


def test_an_end_may_lead_elsewhere_with_and_without_scripts(visitor: PlainBrowser) -> None:
    visitor.open().press(q__visited="y", q__name="<i>李</i>").press()
    assert "好的，<i>李</i>" in visitor.text
    assert 'http-equiv="refresh" content="4;url=https://shop.example.com/?a=1&amp;b=2"' in visitor.html
    assert 'data-redirect="https://shop.example.com/?a=1&amp;b=2"' in visitor.html
    assert "<i>" not in visitor.html
    assert Response.rows.get().outcome == "completed"


def test_without_a_jump_the_survey_says_thanks(published: Published) -> None:
    page = {"key": "one", "questions": [question("name", "text")]}
    browser = published(survey([page], thanks=text("谢谢{{q.name|您}}"))).open().press(q__name="李")
    assert "谢谢李" in browser.text
    browser.client.cookies.clear()
    assert "谢谢您" in browser.open().press().text


def quota(limit: int, rule: Any) -> dict[str, Any]:
    return {"key": "some", "limit": limit, "if": rule, "end": "full", "hold_minutes": 30}


def test_who_comes_late_is_told_on_the_page_that_shows_it(published: Published) -> None:
    browser = published(survey([WHO, MORE], ends=ENDS, quotas=[quota(1, {"selected": ["visited", "y"]})]))
    first, second = browser, PlainBrowser(browser.url)
    first.open().press(q__visited="y")
    second.open().press(q__visited="y", q__name="晚")
    assert (first.page, second.is_thanked) == ("2", True)
    assert "下次请早" in second.text
    assert (Response.rows.get().outcome, Response.rows.get().end_key) == ("over_quota", "full")
    first.press(q__word="好")
    assert Response.rows.get(outcome="completed").end_key == ""
    assert list(QuotaPlace.objects.values_list("held_until", flat=True)) == [None]


def test_a_quota_of_everybody_is_told_before_the_first_question(published: Published) -> None:
    browser = published(survey([WHO, MORE], ends=ENDS, quotas=[quota(1, True)]))
    browser.open().press(q__visited="y").press()
    late = PlainBrowser(browser.url).open()
    assert "下次请早" in late.text
    assert Response.rows.count() == 1


def test_arms_are_kept_with_the_response(published: Published) -> None:
    arms = [
        {"key": arm, "ab": {"group": "g", "arm": arm, "weight": 1}, "questions": [question(arm, "text")]}
        for arm in "xy"
    ]
    browser = published(survey(arms))
    browser.open().press()
    assert Response.rows.get().arms in ({"g": "x"}, {"g": "y"})
