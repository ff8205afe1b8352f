"""The answer page over HTTP, as a browser without scripts meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory

from opencem.kit.clock import now
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import forget_doors
from opencem.listen.responses.models import Answer, Response
from opencem.web.respond.carried import Carried
from opencem.web.respond.visitor import visit_of

from .plain_browser import PlainBrowser

ROWS = ("product", "service", "environment", "price", "speed")
STARS: dict[str, Any] = {f"q__satisfaction__{row}": "4" for row in ROWS}
Visitor = Callable[..., PlainBrowser]


@pytest.fixture
def visitor(survey: dict[str, Any]) -> Visitor:
    """`visitor("0001")`: somebody who scans that store's code."""
    return lambda store="0001": PlainBrowser(f"/s/{survey['tokens'][store]}")


def answers() -> list[tuple[str, str, str, float | None, str | None]]:
    return list(Answer.rows.order_by("pk").values_list("question", "row", "choice", "number", "text"))


def to_last_page(browser: PlainBrowser, score: str = "3") -> PlainBrowser:
    browser.open().press(q__recommend=score)
    return browser.press(q__reasons=["stale"] if int(score) <= 8 else ["fresh"])


def test_the_whole_way_without_scripts(visitor: Visitor) -> None:
    browser = visitor().open()
    assert (browser.status, browser.page) == (200, "1")
    assert "徐汇店" in browser.text
    assert not browser.offers("q.reasons")
    browser.press(q__recommend="3")
    assert (browser.status, browser.page) == (200, "1")
    assert "多了一个小问题" in browser.text
    browser.press(q__reasons=["stale", "slow"])
    assert browser.page == "2"
    browser.press(**STARS, q__comment="排队有点久", q__contact__number="13812345678", q__contact__consent="yes")
    assert (browser.status, browser.is_thanked) == (200, True)
    stored = Response.rows.get()
    assert (stored.contact, stored.language, stored.unit.code) == ("+8613812345678", "zh-Hans", "0001")
    assert ("recommend", "", "", 3.0, None) in answers()
    assert ("reasons", "", "slow", None, None) in answers()
    assert ("satisfaction", "speed", "", 4.0, None) in answers()
    assert ("comment", "", "", None, "排队有点久") in answers()


def test_what_is_missing_is_told_with_links_to_it(visitor: Visitor) -> None:
    browser = visitor().open().press()
    assert (browser.status, browser.page) == (422, "1")
    assert 'href="#q-recommend"' in browser.html
    assert 'id="q-recommend"' in browser.html
    browser.press(q__recommend="9").press()
    browser.press(q__satisfaction__price="1", q__comment="好")
    assert browser.status == 422
    assert 'href="#q-satisfaction-product"' in browser.html
    assert browser.would_send()["q.comment"] == ["好"]
    assert browser.would_send()["q.satisfaction.price"] == ["1"]
    assert Response.rows.count() == 0


def test_back_and_forth_loses_nothing(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    browser.press("_back", **STARS, q__comment="没写完")
    assert browser.page == "1"
    assert browser.would_send()["q.recommend"] == ["3"]
    assert browser.would_send()["q.reasons"] == ["stale"]
    browser.press()
    assert browser.page == "2"
    assert browser.would_send()["q.comment"] == ["没写完"]
    browser.press()
    assert browser.is_thanked
    assert ("comment", "", "", None, "没写完") in answers()


def test_a_changed_score_asks_for_its_reasons_again(visitor: Visitor) -> None:
    browser = to_last_page(visitor()).press("_back").press(q__recommend="10")
    assert (browser.status, browser.page) == (200, "1")
    assert "原来的选项有变" in browser.text
    browser.press(q__reasons=["tasty"]).press(**STARS)
    assert browser.is_thanked
    assert [row[2] for row in answers() if row[0] == "reasons"] == ["tasty"]


def test_another_language_keeps_the_answers(visitor: Visitor) -> None:
    browser = to_last_page(visitor()).press("_to_language", "en", q__comment="还没写完")
    assert 'lang="en"' in browser.html
    assert "Anything you would like to tell us?" in browser.text
    browser.press(**STARS)
    assert "Thank you" in browser.text
    assert Response.rows.get().language == "en"


@pytest.mark.parametrize(
    ("query", "header", "words"),
    [({}, "en-US,en", "How was your visit?"), ({"lang": "zh-Hant"}, "en", "說說"), ({}, "zh-TW", "說說")],
)
def test_language_of_the_first_page(visitor: Visitor, query: dict[str, str], header: str, words: str) -> None:
    browser = visitor()
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = header
    assert words in browser.open(**query).text


def test_pressed_twice_is_stored_once(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    form = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS}) | {"_next": ["1"]}
    assert browser.send(form).is_thanked
    assert browser.send(form).is_thanked
    assert Response.rows.count() == 1


