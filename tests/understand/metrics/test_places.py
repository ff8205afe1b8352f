"""Where somebody stood when answering is personal: no figure is made of it."""

from __future__ import annotations

from typing import Any

from opencem.engines.query.tables import ANSWER
from opencem.listen.distribution.queries import door
from opencem.listen.distribution.service import open_collectors
from opencem.listen.responses import keys
from opencem.listen.responses.models import Answer
from opencem.listen.responses.service import Visit, submit
from opencem.listen.surveys.service import publish_survey
from opencem.understand.metrics.projection import answer_rows
from tests.conftest import NOW

LANGUAGE = "zh-Hans"
DEFINITION = {
    "key": "where",
    "title": {LANGUAGE: "在哪儿"},
    "pages": [
        {
            "key": "page",
            "questions": [
                {"key": "recommend", "type": "nps", "title": {LANGUAGE: "推荐"}},
                {"key": "place", "type": "location", "title": {LANGUAGE: "位置"}},
            ],
        }
    ],
}


def test_coordinates_are_stored_and_never_projected(company: dict[str, int]) -> None:
    version = publish_survey(definition=DEFINITION, owner_unit_id=company["HQ"], account=None, now=NOW)
    (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
    opened: Any = door(collector.token)
    key = keys.mint(opened.collector_id, opened.version_id, NOW)
    raw = {"recommend": 9, "place": {"lat": 31.2304, "lng": 121.4737}}
    outcome = submit(door=opened, key=key, raw=raw, visit=Visit(), now=NOW)
    assert Answer.rows.get(response=outcome.response_id, row="lat").number == 31.2304
    rows = (dict(zip(ANSWER.columns, row, strict=True)) for row in answer_rows([outcome.response_id]))
    numbers = {row["question"]: row["number"] for row in rows}
    assert numbers == {"recommend": 9, "place.lat": None, "place.lng": None}
