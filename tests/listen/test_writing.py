"""Submissions that share a commit: each gets the result it would have got alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError

from opencem.engines.survey_logic import Answer
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import Door, door
from opencem.listen.responses import writing
from opencem.listen.responses.models import Answer as StoredAnswer
from opencem.listen.responses.models import Response
from opencem.listen.responses.writing import RESPONSE_COLUMNS, GroupCommit, Row, write_together
from opencem.platform.events.models import Event
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def behind(survey: dict[str, Any], store: str) -> Door:
    found = door(survey["tokens"][store])
    assert found is not None
    return found


def row(at: Door, key: str, *, limit: int | None = None, text: str = "很香") -> Row:
    adapt = connection.ops
    named = dict.fromkeys(RESPONSE_COLUMNS, "") | {
        "submission_key": key, "content_hash": "0" * 64, "survey_id": at.survey_id, "version_id": at.version_id,
        "collector_id": at.collector_id, "unit_id": at.unit_id, "submitted_at": adapt.adapt_datetimefield_value(NOW),
        "local_date": adapt.adapt_datefield_value(NOW.astimezone(UTC).date()), "duration_s": 40, "is_test": False,
        "outcome": "completed", "arms": None,
    }  # fmt: skip
    return Row(
        tuple(named[column] for column in RESPONSE_COLUMNS), key, "0" * 64, at.collector_id, at.unit_id, "s", NOW,
        [Answer("comment", text=text)], at.survey_id, survey_limit=limit,
    )  # fmt: skip


def states(rows: Sequence[Row]) -> list[str]:
    return [written.state for written in write_together(rows)]


def test_places_are_given_in_the_order_of_arrival(survey: dict[str, Any]) -> None:
    first, second = behind(survey, "0001"), behind(survey, "0002")
    Collector.rows.filter(pk=first.collector_id).update(answer_limit=2)
    found = states([row(first, "a"), row(second, "b"), row(first, "c"), row(first, "d"), row(second, "e")])
    assert found == ["stored", "stored", "stored", "full", "stored"]
    assert sorted(Response.rows.values_list("submission_key", flat=True)) == ["a", "b", "c", "e"]
    assert Collector.rows.get(pk=first.collector_id).answers == 2
    assert Collector.rows.get(pk=second.collector_id).answers == 2
    assert Event.objects.filter(kind="response.submitted").count() == StoredAnswer.rows.count() == 4


def test_a_key_that_comes_twice_at_once_is_stored_once(survey: dict[str, Any]) -> None:
    at = behind(survey, "0001")
    write_together([row(at, "before", text="先来")])
    written = write_together([row(at, "a"), row(at, "a", text="再来"), row(at, "before")])
    assert [each.state for each in written] == ["stored", "repeated", "repeated"]
    assert written[0].response_id == written[1].response_id
    assert sorted(StoredAnswer.rows.values_list("text", flat=True)) == sorted(["先来", "很香"])
    assert Collector.rows.get(pk=at.collector_id).answers == 2


def test_a_key_that_comes_twice_to_a_full_place_is_not_stored(survey: dict[str, Any]) -> None:
    at = behind(survey, "0001")
    Collector.rows.filter(pk=at.collector_id).update(answer_limit=0)
    assert states([row(at, "a"), row(at, "a")]) == ["full", "full"]
    assert not Response.rows.exists()


def test_the_limit_of_a_survey_holds_among_collectors(survey: dict[str, Any]) -> None:
    first, second = behind(survey, "0001"), behind(survey, "0002")
    found = states([row(first, "a", limit=2), row(second, "b", limit=2), row(first, "c", limit=2)])
    assert found == ["stored", "stored", "full"]
    assert sum(Collector.rows.values_list("answers", flat=True)) == Response.rows.count() == 2


def test_a_database_that_is_stuck_is_asked_once_for_a_group(
    survey: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def stuck(rows: Sequence[Row]) -> None:
        asked.append(len(rows))
        raise OperationalError("stuck")

    monkeypatch.setattr(writing, "write_together", stuck)
    with pytest.raises(OperationalError):
        GroupCommit().write(row(behind(survey, "0001"), "a"))
    assert asked == [1]
