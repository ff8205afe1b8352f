"""Only what people write in their own words can be suspiciously alike: two may come on one day by one link."""

from __future__ import annotations

from typing import Any

from opencem.listen.distribution.queries import door
from opencem.listen.distribution.service import open_collectors
from opencem.listen.feedback.authenticity import facts_of
from opencem.listen.responses import keys
from opencem.listen.responses.models import Response
from opencem.listen.responses.service import Visit, submit
from opencem.listen.surveys.service import publish_survey
from tests.conftest import NOW


def question(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "title": {"zh-Hans": key}, **fields}


DEFINITION = {
    "key": "own_words",
    "title": {"zh-Hans": "自己的话"},
    "pages": [
        {
            "key": "page",
            "questions": [
                question("day", "date"),
                question("email", "email"),
                question("campaign", "hidden", param="utm"),
                question("words", "text"),
            ],
        }
    ],
}


def test_days_addresses_and_parameters_are_no_words(company: dict[str, int]) -> None:
    version = publish_survey(definition=DEFINITION, owner_unit_id=company["HQ"], account=None, now=NOW)
    (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
    opened: Any = door(collector.token)
    raw = {"day": "2026-03-01", "email": "li@example.com", "campaign": "spring", "words": "栗子很香，店员热情"}
    key = keys.mint(opened.collector_id, opened.version_id, NOW)
    outcome = submit(door=opened, key=key, raw=raw, visit=Visit(), now=NOW)
    facts = facts_of(Response.rows.get(pk=outcome.response_id))
    assert facts.texts == ("栗子很香，店员热情",)
    assert facts.questions_answered == 4