def test_back_button_after_the_end_stores_nothing_more(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    last_page = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS})
    browser.press(**STARS)
    changed = last_page | {"q.comment": ["改一下"], "_next": ["1"]}
    assert browser.send(changed).is_thanked
    assert Response.rows.count() == 1
    assert "已经提交过" in browser.open().text


def test_two_tabs_share_one_response(visitor: Visitor, survey: dict[str, Any]) -> None:
    first = visitor()
    second = PlainBrowser(first.url, client=first.client)
    to_last_page(first)
    to_last_page(second, "9")
    first.press(**STARS)
    second.press(**STARS)
    assert first.is_thanked
    assert second.is_thanked
    assert Response.rows.count() == 1
    assert ("recommend", "", "", 3.0, None) in answers()


def test_another_store_is_another_visit(visitor: Visitor) -> None:
    first = to_last_page(visitor()).press(**STARS)
    second = visitor("0002")
    second.client = first.client
    to_last_page(second).press(**STARS)
    assert Response.rows.count() == 2
    assert Response.rows.values("device").distinct().count() == 1


def test_without_cookies_a_form_is_still_good_once(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    form = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS}) | {"_next": ["1"]}
    for _ in range(3):
        stranger = PlainBrowser(browser.url).send(form)
        assert stranger.is_thanked
    assert Response.rows.count() == 1


def test_the_device_may_answer_again_after_its_hours(visitor: Visitor) -> None:
    browser = to_last_page(visitor()).press(**STARS)
    assert browser.open().is_thanked
    browser.client.cookies.pop(next(name for name in browser.client.cookies if name.startswith("opencem_form_")))
    assert browser.open().page == "1"


def change_collector(survey: dict[str, Any], **change: Any) -> None:
    """As the owner would, seen at once instead of within the seconds a collector is kept in memory."""
    Collector.rows.filter(token=survey["tokens"]["0001"]).update(**change)
    forget_doors()


CLOSED: list[tuple[dict[str, Any], int, str]] = [
    ({"status": "closed"}, 410, "问卷已经结束"),
    ({"expires_at": now() - timedelta(days=1)}, 410, "问卷已过期"),
    ({"opens_at": now() + timedelta(days=1)}, 403, "问卷还没开始"),
    ({"answer_limit": 0}, 410, "问卷已收满"),
]


@pytest.mark.parametrize(("change", "status", "words"), CLOSED)
def test_a_survey_that_takes_no_answers_says_so_kindly(
    visitor: Visitor, survey: dict[str, Any], change: dict[str, Any], status: int, words: str
) -> None:
    begun = to_last_page(visitor())
    change_collector(survey, **change)
    late = visitor().open()
    assert (late.status, words in late.text, "徐汇店" in late.text) == (status, True, True)
    begun.press(**STARS)
    assert (begun.status, words in begun.text) == (status, True)
    assert Response.rows.count() == 0


def test_who_answered_before_the_close_is_still_thanked(visitor: Visitor, survey: dict[str, Any]) -> None:
    browser = to_last_page(visitor()).press(**STARS)
    change_collector(survey, status="closed")
    assert browser.open().is_thanked


def test_the_last_place_goes_to_one(visitor: Visitor, survey: dict[str, Any]) -> None:
    change_collector(survey, answer_limit=1)
    first, second = to_last_page(visitor()), to_last_page(visitor())
    assert first.press(**STARS).is_thanked
    assert second.press(**STARS).status == 410
    assert Response.rows.count() == 1


