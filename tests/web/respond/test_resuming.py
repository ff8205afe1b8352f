"""Going on later on the same link: on the same phone, on another by a personal link, never as somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from opencem.kit.clock import now
from opencem.listen.responses import leaving
from opencem.listen.responses.models import Answer, Response, ResponseDraft

from .conftest import Published
from .long_survey import FIRST, PAGES, SECOND, STORED, THIRD, question, survey, text
from .plain_browser import PlainBrowser

PLACE = {**SECOND, "q__place__1": "上海"}


@pytest.fixture
def visitor(published: Published) -> PlainBrowser:
    return published(survey(PAGES))


def test_the_same_phone_goes_on_where_it_stopped(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST).press(**PLACE)
    visitor.open()
    assert (visitor.page, "可以接着填" in visitor.text) == ("3", True)
    visitor.press(**THIRD)
    assert visitor.is_thanked
    stored = set(Answer.rows.values_list("question", "row", "choice", "number", "text"))
    assert stored == {row for row in STORED if row[0] not in ("place", "campaign")} | {
        ("place", "1", "上海", None, None)
    }
    assert ResponseDraft.objects.count() == 0
    assert visitor.open().is_thanked


def test_going_back_is_kept_too(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST).press(**PLACE).press("_back", **THIRD)
    visitor.open()
    assert visitor.page == "2"
    visitor.press()
    assert visitor.would_send()["q.short"] == [THIRD["q__short"]]


def test_what_tells_who_somebody_is_is_not_kept(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST).press(**PLACE).press("_back", **THIRD)
    kept = ResponseDraft.objects.get().raw
    assert "long" in kept
    assert set(kept).isdisjoint({"phone", "mail", "member", "where"})
    visitor.open().press()
    assert "13812345678" not in visitor.html


def test_another_phone_begins_anew(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST)
    assert PlainBrowser(visitor.url).open().page == "1"


def test_a_short_survey_is_not_kept(published: Published) -> None:
    browser = published(survey(PAGES[:2])).open().press(**FIRST)
    assert (browser.page, ResponseDraft.objects.count()) == ("2", 0)


def test_a_refused_page_keeps_what_was_typed(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST).press(**{**PLACE, "q__share__gift": "99"})
    assert visitor.status == 422
    assert visitor.open().page == "2"
    assert visitor.would_send()["q.share.gift"] == ["99"]


def test_what_nobody_comes_back_to_is_forgotten(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST)
    assert leaving.count_expired(now()) == 0
    assert leaving.count_expired(now() + timedelta(days=8)) == 1


def test_an_expired_form_begins_anew(visitor: PlainBrowser) -> None:
    with time_machine.travel(now() - timedelta(days=8), tick=True):
        visitor.open().press(**FIRST)
    assert visitor.open().page == "1"


def test_a_form_sent_already_stays_sent(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST).press(**PLACE)
    second = visitor.would_send({"q.short": "再来"})
    visitor.press(**THIRD)
    assert visitor.send(second | {"_back": ["1"]}).is_thanked
    assert (ResponseDraft.objects.count(), Response.rows.count()) == (0, 1)


def test_a_draft_that_no_longer_fits_is_still_a_page(visitor: PlainBrowser) -> None:
    visitor.open().press(**FIRST)
    for spoilt in (
        {"place": "99@x/nothing"},
        {"raw": {"stars": "many", "gone": 1, "visit": ["?"]}},
        {"seen": ["gone"]},
    ):
        ResponseDraft.objects.update(**spoilt)
        assert visitor.open().status == 200


LOOSE: list[dict[str, Any]] = [
    {"key": f"p{n}", "title": text(f"第 {n} 段"), "questions": [question(f"t{n}", "text")]} for n in range(3)
]


def test_the_seven_days_begin_anew_with_every_page(published: Published) -> None:
    browser = published(survey(LOOSE)).open().press(q__t0="一")
    first = ResponseDraft.objects.get().expires_at
    browser.press(q__t1="二")
    assert ResponseDraft.objects.get().expires_at > first
