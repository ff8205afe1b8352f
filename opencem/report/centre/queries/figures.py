"""What stands beside each survey of the list: how much came in, how many of the invited answered, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from opencem.engines import stats
from opencem.engines.query import Filter, Query, TimeRange
from opencem.listen.invitations.models import Invitation
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import service as metrics
from opencem.understand.metrics.figures import Figure

ALL_DAYS = TimeRange(date(1970, 1, 1), date(2199, 12, 31))


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """Responses within the reader's scope, test responses left out. `duration` in seconds (see the metric's definition).

    The rates are of invitations and None where nobody was invited: whoever opens a link or scans a code and leaves is not
    known. `response_rate` completed ÷ delivered, `completion_rate` completed ÷ started.
    """

    key: str
    responses: int
    responses_today: int
    duration: Figure
    response_rate: stats.Figure | None = None
    completion_rate: stats.Figure | None = None


def figures_of(keys: Sequence[str], scope: Scope, unit: str | None, now: datetime) -> list[SurveyFigures]:
    """The figures of these surveys, in their order, at a unit; those of a survey without responses are 0 and none.

    "Today" is the date at each unit while it is today at the company. Raises Problem `not_found` for a unit out of scope.
    """
    if not keys:
        return []
    ever = _by_survey(keys, ("responses", "duration"), ALL_DAYS, scope, unit, now)
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    lately = _by_survey(keys, ("responses",), TimeRange(today, today), scope, unit, now)
    invited = _invited(keys, organization.narrow(scope, unit))
    nothing = {"responses": Figure(0.0, 0), "duration": Figure(None, 0, state="none")}
    return [
        SurveyFigures(
            key,
            ever.get(key, nothing)["responses"].n,
            lately.get(key, nothing)["responses"].n,
            ever.get(key, nothing)["duration"],
            *invited.get(key, (None, None)),
        )
        for key in keys
    ]


def _by_survey(
    keys: Sequence[str], names: tuple[str, ...], time: TimeRange, scope: Scope, unit: str | None, now: datetime
) -> Mapping[str, Mapping[str, Figure]]:
    asked = Query(names, time, ("survey",), (Filter("survey", "in", tuple(sorted(keys))),), unit=unit)
    return {row["survey"]: {name: row[name] for name in names} for row in metrics.query(asked, scope, now).rows}


Rates = tuple[stats.Figure | None, stats.Figure | None]


def _invited(keys: Sequence[str], scope: Scope) -> Mapping[str, Rates]:
    rows = Invitation.objects.visible_to(scope).filter(survey__key__in=keys).order_by().values("survey__key")
    counted = rows.annotate(delivered=Count("delivered_at"), started=Count("started_at"), done=Count("completed_at"))
    return {row["survey__key"]: (_rate(row, "delivered"), _rate(row, "started")) for row in counted}


def _rate(row: Mapping[str, int], of: str) -> stats.Figure | None:
    """A receipt may come late or never, so more may have answered than are known to have got the message."""
    return stats.share(min(row["done"], row[of]), row[of]) if row[of] else None