def test_an_unknown_link(db: None) -> None:
    browser = PlainBrowser("/s/nobody-knows").open()
    assert (browser.status, "没有找到这份问卷" in browser.text) == (404, True)


def test_an_expired_form_comes_back_with_its_answers_and_can_be_sent(visitor: Visitor) -> None:
    with time_machine.travel(now() - timedelta(days=8), tick=True):
        browser = to_last_page(visitor())
    browser.client.cookies.clear()
    browser.press(**STARS, q__comment="隔了很久")
    assert (browser.status, "放得太久" in browser.text) == (409, True)
    assert Response.rows.count() == 0
    browser.press()
    assert browser.is_thanked
    assert ("comment", "", "", None, "隔了很久") in answers()


@pytest.mark.parametrize("key", ["", "x", "é", "A" * 70, "\x00"])
def test_a_forged_key_stores_nothing(visitor: Visitor, key: str) -> None:
    browser = to_last_page(visitor())
    form = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS}) | {"_key": [key], "_next": ["1"]}
    browser.send(form)
    assert browser.status in (400, 409)
    assert Response.rows.count() == 0


def test_a_key_of_another_store_stores_nothing(visitor: Visitor) -> None:
    other = visitor("0002").open().would_send()["_key"]
    browser = to_last_page(visitor())
    form = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS}) | {"_key": other, "_next": ["1"]}
    assert browser.send(form).status == 409
    assert Response.rows.count() == 0


BAD_FIELDS: list[tuple[str, dict[str, list[str]]]] = [
    ("a score of 11", {"q.recommend": ["11"]}),
    ("NaN", {"q.recommend": ["NaN"]}),
    ("a score of 5,000 digits", {"q.recommend": ["9" * 5000]}),
    ("an unknown question", {"q.weather": ["x"]}),
    ("a choice not offered", {"q.reasons": ["nothing", "fresh"]}),
    ("a NUL", {"q.comment": ["a\x00b"]}),
    ("a text over its limit", {"q.comment": ["好" * 1001]}),
    ("an unknown row", {"q.satisfaction.smell": ["3"]}),
    ("six stars", {"q.satisfaction.price": ["6"]}),
    ("a bad phone", {"q.contact.number": ["123"], "q.contact.consent": ["yes"]}),
    ("a phone without consent", {"q.contact.number": ["13812345678"]}),
    ("a field of a field", {"q.recommend.x": ["3"]}),
    ("a thousand ticks", {"q.reasons": ["stale"] * 500}),
]


@pytest.mark.parametrize("fields", [case[1] for case in BAD_FIELDS], ids=[case[0] for case in BAD_FIELDS])
def test_bad_answers_are_shown_again_and_nothing_is_stored(visitor: Visitor, fields: dict[str, list[str]]) -> None:
    browser = to_last_page(visitor())
    form = browser.would_send({f"q.satisfaction.{row}": "4" for row in ROWS})
    browser.send({name: values for name, values in form.items() if name not in fields} | fields | {"_next": ["1"]})
    assert browser.status == 422
    assert 'role="alert"' in browser.html
    assert Response.rows.count() == 0


