"""Reads of collectors: the one behind a token, and those of a scope."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count, Q

from opencem.kit.problems import not_found
from opencem.listen.distribution.models import (
    NEEDS_CODE,
    CodeBatch,
    Collector,
    CollectorKind,
    KioskDevice,
    OneTimeCode,
)
from opencem.listen.surveys.models import Survey
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

DOOR_KEPT_S = 2.0
_MOMENTS = ("opens_at", "expires_at", "survey_opens_at", "survey_closes_at", "attacked_until")
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
    kind: str
    origins: str
    reset_after_s: int
    survey_opens_at: datetime | None
    survey_closes_at: datetime | None
    proof: str = "auto"
    attacked_until: datetime | None = None

    def asks_for_work(self, now: datetime) -> bool:
        """Whether browsers have to do a little work first. Codes and admitted tablets are proof enough."""
        if self.proof == "off" or (self.attacked_until is None and self.proof == "auto"):
            return False
        is_on = self.proof == "on" or (self.attacked_until is not None and now < self.attacked_until)
        return is_on and not self.needs_code and not self.needs_device

    @property
    def needs_code(self) -> bool:
        """Whether each answer needs a one-time code."""
        return self.kind in NEEDS_CODE

    @property
    def needs_device(self) -> bool:
        """Whether only devices that were let in may answer."""
        return self.kind == CollectorKind.KIOSK

    def closed_because(self, now: datetime) -> str:
        """Empty when it takes answers; else closed, not_open_yet, expired or full."""
        if self.status != "open" or self.survey_status != "published":
            return "closed"
        if any(opening and now < opening for opening in (self.opens_at, self.survey_opens_at)):
            return "not_open_yet"
        if any(end and now >= end for end in (self.expires_at, self.survey_closes_at)):
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
       c.answer_limit, c.answers, c.again_after_hours, c.kind, c.origins, c.reset_after_s, s.opens_at, s.closes_at,
       c.proof, c.attacked_until
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
    for name in _MOMENTS:
        values[name] = _instant(values[name])
    return Door(**values)


def _instant(stored: datetime | str | None) -> datetime | None:
    """A moment as the database gives it: SQLite keeps UTC as text."""
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the answers of a collector belong."""

    survey_id: int
    unit_id: int
    timezone: str
    channel: str


def filed_at(collector_ids: Collection[int]) -> dict[int, Filed]:
    """Of each collector, for counting; no scope, since nothing of it is shown."""
    rows = Collector.rows.filter(pk__in=collector_ids).values_list(
        "pk", "survey_id", "unit_id", "unit__timezone", "channel"
    )
    return {pk: Filed(*rest) for pk, *rest in rows}


def list_collectors(
    scope: Scope, survey: Survey, *, after_id: int, limit: int, kind: str = "", status: str = ""
) -> Sequence[Collector]:
    """One page in the order they were made; empty `kind` and `status` limit nothing."""
    rows = Collector.objects.visible_to(scope).filter(survey=survey, pk__gt=after_id)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(status=status) if status else rows
    return list(rows.select_related("unit", "touchpoint", "survey").order_by("pk")[:limit])


def get_collector(scope: Scope, collector_id: int) -> Collector:
    """Raises Problem `not_found`."""
    rows = Collector.objects.visible_to(scope).select_related("unit", "touchpoint", "survey")
    found: Collector | None = rows.filter(pk=collector_id).first()
    if found is None:
        raise not_found()
    return found


def collectors_under(
    scope: Scope, survey: Survey, unit_code: str | None, kind: str = CollectorKind.QR
) -> Sequence[Collector]:
    """Those of one kind at a unit and all below it, in the order of the tree."""
    narrowed = organization.narrow(scope, unit_code)
    rows = Collector.objects.visible_to(narrowed).filter(survey=survey, kind=kind)
    return list(rows.select_related("unit").order_by("unit__path", "pk"))


def behind_short_code(code: str) -> str | None:
    """The token a short code leads to."""
    return Collector.rows.filter(short_code=code).values_list("token", flat=True).first()


def behind_one_time_code(code: str) -> str | None:
    """The token of the collector a one-time code belongs to."""
    return OneTimeCode.rows.filter(code=code).values_list("collector__token", flat=True).first()


def code_batches(collector: Collector) -> Sequence[CodeBatch]:
    """Newest first, each with `used`: how many of its codes have been used."""
    used = Count("codes", filter=Q(codes__used_at__isnull=False))
    return list(CodeBatch.rows.filter(collector=collector).annotate(used=used).order_by("-pk"))


def get_code_batch(scope: Scope, batch_id: int) -> CodeBatch:
    """Raises Problem `not_found`."""
    rows = CodeBatch.objects.visible_to(scope).select_related("collector__unit", "collector__survey")
    found: CodeBatch | None = rows.filter(pk=batch_id).first()
    if found is None:
        raise not_found()
    return found


def codes_of(batch: CodeBatch) -> Sequence[str]:
    return list(OneTimeCode.rows.filter(batch=batch).order_by("pk").values_list("code", flat=True))


def devices_of(collector: Collector) -> Sequence[KioskDevice]:
    return list(KioskDevice.rows.filter(collector=collector).order_by("pk"))


def get_device(scope: Scope, device_id: int) -> KioskDevice:
    """Raises Problem `not_found`."""
    rows = KioskDevice.objects.visible_to(scope).select_related("collector")
    found: KioskDevice | None = rows.filter(pk=device_id).first()
    if found is None:
        raise not_found()
    return found
