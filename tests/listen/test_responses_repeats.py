"""A limit for each person is kept however many tries come at once, and costs nothing where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencem.kit.problems import Problem
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import Door, door
from opencem.listen.responses import keys
from opencem.listen.responses.models import Answer, Response
from opencem.listen.responses.service import Visit, submit
from opencem.listen.responses.terms import forget_terms
from opencem.listen.surveys.models import Survey
from opencem.platform.events.models import Event
from tests.conftest import NOW

from .test_responses_quotas import CROWD, at_once

RATED = dict.fromkeys(("product", "service", "environment", "price", "speed"), 4)


@pytest.fixture
def entrance(survey: dict[str, Any]) -> Door:
    found = door(survey["tokens"]["0001"])
    assert found is not None
    return found


def limit(most: int | None) -> None:
    Survey.objects.update(device_limit=most)
    forget_terms()


def send(entrance: Door, key: str = "", **visit: str) -> str:
    try:
        outcome = submit(
            door=entrance, key=key or keys.mint(entrance.collector_id, entrance.version_id, NOW),
            raw={"recommend": 9, "satisfaction": RATED}, visit=Visit(**visit), now=NOW,
        )  # fmt: skip
    except Problem as problem:
        return problem.code
    return outcome.state


def stored() -> tuple[int, int, int]:
    """Responses, events of them, places taken: always as many."""
    places = sum(Collector.rows.values_list("answers", flat=True))
    assert Answer.rows.values("response_id").distinct().count() == Response.rows.count()
    return Response.rows.count(), Event.objects.filter(kind="response.submitted").count(), places


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", [{"device": "d" * 20}, {"invitation": "1.abc"}])
def test_of_many_tries_of_one_person_at_once_one_gets_in(entrance: Door, who: dict[str, str]) -> None:
    limit(1)
    results = at_once(CROWD, lambda: send(entrance, **who))
    assert sorted(map(str, results)) == ["stored"] + ["survey_device_limit"] * (CROWD - 1)
    assert stored() == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_limit_of_three_lets_three_in_and_other_people_all(entrance: Door) -> None:
    limit(3)
    tries = [f"{name}" * 20 for name in "ab" for _ in range(CROWD // 4)]
    results = [str(each) for each in at_once(len(tries), lambda: send(entrance, device=tries.pop()))]
    assert results.count("stored") == 6
    assert stored() == (6, 6, 6)
    assert send(entrance, device="c" * 20) == "stored"
    assert send(entrance) == "stored", "whoever is not known by anything is not held back"


def test_known_by_either_the_device_or_the_link(entrance: Door) -> None:
    limit(1)
    assert send(entrance, device="d" * 20, invitation="1.abc") == "stored"
    assert send(entrance, device="d" * 20) == "survey_device_limit"
    assert send(entrance, device="e" * 20, invitation="1.abc") == "survey_device_limit"
    assert send(entrance, device="e" * 20, invitation="2.xyz") == "stored"


def test_a_retry_gets_the_first_result_whatever_the_limit(entrance: Door) -> None:
    limit(1)
    key = keys.mint(entrance.collector_id, entrance.version_id, NOW)
    assert [send(entrance, key, device="d" * 20) for _ in range(2)] == ["stored", "repeated"]


def test_other_surveys_and_what_did_not_count_leave_the_limit_alone(entrance: Door) -> None:
    limit(1)
    assert send(entrance, device="d" * 20) == "stored"
    Response.rows.update(outcome="screened_out")
    assert send(entrance, device="d" * 20) == "stored"
    Response.rows.update(is_test=True)
    assert send(entrance, device="d" * 20) == "stored"


def test_no_statement_more_where_there_is_no_limit(entrance: Door) -> None:
    def statements(**visit: str) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert send(entrance, **visit) == "stored"
        return [query["sql"] for query in seen]

    limit(None)
    send(entrance)
    assert not [sql for sql in statements(device="d" * 20) if "COUNT" in sql.upper() or "advisory" in sql]
    without = len(statements(device="d" * 20))
    limit(1)
    send(entrance)
    assert len(statements(device="e" * 20)) > without
