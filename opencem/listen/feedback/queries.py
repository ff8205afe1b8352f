"""Reads of feedback: scoped for people, whole for handlers and projections."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

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
    rows = Feedback.rows.filter(source=source, external_id__in=set(external_ids))
    return dict(rows.values_list("external_id", "unit_id"))
