"""Before a link under attack a browser does a little work, or waits; nothing that was answered is lost, nothing is forged."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from opencem.kit.clock import now
from opencem.listen.distribution.attacks import NETWORK
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import forget_doors
from opencem.listen.responses.models import Answer, Response
from opencem.web.respond import challenge

from .conftest import Published
from .long_survey import choices, question, survey
from .plain_browser import PlainBrowser

PAGES: list[dict[str, Any]] = [
    {"key": "one", "questions": [question("ok", "single", choices=choices("y", "n"))]},
    {"key": "two", "questions": [question("said", "text")]},
]


@pytest.fixture
def visitor(published: Published) -> PlainBrowser:
    return published(survey(PAGES))


def guard(mode: str = "on") -> None:
    Collector.rows.update(proof=mode)
    forget_doors()


def work_of(browser: PlainBrowser) -> dict[str, Any]:
    found = re.search(r'data-work="([^"]*)"', browser.html)
    assert found, browser.text
    return dict(json.loads(html.unescape(found[1])))


def asks(browser: PlainBrowser) -> bool:
    return "data-work=" in browser.html


def solution(work: dict[str, Any], **other: Any) -> str:
    number = next(
        n for n in range(work["maxnumber"] + 1)
        if hashlib.sha256(f"{work['salt']}{n}".encode()).hexdigest() == work["challenge"]
    )  # fmt: skip
    said = {name: work[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**said, "number": number, **other}).encode()).decode()


def do_work(browser: PlainBrowser) -> PlainBrowser:
    return browser.send(browser.would_send() | {"_proof": [solution(work_of(browser))]})


def test_a_calm_link_asks_for_nothing(visitor: PlainBrowser) -> None:
    assert not asks(visitor.open())
    assert visitor.press(q__ok="y").press(q__said="x").is_thanked
    assert "proof.js" not in visitor.html


def test_work_is_done_once_for_a_form(visitor: PlainBrowser) -> None:
    guard()
    assert asks(visitor.open())
    assert not visitor.offers("q.ok")
    assert do_work(visitor).offers("q.ok")
    assert visitor.press(q__ok="y").press(q__said="x").is_thanked
    assert Response.rows.count() == 1
    assert asks(PlainBrowser(visitor.url).open()), "another form, other work"


def test_an_attack_in_the_middle_of_a_form_loses_no_answer(visitor: PlainBrowser) -> None:
    visitor.open().press(q__ok="n")
    guard()
    assert asks(visitor.press(q__said="还在"))
    assert Response.rows.count() == 0
    assert do_work(visitor).is_thanked
    assert set(Answer.rows.values_list("question", "choice", "text")) == {("ok", "n", None), ("said", "", "还在")}


def test_without_scripts_waiting_is_worth_as_much(visitor: PlainBrowser) -> None:
    guard()
    visitor.open()
    early = visitor.send(visitor.would_send())
    assert asks(early)
    with time_machine.travel(now() + challenge.WAIT + timedelta(seconds=1)):
        assert visitor.send(visitor.would_send()).offers("q.ok"), "pressing too soon does not begin the wait anew"
        assert visitor.press(q__ok="y").press(q__said="x").is_thanked


def test_work_is_good_for_its_own_form_and_time_only(visitor: PlainBrowser) -> None:
    guard()
    other = PlainBrowser(visitor.url).open()
    spare = solution(work_of(other))
    visitor.open()
    own = work_of(visitor)
    form = {name: value for name, value in visitor.would_send().items() if name != "_wait"}
    wrong = [
        spare,
        solution(own, number=-1),
        solution(own, signature="0" * 64),
        solution(own, salt=own["salt"] + "0"),
        "%%%",
        "",
    ]
    wrong += [base64.b64encode(body).decode() for body in (b"[]", b"{", b"\xff", b'{"number":"1","salt":1}')]
    for proof in wrong:
        assert asks(PlainBrowser(visitor.url).send(form | {"_proof": [proof]})), proof
    late = solution(own)
    with time_machine.travel(now() + challenge.LIFE + timedelta(seconds=5)):
        assert asks(PlainBrowser(visitor.url).send(form | {"_proof": [late]}))


def test_a_program_is_told(visitor: PlainBrowser) -> None:
    key = visitor.open().would_send()["_key"][0]
    guard()
    told = Client().post(visitor.url, json.dumps({"key": key, "answers": {"ok": "y"}}), content_type="application/json")
    assert (told.status_code, told.json()["code"], Response.rows.count()) == (403, "survey_proof_needed", 0)


def test_a_flood_from_one_network_switches_it_on_by_itself(visitor: PlainBrowser) -> None:
    flood = Client(REMOTE_ADDR="93.184.216.34")
    for _ in range(NETWORK + 1):
        flood.post(visitor.url, {"_key": "x"})
    assert Collector.rows.get().attacked_until is not None
    assert asks(PlainBrowser(visitor.url).open())
    guard("off")
    assert not asks(PlainBrowser(visitor.url).open())


def test_what_was_sent_comes_back_as_text(visitor: PlainBrowser) -> None:
    visitor.open().press(q__ok="y")
    guard()
    assert "<b>" not in visitor.press(q__said='"><b>x').html
    assert do_work(visitor).is_thanked
    assert Answer.rows.get(question="said").text == '"><b>x'


def test_the_page_is_as_strict_as_the_others(visitor: PlainBrowser) -> None:
    guard()
    page = Client().get(visitor.url)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert len(page.content) < 8_000
