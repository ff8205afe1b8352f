"""Where people leave: counted from forms that ran out unfinished, by page, version and channel, within each reader's scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from opencem.kit.clock import now
from opencem.listen.distribution.service import open_collectors
from opencem.listen.responses import leaving
from opencem.listen.responses.drafts import LIFE
from opencem.listen.responses.models import Left, Response, ResponseDraft
from opencem.listen.surveys.service import publish_survey
from tests.conftest import NOW
from tests.web.respond.long_survey import question, survey, text
from tests.web.respond.plain_browser import PlainBrowser

PAGES: list[dict[str, Any]] = [
    {"key": f"p{number}", "title": text(f"第{number}页"), "questions": [question(f"q{number}", "text")]}
    for number in range(1, 5)
]
PATH = "/surveys/long_one/leaving"


@pytest.fixture
def entrances(company: dict[str, int]) -> dict[str, str]:
    """The address of the survey's page at each store."""
    version = publish_survey(definition=survey(PAGES), owner_unit_id=company["HQ"], account=None, now=NOW)
    codes = {company[code]: code for code in ("0001", "0003")}
    made = open_collectors(survey=version.survey, unit_ids=list(codes))
    return {codes[collector.unit_id]: f"/s/{collector.token}" for collector in made}


def go(address: str, pages: int) -> None:
    """Somebody who sends so many pages, of four."""
    browser = PlainBrowser(address).open()
    for number in range(1, pages + 1):
        browser.press(**{f"q__q{number}": "x"})


def run_out() -> int:
    return leaving.count_expired(now() + LIFE + timedelta(hours=1))


def pages_of(answer: Any) -> list[tuple[int, int]]:
    assert answer.status_code == 200, answer.content
    return [(page["people"], page["left"]["n"]) for page in answer.json()["pages"]]


def test_people_are_counted_where_they_stopped(entrances: dict[str, str], api: Callable[[str], Any]) -> None:
    for pages in (1, 1, 1, 2, 3, 4, 4):
        go(entrances["0001"], pages)
    assert run_out() == 5
    told = api("hq_analyst").get(PATH).json()
    assert (told["sent"], told["people"]) == (2, 5)
    assert pages_of(api("hq_analyst").get(PATH)) == [(0, 7), (3, 7), (1, 4), (1, 3)]
    assert told["pages"][1]["left"]["value"] == pytest.approx(3 / 7)
    assert told["pages"][1]["title"] == "第2页"
    assert [(each["question"], each["people"]) for each in told["questions"]] == [("q1", 3), ("q2", 1), ("q3", 1)]
    assert told["channels"] == [{"channel": "store", "people": 5}]


def test_who_comes_back_or_is_not_yet_overdue_is_no_leaver(entrances: dict[str, str]) -> None:
    go(entrances["0001"], 1)
    assert leaving.count_expired(now() + timedelta(days=6)) == 0
    browser = PlainBrowser(entrances["0001"]).open().press(q__q1="x").press(q__q2="x")
    browser.open().press(q__q3="x").press(q__q4="x")
    assert Response.rows.count() == 1
    assert run_out() == 1
    assert (Left.rows.get().people, ResponseDraft.objects.count()) == (1, 0)


def test_counting_again_counts_nobody_twice_and_adds_up(entrances: dict[str, str], monkeypatch: Any) -> None:
    monkeypatch.setattr(leaving, "AT_ONCE", 2)
    for _ in range(5):
        go(entrances["0001"], 1)
    assert [run_out() for _ in range(4)] == [2, 2, 1, 0]
    assert [row.people for row in Left.rows.all()] == [5]


def test_each_reader_sees_the_leavers_of_their_own_stores(entrances: dict[str, str], api: Callable[[str], Any]) -> None:
    go(entrances["0001"], 1)
    go(entrances["0003"], 2)
    run_out()
    seen = {
        who: api(who).get(PATH).json()["people"] for who in ("hq_analyst", "r1_manager", "s1_manager", "s2_manager")
    }
    assert seen == {"hq_analyst": 2, "r1_manager": 1, "s1_manager": 1, "s2_manager": 0}
    assert api("s1_manager").get(PATH, unit="0003").status_code == 404
    assert api("hq_analyst").get(PATH, unit="0003").json()["people"] == 1


def test_by_version_channel_and_day(
    entrances: dict[str, str], api: Callable[[str], Any], company: dict[str, int]
) -> None:
    go(entrances["0001"], 1)
    shorter = survey(PAGES[:3])
    publish_survey(definition=shorter, owner_unit_id=company["HQ"], account=None, now=NOW)
    from opencem.listen.distribution.queries import forget_doors

    forget_doors()
    go(entrances["0001"], 2)
    run_out()
    client = api("hq_analyst")
    assert pages_of(client.get(PATH, version=1)) == [(0, 1), (1, 1), (0, 0), (0, 0)]
    assert pages_of(client.get(PATH, version=2)) == [(0, 1), (0, 1), (1, 1)]
    assert client.get(PATH, version=9).status_code == 404
    assert client.get(PATH, channel="delivery").json()["people"] == 0
    assert client.get(PATH, **{"from": "2020-01-01", "to": "2020-12-31"}).json()["people"] == 0


def test_what_cannot_be_read_any_more_is_forgotten_and_stops_nobody(entrances: dict[str, str]) -> None:
    go(entrances["0001"], 1)
    ResponseDraft.objects.create(
        submission_key="garbled", raw={}, seen=[], place="99@x/y", language="en", expires_at=now() - timedelta(days=1)
    )
    assert run_out() == 2
    assert Left.rows.get().people == 1


def test_the_day_is_that_at_the_unit(entrances: dict[str, str]) -> None:
    with time_machine.travel("2026-06-14T17:30:00Z"):
        go(entrances["0001"], 1)
    assert run_out() == 1
    assert Left.rows.get().left_on.isoformat() == "2026-06-15"
