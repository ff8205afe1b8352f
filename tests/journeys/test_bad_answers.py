"""Answers no page of ours would send, as JSON and as a form: refused with the question named, nothing stored."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.journeys.books import row_counts
from tests.journeys.conftest import Company
from tests.journeys.served import Browser, Reply
from tests.journeys.test_bad_json import check_problem

STARS = dict.fromkeys(("product", "service", "environment", "price", "speed"), 4)
GOOD: dict[str, Any] = {"recommend": 9, "satisfaction": STARS}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown question": ({**GOOD, "age": 30}, "answers.age"),
    "hidden question": ({"satisfaction": STARS, "reasons": ["tasty"]}, "answers.reasons"),
    "a choice that is not offered": ({**GOOD, "reasons": ["gold"]}, "answers.reasons"),
    "a choice offered to others": ({**GOOD, "reasons": ["unsafe"]}, "answers.reasons"),
    "too many choices": ({**GOOD, "reasons": ["tasty", "fresh", "good_value", "friendly", "tidy", "quick"]}, "answers.reasons"),
    "eleven": ({**GOOD, "recommend": 11}, "answers.recommend"),
    "minus one": ({**GOOD, "recommend": -1}, "answers.recommend"),
    "a half": ({**GOOD, "recommend": 8.5}, "answers.recommend"),
    "true": ({**GOOD, "recommend": True}, "answers.recommend"),
    "a list": ({**GOOD, "recommend": [9]}, "answers.recommend"),
    "nothing required": ({"recommend": 9}, "answers.satisfaction"),
    "an unknown row": ({**GOOD, "satisfaction": {"product": 5, "smell": 5}}, "answers.satisfaction"),
    "six stars": ({**GOOD, "satisfaction": {**STARS, "price": 6}}, "answers.satisfaction.price"),
    "stars in a list": ({**GOOD, "satisfaction": [1, 2, 3]}, "answers.satisfaction"),
    "a comment too long": ({**GOOD, "comment": "长" * 1001}, "answers.comment"),
    "a comment that is an object": ({**GOOD, "comment": {"$gt": ""}}, "answers.comment"),
    "a phone without consent": ({**GOOD, "contact": {"number": "13800138000", "consent": False}}, "answers.contact"),
    "no phone": ({**GOOD, "contact": {"number": "123", "consent": True}}, "answers.contact"),
    "a thousand answers": ({**GOOD, **{f"q{n}": n for n in range(1000)}}, "answers"),
}  # fmt: skip


def key_of(browser: Browser, token: str) -> str:
    return browser.get(f"/s/{token}").text.split('name="_key" value="')[1].split('"')[0]


def send(company: Company, store: str, answers: Any, language: str = "zh-CN", **more: Any) -> Reply:
    browser, token = Browser(company.port, language), company.tokens[store]
    body = {"key": key_of(browser, token), "answers": answers, **more}
    return browser.send("POST", f"/s/{token}", json.dumps(body), "application/json")


@pytest.mark.parametrize("name", REFUSED)
def test_an_answer_out_of_order_is_refused_with_its_question(company_served: Company, name: str) -> None:
    answers, field = REFUSED[name]
    before = row_counts(company_served.served)
    told = {}
    for language in ("zh-CN", "en"):
        problem = check_problem(send(company_served, "0003", answers, language), 422, "answers_refused")
        told[language] = next(
            (error["message"] for error in problem["errors"] if error["field"].startswith(field)), problem["errors"]
        )
    assert isinstance(told["zh-CN"], str), told
    assert any("\u4e00" <= char <= "\u9fff" for char in told["zh-CN"])
    assert told["en"].isascii() or "“" in told["en"] or "’" in told["en"]
    assert row_counts(company_served.served) == before


@pytest.mark.parametrize("size", [257 * 1024, 1024 * 1024, 8 * 1024 * 1024])
def test_a_text_of_a_megabyte_is_too_large(company_served: Company, size: int) -> None:
    browser, token = Browser(company_served.port), company_served.tokens["0003"]
    key = key_of(browser, token)
    before = row_counts(company_served.served)
    as_json = json.dumps({"key": key, "answers": {**GOOD, "comment": "x" * size}})
    assert browser.send("POST", f"/s/{token}", as_json, "application/json").status == 413
    as_form = browser.post_form(f"/s/{token}", {"_key": key, "_page": 1, "q.comment": "x" * size})
    assert as_form.status == 413
    assert row_counts(company_served.served) == before


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"q.recommend": "11"}, 422),
        ({"q.recommend": "9' OR 1=1"}, 422),
        ({"q.recommend": "9", "q.unknown": "x"}, 422),
        ({"q.recommend": "9", "q.satisfaction.smell": "5"}, 422),
        ({"q.recommend": "9", "q.comment": "长" * 1001}, 422),
        ({"q.recommend": "9", "q.comment": "a\x00b"}, 422),
        ({"q.recommend": "9", "_page": "999999"}, 200),
        ({f"q.x{n}": "1" for n in range(700)}, 400),
    ],
)
def test_a_forged_form_stores_nothing(company_served: Company, fields: dict[str, str], status: int) -> None:
    browser, token = Browser(company_served.port), company_served.tokens["0003"]
    before = row_counts(company_served.served)
    stars = {f"q.satisfaction.{row}": "4" for row in STARS}
    form = {"_key": key_of(browser, token), "_page": "1", "_seen": ["recommend", "satisfaction"], **stars, **fields}
    assert browser.post_form(f"/s/{token}", form).status == status
    assert row_counts(company_served.served) == before


def test_a_text_in_odd_bytes_is_refused_or_read(company_served: Company) -> None:
    browser, token = Browser(company_served.port), company_served.tokens["0003"]
    body = f"_key={key_of(browser, token)}&_page=1&q.recommend=9&q.comment=".encode() + b"%ED%A0%80%FF" + b"\xff\xfe"
    assert 200 <= browser.send("POST", f"/s/{token}", body, "application/x-www-form-urlencoded").status < 500


@pytest.mark.parametrize("key", ["", "x", "é", "A" * 59, "A" * 5000, "' OR 1=1 --"])
def test_a_forged_key_is_refused(company_served: Company, key: str) -> None:
    browser, token = Browser(company_served.port), company_served.tokens["0003"]
    before = row_counts(company_served.served)
    sent = json.dumps({"key": key, "answers": GOOD})
    check_problem(browser.send("POST", f"/s/{token}", sent, "application/json"), 400, "submission_key_invalid")
    assert browser.post_form(f"/s/{token}", {"_key": key, "_page": "1", "q.recommend": "9"}).status in (400, 409)
    assert row_counts(company_served.served) == before


def test_the_key_of_another_store_is_refused(company_served: Company) -> None:
    browser = Browser(company_served.port)
    foreign = key_of(browser, company_served.tokens["0005"])
    sent = json.dumps({"key": foreign, "answers": GOOD})
    path = f"/s/{company_served.tokens['0003']}"
    check_problem(browser.send("POST", path, sent, "application/json"), 400, "submission_key_invalid")


@pytest.mark.parametrize("token", ["nope", "..%2f..%2fetc", "%00", "'%20OR%201=1", "x" * 3000])
def test_a_wrong_link_says_so_kindly(company_served: Company, token: str) -> None:
    reply = Browser(company_served.port).get(f"/s/{token}")
    assert reply.status == 404
    assert "text/html" in reply.headers["content-type"]
