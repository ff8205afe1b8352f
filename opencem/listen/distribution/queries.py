"""Reads of collectors: the one behind a token, and those of a scope."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from opencem.listen.distribution.models import Collector
from opencem.listen.surveys.models import Survey
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

DOOR_KEPT_S = 2.0
DOORS_KEPT = 20_000
_doors: dict[str, tuple[float, Door]] = {}


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
    unit_timezone: str
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
    """The collector behind a token; the token itself is the right to answer, so there is no scope here.

    Kept for `DOOR_KEPT_S`: a page and its submission cost one read together, and closing a collector is seen by every
    process within that time. The answer limit needs no fresh row: a place is taken in the transaction of the answer.
    """
    kept = _doors.get(token)
    if kept is not None and time.monotonic() - kept[0] < DOOR_KEPT_S:
        return kept[1]
    found = _read_door(token)
    if found is not None:
        if len(_doors) >= DOORS_KEPT:
            _doors.clear()
        _doors[token] = (time.monotonic(), found)
    return found


def forget_doors() -> None:
    """Drops the memory of collectors, where the rows were changed under it."""
    _doors.clear()


# Written out: at a peak this is read for every store every few seconds, and the ORM would take longer than SQLite.
READ_DOOR = """
SELECT c.id, c.token, c.survey_id, s.key, s.status,
       (SELECT v.id FROM surveys_surveyversion v WHERE v.survey_id = c.survey_id ORDER BY v.number DESC LIMIT 1),
       c.unit_id, u.name, u.timezone, c.channel, COALESCE(t.code, ''), c.status, c.opens_at, c.expires_at,
       c.answer_limit, c.answers, c.again_after_hours
FROM distribution_collector c
JOIN surveys_survey s ON s.id = c.survey_id
JOIN organization_orgunit u ON u.id = c.unit_id
LEFT JOIN journeys_touchpoint t ON t.id = c.touchpoint_id
WHERE c.token = %s
"""


def _read_door(token: str) -> Door | None:
    with connection.cursor() as cursor:
        cursor.execute(READ_DOOR, [token])
        row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip(Door.__slots__, row, strict=True))
    for name in ("opens_at", "expires_at"):
        values[name] = _instant(values[name])
    return Door(**values)


def _instant(stored: datetime | str | None) -> datetime | None:
    """A moment as the database gives it: SQLite keeps UTC as text."""
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def list_collectors(scope: Scope, survey: Survey, *, after_id: int, limit: int) -> Sequence[Collector]:
    rows = Collector.objects.visible_to(scope).filter(survey=survey, pk__gt=after_id)
    return list(rows.select_related("unit").order_by("pk")[:limit])


def get_collector(scope: Scope, collector_id: int) -> Collector | None:
    return Collector.objects.visible_to(scope).filter(pk=collector_id).select_related("unit").first()


def collectors_under(scope: Scope, survey: Survey, unit_code: str | None) -> Sequence[Collector]:
    narrowed = organization.narrow(scope, unit_code)
    rows = Collector.objects.visible_to(narrowed).filter(survey=survey)
    return list(rows.select_related("unit").order_by("unit__path"))
