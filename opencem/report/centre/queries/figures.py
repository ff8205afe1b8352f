"""What stands beside each survey of the list: how much came in, and how long answering takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from opencem.engines.query import Filter, Query, TimeRange
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import service as metrics
from opencem.understand.metrics.figures import Figure

ALL_DAYS = TimeRange(date(1970, 1, 1), date(2199, 12, 31))


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """Responses within the reader's scope, test responses left out. `duration` in seconds (see the metric's definition)."""

    key: str
    responses: int
    responses_today: int
    duration: Figure


def figures_of(keys: Sequence[str], scope: Scope, unit: str | None, now: datetime) -> list[SurveyFigures]:
    """The figures of these surveys, in their order, at a unit; those of a survey without responses are 0 and none.

    "Today" is the date at each unit while it is today at the company. Raises Problem `not_found` for a unit out of scope.
    """
    if not keys:
        return []
    ever = _by_survey(keys, ("responses", "duration"), ALL_DAYS, scope, unit, now)
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    lately = _by_survey(keys, ("responses",), TimeRange(today, today), scope, unit, now)
    nothing = {"responses": Figure(0.0, 0), "duration": Figure(None, 0, state="none")}
    return [
        SurveyFigures(
            key,
            ever.get(key, nothing)["responses"].n,
            lately.get(key, nothing)["responses"].n,
            ever.get(key, nothing)["duration"],
        )
        for key in keys
    ]


def _by_survey(
    keys: Sequence[str], names: tuple[str, ...], time: TimeRange, scope: Scope, unit: str | None, now: datetime
) -> Mapping[str, Mapping[str, Figure]]:
    asked = Query(names, time, ("survey",), (Filter("survey", "in", tuple(sorted(keys))),), unit=unit)
    return {row["survey"]: {name: row[name] for name in names} for row in metrics.query(asked, scope, now).rows}
