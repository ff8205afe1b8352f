"""Which scorecards have stale inputs, and recomputing them once the analytics store has caught up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from opencem.kit.bulk import upsert_many
from opencem.listen.feedback.models import Feedback
from opencem.platform.accounts.service import system_scope
from opencem.platform.events.log import Position, position_of
from opencem.platform.events.service import EventView

from .models import DueScorecard, Scorecard
from .months import month_of
from .service import assessed_units, recompute

_AT_ONCE = 5_000
_BY_FEEDBACK = frozenset({"feedback.changed", "feedback.flagged", "feedback.unflagged"})


Marks = Mapping[tuple[int, date], Position]
"""By (unit, month), the newest event that moved its inputs."""


def marks_of(events: Sequence[EventView]) -> Marks:
    """Every (unit, month) the events touch."""
    marks: dict[tuple[int, date], Position] = {}
    places = _feedback_places([event.subject_id for event in events if event.kind in _BY_FEEDBACK])
    for event in events:
        for place in _places_of(event, places):
            marks[place] = position_of(event)
    return marks


def mark_due(marks: Marks) -> None:
    """A later event moves a mark forward. In the caller's transaction."""
    rows = [(unit, month, at.txid, at.event_id) for (unit, month), at in marks.items()]
    upsert_many(DueScorecard, ["unit_id", "month"], rows)


def _feedback_places(ids: Collection[int]) -> dict[int, tuple[int, date]]:
    rows = Feedback.objects.visible_to(system_scope("scorecards")).filter(pk__in=set(ids))
    return {pk: (unit, month_of(day)) for pk, unit, day in rows.values_list("pk", "unit_id", "local_date")}


def _places_of(event: EventView, feedback: Mapping[int, tuple[int, date]]) -> list[tuple[int, date]]:
    if event.kind in _BY_FEEDBACK:
        return [feedback[event.subject_id]] if event.subject_id in feedback else []
    if event.kind == "scheme.published":
        return _places_from(date.fromisoformat(event.payload["effective_from"]))
    return [(event.payload["unit"], month_of(date.fromisoformat(event.payload["date"])))]


def _places_from(month: date) -> list[tuple[int, date]]:
    """Every unit in every month from `month` on that has scorecards: a new version applies to all of them."""
    months = Scorecard.rows.filter(month__gte=month).values_list("month", flat=True).distinct()
    units = assessed_units(system_scope("scorecards"))
    return [(unit.id, each) for each in months for unit in units]


def recompute_due(now: datetime) -> tuple[int, bool]:
    """Recompute what is due and projected; returns the number of scorecards, and whether some still wait.

    A mark that moved while its month was computed stays: its event is newer than what the computation has seen.
    """
    from opencem.understand.metrics import service as metrics

    projected = metrics.position()
    seen = Q(txid__lt=projected.txid) | Q(txid=projected.txid, event_id__lte=projected.event_id)
    due = list(DueScorecard.objects.filter(seen).order_by("month", "pk")[:_AT_ONCE])
    by_month: dict[date, set[int]] = defaultdict(set)
    for mark in due:
        by_month[mark.month].add(mark.unit_id)
    scope = system_scope("scorecards")
    done = sum(recompute(month, scope.narrowed(frozenset(units)), now) for month, units in by_month.items())
    DueScorecard.objects.filter(seen, pk__in=[mark.pk for mark in due]).delete()
    return done, DueScorecard.objects.exists()


def mark_everything_due(months: Collection[date]) -> None:
    """For a rebuild: every assessed unit of the months given, whatever the store has seen."""
    units = assessed_units(system_scope("scorecards"))
    DueScorecard.objects.bulk_create(
        [DueScorecard(unit_id=unit.id, month=month, txid=0, event_id=0) for month in months for unit in units],
        batch_size=1000,
        ignore_conflicts=True,
    )