def test_a_thousand_answers_are_refused(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    browser.send(browser.would_send() | {f"q.x{i}": ["1"] for i in range(1000)} | {"_next": ["1"]})
    assert browser.status == 400
    assert "什么都没有保存" in browser.text
    assert Response.rows.count() == 0


def test_a_body_of_a_megabyte_is_refused(visitor: Visitor) -> None:
    browser = to_last_page(visitor())
    browser.send(browser.would_send() | {"q.comment": ["好" * 400_000]})
    assert (browser.status, "内容太长了" in browser.text) == (413, True)


def test_bytes_that_are_no_utf8_do_not_break_the_page(visitor: Visitor) -> None:
    browser = visitor().open()
    response = browser.client.post(
        browser.url,
        b"_key=x&q.comment=%ED%A0%80%ff&q.recommend=3",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in (400, 409)


def test_what_a_respondent_types_is_text_and_nothing_else(visitor: Visitor) -> None:
    attack = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    browser = to_last_page(visitor()).press(q__comment=attack)
    assert browser.status == 422
    assert "<script>alert" not in browser.html
    assert "<img" not in browser.html
    assert browser.would_send()["q.comment"] == [attack]
    browser.press("_back")
    assert browser.would_send()["q.comment"] == [attack]
    assert "<img" not in browser.html


NETWORKS = [
    ("203.0.114.77", "203.0.114.0/24"),
    ("2408:8000:1:2::3", "2408:8000:1::/48"),
    ("127.0.0.1", ""),
    ("10.1.2.3", ""),
    ("unknown", ""),
]


@pytest.mark.parametrize(("address", "block"), NETWORKS)
def test_only_the_network_is_kept_of_an_address(rf: RequestFactory, address: str, block: str) -> None:
    assert visit_of(rf.get("/s/x", REMOTE_ADDR=address), Carried({}), "en").address == block


def test_headers_allow_nothing_from_elsewhere(visitor: Visitor) -> None:
    browser = visitor()
    response = browser.client.get(browser.url)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in response.cookies.values())
    page = response.content.decode()
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
    assert not re.findall(r"\son\w+=|\sstyle=", page)
    assert len(re.findall(r"<style>", page)) == 1


def json_post(browser: PlainBrowser, body: bytes | dict[str, Any]) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(browser.url, content, content_type="application/json", headers={"accept-language": "en"})


def test_a_program_submits_json_once(visitor: Visitor) -> None:
    browser = visitor().open()
    given = {"recommend": 9, "satisfaction": dict.fromkeys(ROWS, 5), "comment": "好吃"}
    body = {"key": browser.would_send()["_key"][0], "language": "en", "answers": given}
    assert (json_post(browser, body).status_code, json_post(browser, body).status_code) == (201, 200)
    assert Response.rows.count() == 1


BAD_JSON: list[tuple[str, bytes, int, str]] = [
    ("not JSON", b"{", 400, "malformed_json"),
    ("NaN", b'{"key": KEY, "answers": {"recommend": NaN}}', 400, "malformed_json"),
    ("a lone surrogate", b'{"key": KEY, "answers": {"comment": "\\ud800"}}', 400, "malformed_json"),
    ("a NUL", b'{"key": KEY, "answers": {"comment": "\\u0000"}}', 400, "malformed_json"),
    ("a key twice", b'{"key": KEY, "key": KEY, "answers": {}}', 400, "malformed_json"),
    ("a list", b"[]", 422, "invalid"),
    ("an unknown field", b'{"key": KEY, "answers": {}, "is_test": true}', 422, "unknown_field"),
    ("answers in a list", b'{"key": KEY, "answers": []}', 422, "wrong_type"),
    ("no key", b'{"answers": {}}', 422, "wrong_type"),
    ("a forged key", b'{"key": "x", "answers": {"recommend": 3}}', 400, "submission_key_invalid"),
    ("a hidden question", b'{"key": KEY, "answers": {"reasons": ["stale"]}}', 422, "answers_refused"),
    ("an unknown question", b'{"key": KEY, "answers": {"recommend": 3, "x": 1}}', 422, "answers_refused"),
]


@pytest.mark.parametrize(("body", "status", "code"), [c[1:] for c in BAD_JSON], ids=[c[0] for c in BAD_JSON])
def test_bad_json_is_a_problem(visitor: Visitor, body: bytes, status: int, code: str) -> None:
    browser = visitor().open()
    key = json.dumps(browser.would_send()["_key"][0]).encode()
    response = json_post(browser, body.replace(b"KEY", key))
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert Response.rows.count() == 0


def test_refused_answers_name_question_and_row(visitor: Visitor) -> None:
    browser = visitor().open()
    given = {"recommend": 3, "satisfaction": dict.fromkeys(ROWS, 5) | {"price": 6}}
    problem = json_post(browser, {"key": browser.would_send()["_key"][0], "answers": given}).json()
    assert problem["errors"] == [
        {"field": "answers.satisfaction.price", "code": "answer_out_of_range", "message": "Choose a score from 1 to 5"}
    ]
