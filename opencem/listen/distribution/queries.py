"""Reads of collectors: the one behind a token, and those of a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from opencem.listen.distribution.models import Collector
from opencem.listen.surveys.models import Survey, SurveyVersion
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class Door:
    """Everything an answer page needs to know of its collector, in one row."""

    collector_id: int
    token: str
    survey_id: int
    survey_key: str
    survey_status: str
    version_id: int
    unit_id: int
    unit_name: str
    channel: str
    touchpoint_code: str
    status: str
    opens_at: datetime | None
    expires_at: datetime | None
    answer_limit: int | None
    answers: int
    again_after_hours: int

    def closed_because(self, now: datetime) -> str:
        """Empty when it takes answers; else closed, not_open_yet, expired or full."""
        if self.status != "open" or self.survey_status != "published":
            return "closed"
        if self.opens_at and now < self.opens_at:
            return "not_open_yet"
        if self.expires_at and now >= self.expires_at:
            return "expired"
        if self.answer_limit is not None and self.answers >= self.answer_limit:
            return "full"
        return ""


def door(token: str) -> Door | None:
    """The collector behind a token; the token itself is the right to answer, so there is no scope here."""
    collector = Collector.rows.filter(token=token).select_related("survey", "unit", "touchpoint").first()
    if collector is None:
        return None
    version = SurveyVersion.objects.filter(survey_id=collector.survey_id).aggregate(last=Max("pk"))["last"]
    return Door(
        collector_id=collector.pk,
        token=collector.token,
        survey_id=collector.survey_id,
        survey_key=collector.survey.key,
        survey_status=collector.survey.status,
        version_id=version or 0,
        unit_id=collector.unit_id,
        unit_name=collector.unit.name,
        channel=collector.channel,
        touchpoint_code=collector.touchpoint.code if collector.touchpoint else "",
        status=collector.status,
        opens_at=collector.opens_at,
        expires_at=collector.expires_at,
        answer_limit=collector.answer_limit,
        answers=collector.answers,
        again_after_hours=collector.again_after_hours,
    )


def list_collectors(scope: Scope, survey: Survey, *, after_id: int, limit: int) -> Sequence[Collector]:
    rows = Collector.objects.visible_to(scope).filter(survey=survey, pk__gt=after_id)
    return list(rows.select_related("unit").order_by("pk")[:limit])


def get_collector(scope: Scope, collector_id: int) -> Collector | None:
    return Collector.objects.visible_to(scope).filter(pk=collector_id).select_related("unit").first()


def collectors_under(scope: Scope, survey: Survey, unit_code: str | None) -> Sequence[Collector]:
    narrowed = organization.narrow(scope, unit_code)
    rows = Collector.objects.visible_to(narrowed).filter(survey=survey)
    return list(rows.select_related("unit").order_by("unit__path"))
