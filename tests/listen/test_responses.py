from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from opencem.engines.survey_logic import AnswersRefused
from opencem.kit.problems import Problem
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import door
from opencem.listen.responses import keys
from opencem.listen.responses.models import Answer, Response
from opencem.listen.responses.service import Visit, submit
from opencem.platform.events.models import Event
from tests.conftest import NOW

STARS = dict.fromkeys(("product", "service", "environment", "price", "speed"), 5)
GOOD: dict[str, Any] = {"recommend": 9, "satisfaction": STARS, "comment": "板栗很香"}


def behind(survey: dict[str, Any], store: str = "0001") -> Any:
    found = door(survey["tokens"][store])
    assert found is not None
    return found


def send(survey: dict[str, Any], raw: dict[str, Any], key: str = "", **visit: Any) -> Any:
    opened = behind(survey)
    return submit(
        door=opened,
        key=key or keys.mint(opened.collector_id, opened.version_id, NOW),
        raw=raw,
        visit=Visit(**visit),
        now=NOW + timedelta(seconds=42),
    )


def test_response_answers_place_and_event_are_stored_together(survey: dict[str, Any]) -> None:
    outcome = send(survey, GOOD, device="phone-1", address="10.0.0.0")
    response = Response.rows.get(pk=outcome.response_id)
    assert outcome.state == "stored"
    assert response.duration_s == 42
    assert len(response.device) == 64
    assert Answer.rows.filter(response=response).count() == 7
    assert Event.objects.filter(kind="response.submitted", subject_id=response.pk).count() == 1
    assert Collector.rows.get(token=survey["tokens"]["0001"]).answers == 1


def test_the_same_key_returns_the_first_result(survey: dict[str, Any]) -> None:
    opened = behind(survey)
    key = keys.mint(opened.collector_id, opened.version_id, NOW)
    first, second = send(survey, GOOD, key), send(survey, {**GOOD, "recommend": 1}, key)
    assert (second.state, second.response_id) == ("repeated", first.response_id)
    assert Response.rows.count() == 1
    assert Answer.rows.get(question="recommend").number == 9
    assert Event.objects.filter(kind="response.submitted").count() == 1


def test_nothing_is_stored_of_a_refused_submission(survey: dict[str, Any]) -> None:
    with pytest.raises(AnswersRefused):
        send(survey, {**GOOD, "recommend": 11})
    assert Response.rows.count() == 0
    assert Event.objects.filter(kind="response.submitted").count() == 0


def test_a_phone_is_kept_apart_from_the_answers(survey: dict[str, Any]) -> None:
    raw = {**GOOD, "contact": {"number": "13812345678", "consent": True}}
    response = Response.rows.get(pk=send(survey, raw).response_id)
    assert response.contact == "+8613812345678"
    assert response.consent_version
    assert not Answer.rows.filter(response=response, question="contact").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "closed"}, "survey_closed"),
        ({"expires_at": NOW}, "survey_expired"),
        ({"opens_at": NOW + timedelta(days=1)}, "survey_not_open_yet"),
        ({"answer_limit": 0}, "survey_full"),
    ],
)
def test_a_closed_collector_says_why(survey: dict[str, Any], change: dict[str, Any], code: str) -> None:
    Collector.rows.filter(token=survey["tokens"]["0001"]).update(**change)
    with pytest.raises(Problem) as refusal:
        send(survey, GOOD)
    assert (refusal.value.code, refusal.value.status) == (code, 410)


def test_a_retry_after_closing_still_gets_the_first_result(survey: dict[str, Any]) -> None:
    opened = behind(survey)
    key = keys.mint(opened.collector_id, opened.version_id, NOW)
    first = send(survey, GOOD, key)
    Collector.rows.update(status="closed")
    assert send(survey, GOOD, key).response_id == first.response_id


@pytest.mark.parametrize(
    "spoil", [lambda k: k[:-1], lambda k: "x" + k[1:], lambda k: k + "A", lambda k: "", lambda k: "é" * 59]
)
def test_a_forged_key_is_refused(survey: dict[str, Any], spoil: Any) -> None:
    opened = behind(survey)
    key = keys.mint(opened.collector_id, opened.version_id, NOW)
    with pytest.raises(Problem) as refusal:
        keys.read(spoil(key), NOW)
    assert refusal.value.code == "submission_key_invalid"


def test_a_key_of_another_store_is_refused(survey: dict[str, Any]) -> None:
    other = behind(survey, "0002")
    with pytest.raises(Problem, match="submission_key_invalid"):
        send(survey, GOOD, keys.mint(other.collector_id, other.version_id, NOW))


def test_an_old_key_has_expired(survey: dict[str, Any]) -> None:
    opened = behind(survey)
    key = keys.mint(opened.collector_id, opened.version_id, NOW - timedelta(days=8))
    with pytest.raises(Problem, match="submission_key_expired"):
        send(survey, GOOD, key)


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_under_concurrency(survey: dict[str, Any]) -> None:
    """Sixteen people at once for five places: five stored, eleven told that it is full, never more."""
    Collector.rows.filter(token=survey["tokens"]["0001"]).update(answer_limit=5)
    opened = behind(survey)
    outcomes: list[str] = []

    def one() -> None:
        from django.db import connection

        key = keys.mint(opened.collector_id, opened.version_id, NOW)
        try:
            outcomes.append(submit(door=opened, key=key, raw=GOOD, visit=Visit(), now=NOW).state)
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stored"] * 5 + ["survey_full"] * 11
    assert Response.rows.count() == 5
    assert Collector.rows.get(token=survey["tokens"]["0001"]).answers == 5
