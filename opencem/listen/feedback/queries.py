"""Reads of feedback: scoped for people, whole for handlers and projections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from opencem.kit.bulk import among
from opencem.listen.feedback.models import Feedback, Flag
from opencem.platform.scope.value import Scope


def visible(scope: Scope) -> QuerySet[Feedback]:
    """The feedback of a scope, for the rooms above to filter further."""
    rows: QuerySet[Feedback] = Feedback.objects.visible_to(scope)
    return rows


def visible_flags(scope: Scope) -> QuerySet[Flag]:
    rows: QuerySet[Flag] = Flag.objects.visible_to(scope)
    return rows


def by_ids(ids: Collection[int]) -> Sequence[Feedback]:
    """For handlers above, which act on every unit."""
    return list(Feedback.rows.filter(pk__in=ids).order_by("pk"))


def units_of(source: str, external_ids: Collection[str]) -> dict[str, int]:
    """Where the feedback of these ids of one source belongs; ids that are free are absent."""
    rows = Feedback.rows.filter(source=source, external_id__in=among(set(external_ids)))
    return dict(rows.values_list("external_id", "unit_id"))


_PROJECTED = (
    "pk", "unit_id", "local_date", "occurred_at", "channel", "touchpoint_code", "source", "customer_id", "excluded",
    "kind", "rating", "recommend", "text", "order_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectedFeedback:
    """What the analytics datasets keep of one feedback."""

    id: int
    unit_id: int
    local_date: date
    occurred_at: datetime
    channel: str
    touchpoint: str
    source: str
    customer_id: int | None
    excluded: bool
    kind: str
    rating: float | None
    recommend: int | None
    text: str
    order_id: int | None


def projection_rows(ids: Collection[int]) -> list[ProjectedFeedback]:
    """Feedback for the analytics datasets; an id that is gone has no row."""
    return [ProjectedFeedback(*row) for row in Feedback.rows.filter(pk__in=ids).values_list(*_PROJECTED)]


def ids_after(after_id: int, limit: int) -> list[int]:
    """The next ids, for rebuilding the datasets."""
    return list(Feedback.rows.filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])


def responses_of(ids: Collection[int]) -> list[int]:
    """The responses that these pieces of feedback are."""
    rows = Feedback.rows.filter(pk__in=ids, response__isnull=False)
    return list(rows.values_list("response_id", flat=True))


def of_orders(order_ids: Collection[int]) -> list[int]:
    """The feedback joined to these orders."""
    return list(Feedback.rows.filter(order_id__in=order_ids).values_list("pk", flat=True))


def orders_of_responses(response_ids: Collection[int]) -> dict[int, int]:
    """The orders that the feedback of these responses is joined to, by response; absent where none is known."""
    rows = Feedback.rows.filter(response_id__in=response_ids, order__isnull=False)
    return dict(rows.values_list("response_id", "order_id"))


def excluded_responses(response_ids: Collection[int]) -> set[int]:
    """Which of these responses are left out of assessment figures."""
    rows = Feedback.rows.filter(response_id__in=response_ids, excluded=True)
    return set(rows.values_list("response_id", flat=True))
