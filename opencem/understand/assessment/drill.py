"""What an item of a scorecard opens to: the query behind its figure and the filter that lists its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .items import ItemSpec
from .months import last_day


@dataclass(frozen=True, slots=True)
class Drill:
    """`query` is a body of `POST /query`; `filter` holds the parameters of `GET /feedback` or `GET /tickets`."""

    lists: Literal["feedback", "tickets"]
    filter: dict[str, Any]
    query: dict[str, Any]


_TICKET_METRICS = frozenset({"tickets", "tickets_open", "on_time_rate"})
_SURVEY_METRICS = frozenset({"nps", "csat", "ces", "mean"})


def drill_of(item: ItemSpec, unit_code: str, month: date) -> Drill:
    metric, _, argument = item.metric.partition(":")
    time = {"from": month.isoformat(), "to": last_day(month).isoformat()}
    query = {
        "metrics": [item.metric],
        "dimensions": ["day"],
        "filters": [{"field": given.field, "op": "in", "value": given.value} for given in item.filters],
        "unit": unit_code,
        "time": time,
        "authentic": metric not in _TICKET_METRICS,
    }
    place = {"unit": unit_code, **time}
    if metric in _TICKET_METRICS:
        return Drill("tickets", place, query)
    return Drill("feedback", {**place, **_feedback_filter(item, metric, argument)}, query)


def _feedback_filter(item: ItemSpec, metric: str, argument: str) -> dict[str, Any]:
    """Only what the figure counts: authentic rows that carry its score."""
    wanted: dict[str, Any] = {"authentic": True, **{given.field: given.value for given in item.filters}}
    if metric in _SURVEY_METRICS:
        wanted["kind"] = ["survey"]
    if metric == "nps":
        wanted["score_min"] = 0
    elif metric == "rating":
        wanted["rating_min"] = 1
    elif argument:
        wanted["question"] = argument
    return wanted
