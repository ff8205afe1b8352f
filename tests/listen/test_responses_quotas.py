"""Places in quotas: never one too many, whoever comes at once; free again after their time; nobody counted who was turned away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from opencem.engines.survey_logic import walk
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import Door, door
from opencem.listen.distribution.service import open_collectors
from opencem.listen.responses import keys
from opencem.listen.responses.models import Answer, QuotaCount, QuotaPlace, Response
from opencem.listen.responses.queries import projection_rows
from opencem.listen.responses.service import Outcome, Visit, hold_places, submit
from opencem.listen.surveys.queries import live
from opencem.listen.surveys.service import publish_survey
from opencem.platform.events.models import Event
from tests.conftest import NOW, POSTGRES

LIMIT = 10
CROWD = 48 if POSTGRES else 64  # the tests' cluster has sixty connections


def text(words: str) -> dict[str, str]:
    return {"zh-Hans": words}


def definition() -> dict[str, Any]:
    def choice(key: str) -> dict[str, Any]:
        return {"key": key, "label": text(key)}

    city = {
        "key": "city",
        "type": "single",
        "title": text("城市"),
        "choices": [choice("sh"), choice("gz"), choice("out")],
    }
    end = {"title": text("名额满了"), "text": text("谢谢"), "outcome": "screened_out"}
    return {
        "key": "panel",
        "title": text("招募"),
        "pages": [
            {"key": "one", "questions": [city], "next": [{"if": {"selected": ["city", "out"]}, "to": "end:elsewhere"}]},
            {"key": "two", "questions": [{"key": "word", "type": "text", "title": text("说说"), "required": True}]},
        ],
        "ends": [{"key": "full", **end}, {"key": "elsewhere", **end}],
        "quotas": [
            {"key": "zz_all", "limit": 3 * LIMIT, "if": {"answered": "city"}, "end": "full", "hold_minutes": 30},
            {"key": "sh", "limit": LIMIT, "if": {"selected": ["city", "sh"]}, "end": "full", "hold_minutes": 30},
        ],
    }  # fmt: skip


@pytest.fixture
def panel(company: dict[str, int]) -> Door:
    version = publish_survey(definition=definition(), owner_unit_id=company["HQ"], account=None, now=NOW)
    (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
    found = door(collector.token)
    assert found is not None
    return found


def fresh(panel: Door) -> str:
    return keys.mint(panel.collector_id, panel.version_id, NOW)


def send(panel: Door, city: str = "sh", key: str = "", at: datetime = NOW) -> Outcome:
    raw = {"city": city} | ({} if city == "out" else {"word": "好"})
    return submit(door=panel, key=key or fresh(panel), raw=raw, visit=Visit(), now=at)


def hold(panel: Door, key: str, city: str = "sh", at: datetime = NOW) -> str:
    known = live(panel.version_id).definition
    return hold_places(door=panel, key=key, definition=known, standing=walk(known, {"city": city}), now=at)


def places(key: str = "sh") -> tuple[int, int]:
    """As counted, and as they stand one by one: the two never differ."""
    count = QuotaCount.objects.filter(key=key).values_list("places", flat=True).first() or 0
    return count, QuotaPlace.objects.filter(quota__key=key).count()


def at_once(number: int, act: Callable[[], object]) -> list[object]:
    results: list[object] = []
    start = threading.Barrier(number)

    def one() -> None:
        try:
            start.wait()
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_at_once_ten_get_in(panel: Door) -> None:
    outcomes = at_once(CROWD, lambda: send(panel).outcome)
    assert sorted(map(str, outcomes)) == ["completed"] * LIMIT + ["over_quota"] * (CROWD - LIMIT)
    assert (places("sh"), places("zz_all")) == ((LIMIT, LIMIT), (LIMIT, LIMIT))
    assert Response.rows.filter(outcome="completed").count() == LIMIT
    assert Collector.rows.get(token=panel.token).answers == LIMIT


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_who_start_at_once_ten_are_let_on_and_all_of_them_finish(panel: Door) -> None:
    started: list[str] = []

    def start_and_finish() -> str:
        key = fresh(panel)
        if hold(panel, key):
            return "turned away"
        started.append(key)
        return send(panel, key=key, at=NOW + timedelta(minutes=5)).outcome

    outcomes = at_once(CROWD, start_and_finish)
    assert sorted(map(str, outcomes)) == ["completed"] * LIMIT + ["turned away"] * (CROWD - LIMIT)
    assert (len(started), places()) == (LIMIT, (LIMIT, LIMIT))


def test_a_place_that_was_left_is_free_after_its_time(panel: Door) -> None:
    held = [fresh(panel) for _ in range(LIMIT)]
    assert {hold(panel, key) for key in held} == {""}
    assert hold(panel, fresh(panel), at=NOW + timedelta(minutes=29)) == "sh"
    late = NOW + timedelta(minutes=31)
    assert hold(panel, fresh(panel), at=late) == ""
    assert places() == (1, 1)
    assert {send(panel, key=key, at=late).outcome for key in held[1:]} == {"completed"}
    assert send(panel, key=held[0], at=late).outcome == "over_quota"
    assert places() == (LIMIT, LIMIT)


def test_a_changed_answer_gives_its_place_back(panel: Door) -> None:
    key = fresh(panel)
    hold(panel, key)
    hold(panel, key, "gz")
    assert (places("sh"), places("zz_all")) == ((0, 0), (1, 1))


def test_who_is_turned_away_by_one_quota_takes_no_place_in_another(panel: Door) -> None:
    for _ in range(LIMIT):
        send(panel)
    assert send(panel).outcome == "over_quota"
    assert places("zz_all") == (LIMIT, LIMIT)
    assert send(panel, "gz").outcome == "completed"


def test_a_page_sent_after_the_end_does_not_loosen_a_taken_place(panel: Door) -> None:
    key = fresh(panel)
    send(panel, key=key)
    hold(panel, key)
    hold(panel, key, "gz")
    assert list(QuotaPlace.objects.filter(quota__key="sh").values_list("held_until", flat=True)) == [None]
    assert places("sh") == (1, 1)


def test_the_same_key_takes_one_place(panel: Door) -> None:
    key = fresh(panel)
    first, second = send(panel, key=key), send(panel, key=key)
    assert (second.state, second.response_id, places()) == ("repeated", first.response_id, (1, 1))


def test_nobody_counts_who_was_turned_away(panel: Door) -> None:
    screened = send(panel, "out")
    assert (screened.outcome, screened.end_key) == ("screened_out", "elsewhere")
    for _ in range(LIMIT):
        send(panel)
    over = send(panel)
    kinds = dict(
        Event.objects.filter(subject_id__in=[screened.response_id, over.response_id]).values_list("subject_id", "kind")
    )
    assert kinds == {screened.response_id: "response.screened_out", over.response_id: "response.over_quota"}
    assert projection_rows([screened.response_id, over.response_id]) == []
    assert Collector.rows.get(token=panel.token).answers == LIMIT
    assert Answer.rows.filter(response_id=over.response_id).count() == 2


def test_a_full_collector_takes_no_place_in_a_quota(panel: Door) -> None:
    Collector.rows.update(answer_limit=0)
    with pytest.raises(Exception, match="survey_full"):
        send(panel)
    assert (places("sh"), Response.rows.count()) == ((0, 0), 0)
