"""Reads of responses for the rooms above. Scoped reads take a Scope; the rest serve handlers and projections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import QuerySet

from opencem.listen.responses.models import Answer, Response
from opencem.platform.scope.value import Scope


def visible_responses(scope: Scope) -> QuerySet[Response]:
    rows: QuerySet[Response] = Response.objects.visible_to(scope)
    return rows


def answers_of(scope: Scope, response_id: int) -> Sequence[Answer]:
    """The answers of one response in the order they were given; none when it is out of scope."""
    return list(Answer.objects.visible_to(scope).filter(response_id=response_id).order_by("pk"))


def with_answers(ids: Collection[int]) -> Sequence[Response]:
    """Responses with their answers, for the handlers above."""
    return list(Response.rows.filter(pk__in=ids).prefetch_related("answers").order_by("pk"))


def recent_from(
    *, devices: Collection[str], addresses: Collection[str], units: Collection[int], since: datetime, limit: int = 4000
) -> Sequence[Response]:
    """Responses of these devices anywhere, or of these address blocks at these units, since an instant."""
    by_device = Response.rows.filter(device__in=[d for d in devices if d], submitted_at__gte=since)
    by_address = Response.rows.filter(
        address__in=[a for a in addresses if a], unit_id__in=units, submitted_at__gte=since
    )
    found = {r.pk: r for rows in (by_device, by_address) for r in rows.order_by("-submitted_at")[:limit]}
    return list(found.values())


def with_contacts(contacts: Collection[str], since: datetime) -> Sequence[Response]:
    return list(Response.rows.filter(contact__in=[c for c in contacts if c], submitted_at__gte=since)[:2000])


def recent_durations(survey_id: int, limit: int = 1000) -> list[int]:
    """Seconds of the latest responses of a survey, for its own speed distribution."""
    rows = Response.rows.filter(survey_id=survey_id, duration_s__isnull=False, is_test=False).order_by("-pk")
    return list(rows.values_list("duration_s", flat=True)[:limit])


def link(response: Response, *, customer_id: int | None, order_id: int | None) -> None:
    """Files a response under its customer and order once they are known."""
    Response.rows.filter(pk=response.pk).update(customer_id=customer_id, order_id=order_id)


_PROJECTED = (
    "pk", "unit_id", "local_date", "submitted_at", "channel", "touchpoint_code", "survey__key", "customer_id",
    "duration_s", "language", "version_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectedResponse:
    """What the analytics datasets keep of one response; answers as (question, row, choice, number)."""

    answers: Sequence[tuple[str, str, str, float | None]]
    id: int
    unit_id: int
    local_date: date
    submitted_at: datetime
    channel: str
    touchpoint: str
    survey: str
    customer_id: int | None
    duration_s: int | None
    language: str
    version_id: int


def projection_rows(ids: Collection[int]) -> list[ProjectedResponse]:
    """Responses for the analytics datasets, tests left out; an id that is gone has no row."""
    answers: dict[int, list[tuple[str, str, str, float | None]]] = defaultdict(list)
    found = Answer.rows.filter(response_id__in=ids).order_by("pk")
    for response_id, *answer in found.values_list("response_id", "question", "row", "choice", "number"):
        answers[response_id].append(cast("tuple[str, str, str, float | None]", tuple(answer)))
    rows = Response.rows.filter(pk__in=ids, is_test=False).values_list(*_PROJECTED)
    return [ProjectedResponse(answers[row[0]], *row) for row in rows]


def ids_after(after_id: int, limit: int) -> list[int]:
    """The next ids, for rebuilding the datasets."""
    return list(Response.rows.filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])
