"""On what terms a survey takes answers: its word, its limits, and what it gives in return."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from opencem.listen.responses.models import Response
from opencem.listen.responses.terms import forget_terms
from opencem.listen.surveys.models import Coupon, Survey
from opencem.web.respond import password

from .conftest import Published
from .long_survey import choices, question, survey, text
from .plain_browser import PlainBrowser

PAGES: list[dict[str, Any]] = [
    {
        "key": "one",
        "questions": [question("ok", "single", choices=choices("y", "n"))],
        "next": [{"if": {"selected": ["ok", "n"]}, "to": "end:out"}],
    }
]
ENDS = [{"key": "out", "title": text("不巧"), "text": text("再见"), "outcome": "screened_out"}]


@pytest.fixture
def visitor(published: Published) -> PlainBrowser:
    return published(survey(PAGES, ends=ENDS))


def agree(**terms: Any) -> None:
    Survey.objects.update(**terms)
    forget_terms()


def another(browser: PlainBrowser) -> PlainBrowser:
    return PlainBrowser(browser.url)


@pytest.fixture
def word(password_hash: str) -> str:
    agree(password_hash=password_hash)
    password._tries.clear()
    return "pass-Word-123"


def test_the_word_opens_the_survey_and_nothing_else_does(visitor: PlainBrowser, word: str) -> None:
    visitor.open()
    assert (visitor.page, visitor.offers("q.ok"), visitor.offers("_password")) == ("password", False, True)
    visitor.send({"_password": ["open sesame"]})
    assert (visitor.status, "密码不对" in visitor.text) == (403, True)
    visitor.send({"_password": [word]})
    assert visitor.status == 302
    visitor.open().press(q__ok="y")
    assert visitor.is_thanked
    assert another(visitor).open().page == "password"


def test_no_answers_get_in_without_the_word(visitor: PlainBrowser, word: str) -> None:
    agree(password_hash="")
    form = visitor.open().would_send({"q.ok": "y"})
    agree(password_hash="x")
    assert another(visitor).send(form | {"_next": ["1"]}).page == "password"
    body = json.dumps({"key": form["_key"][0], "answers": {"ok": "y"}})
    refused = Client().post(visitor.url, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "survey_password_needed")
    assert Response.rows.count() == 0


def test_the_word_cannot_be_guessed_without_end(visitor: PlainBrowser, word: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(password, "TRIES_A_MINUTE", 2)
    for _ in range(2):
        visitor.send({"_password": ["guess"]})
    assert visitor.send({"_password": [word]}).status == 403


def test_a_survey_takes_as_many_answers_as_it_may(visitor: PlainBrowser) -> None:
    agree(answer_limit=2)
    for _ in range(2):
        assert another(visitor).open().press(q__ok="y").is_thanked
    late = another(visitor).open().press(q__ok="y")
    assert (late.status, "问卷已收满" in late.text) == (410, True)
    assert another(visitor).open().press(q__ok="n").is_thanked
    assert Response.rows.filter(outcome="completed").count() == 2


def test_a_device_answers_as_often_as_it_may(visitor: PlainBrowser) -> None:
    agree(device_limit=1)
    visitor.open().press(q__ok="y")
    visitor.client.cookies.pop(next(name for name in visitor.client.cookies if name.startswith("opencem_form_")))
    form = visitor.open()
    assert (form.status, "已经提交过" in form.text, form.offers("q.ok")) == (410, True, False)
    assert another(visitor).open().press(q__ok="y").is_thanked


def test_who_completes_is_led_on(visitor: PlainBrowser) -> None:
    agree(redirect="https://shop.example.com/thanks")
    assert "https://shop.example.com/thanks" in visitor.open().press(q__ok="y").html
    assert "shop.example.com" not in another(visitor).open().press(q__ok="n").html


def test_each_response_gets_its_own_coupon_once(visitor: PlainBrowser) -> None:
    agree(reward="coupons")
    shop = Survey.objects.get()
    Coupon.objects.bulk_create([Coupon(survey=shop, code=code) for code in ("AAA-1", "BBB-2")])
    visitor.open().press(q__ok="y")
    assert "AAA-1" in visitor.text
    assert "AAA-1" in visitor.open().text
    assert "BBB-2" in another(visitor).open().press(q__ok="y").text
    assert another(visitor).open().press(q__ok="n").is_thanked
    assert "优惠码" not in another(visitor).open().press(q__ok="y").text
    assert Coupon.objects.filter(response_key=None).count() == 0
