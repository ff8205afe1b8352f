"""Reads of responses for the rooms above. Scoped reads take a Scope; the rest serve handlers and projections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import connection
from django.db.models import QuerySet

from opencem.listen.responses.models import Answer, Response, ResponseOutcome, Vouched
from opencem.platform.scope.value import Scope

_DONE = ResponseOutcome.COMPLETED


def visible_responses(scope: Scope) -> QuerySet[Response]:
    rows: QuerySet[Response] = Response.objects.visible_to(scope)
    return rows


def answers_of(scope: Scope, response_id: int) -> Sequence[Answer]:
    """The answers of one response in the order they were given; none when it is out of scope."""
    return list(Answer.objects.visible_to(scope).filter(response_id=response_id).order_by("pk"))


def with_answers(ids: Collection[int]) -> Sequence[Response]:
    """Responses with their answers, for the handlers above."""
    return list(Response.rows.filter(pk__in=ids).prefetch_related("answers").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an earlier response came from: enough to see the same device, address block or person at work again."""

    response_id: int
    unit_id: int
    submitted_at: datetime
    device: str
    address: str
    contact: str


TRACE = ("pk", "unit_id", "submitted_at", "device", "address", "contact")


def traces_of_devices(devices: Collection[str], since: datetime, limit: int) -> list[Trace]:
    """The newest responses of these devices, at any unit."""
    return _traces(Response.rows.filter(device__in=devices, submitted_at__gte=since), limit)


def traces_at(units: Collection[int], addresses: Collection[str], since: datetime, limit: int) -> list[Trace]:
    """The newest responses of these address blocks at these units."""
    rows = Response.rows.filter(unit_id__in=units, submitted_at__gte=since, address__in=addresses)
    return _traces(rows, limit)


def traces_of_contacts(contacts: Collection[str], since: datetime, limit: int) -> list[Trace]:
    """The newest responses that left one of these phones."""
    rows = Response.rows.filter(contact__in=contacts, submitted_at__gte=since)
    return _traces(rows.exclude(contact=""), limit)


def _traces(rows: QuerySet[Response], limit: int) -> list[Trace]:
    return [Trace(*row) for row in rows.filter(is_test=False).order_by("-submitted_at").values_list(*TRACE)[:limit]]


def vouched_for(ids: Collection[int]) -> dict[int, dict[str, str]]:
    """What signed links vouched for, by response: `{kind: digest}`."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for response, kind, digest in Vouched.rows.filter(response_id__in=ids).values_list("response_id", "kind", "digest"):
        found[response][kind] = digest
    return found


def texts_of(ids: Collection[int]) -> dict[int, list[str]]:
    """The words written in each of these responses."""
    texts: dict[int, list[str]] = {}
    for response, text in Answer.rows.filter(response_id__in=ids, text__isnull=False).values_list(
        "response_id", "text"
    ):
        texts.setdefault(response, []).append(text or "")
    return texts


def recent_durations(survey_id: int, limit: int = 1000) -> list[int]:
    """Seconds of the latest responses of a survey, for its own speed distribution."""
    rows = Response.rows.filter(survey_id=survey_id, duration_s__isnull=False, is_test=False, outcome=_DONE).order_by(
        "-pk"
    )
    return list(rows.values_list("duration_s", flat=True)[:limit])


def link(responses: Sequence[Response]) -> None:
    """Files responses under the customer and order they name."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE responses_response SET customer_id = %s, order_id = %s WHERE id = %s",
            [(response.customer_id, response.order_id, response.pk) for response in responses],
        )


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
    """Responses for the analytics datasets, tests and those turned away left out; an id that is gone has no row."""
    answers: dict[int, list[tuple[str, str, str, float | None]]] = defaultdict(list)
    found = Answer.rows.filter(response_id__in=ids).order_by("pk")
    for response_id, *answer in found.values_list("response_id", "question", "row", "choice", "number"):
        answers[response_id].append(cast("tuple[str, str, str, float | None]", tuple(answer)))
    rows = Response.rows.filter(pk__in=ids, is_test=False, outcome=_DONE).values_list(*_PROJECTED)
    return [ProjectedResponse(answers[row[0]], *row) for row in rows]


def ids_after(after_id: int, limit: int) -> list[int]:
    """The next ids, for rebuilding the datasets."""
    return list(Response.rows.filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])
