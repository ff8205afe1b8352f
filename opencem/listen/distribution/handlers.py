"""Every store has its link and QR code of every survey, from the day the survey or the store is there."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.listen.distribution.service import open_collectors
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.queries import published_surveys
from opencem.platform.events.service import EventView, subscribe
from opencem.platform.organization import queries as organization
from opencem.platform.organization.models import UnitKind, UnitStatus


@subscribe("survey.published", "unit.changed", consumer="collectors", batch=500)
def on_news(events: Sequence[EventView]) -> None:
    new_surveys = {event.payload["survey"] for event in events if event.kind == "survey.published"}
    changed = {event.subject_id for event in events if event.kind == "unit.changed"}
    for survey in published_surveys():
        stores = _stores_of(survey)
        open_collectors(survey=survey, unit_ids=stores if survey.key in new_surveys else stores & changed)


def _stores_of(survey: Survey) -> set[int]:
    within = organization.subtree_ids(survey.owner_unit_id)
    return {
        unit.id
        for unit in organization.projection_rows(within)
        if unit.kind == UnitKind.STORE and unit.status != UnitStatus.CLOSED
    }
