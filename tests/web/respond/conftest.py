from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencem.listen.distribution.service import open_collectors
from opencem.listen.surveys.service import publish_survey
from tests.conftest import NOW

from .plain_browser import PlainBrowser

Published = Callable[..., PlainBrowser]


@pytest.fixture
def published(company: dict[str, int]) -> Published:
    """`published(definition)`: a visitor at the answer page of a survey that was just published at store 0001."""

    def publish(definition: dict[str, Any]) -> PlainBrowser:
        version = publish_survey(definition=definition, owner_unit_id=company["HQ"], account=None, now=NOW)
        (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
        return PlainBrowser(f"/s/{collector.token}")

    return publish
