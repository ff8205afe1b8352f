"""Figures of every unit of a month, asked of `understand.metrics` in as few queries as there are different filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opencem.engines.query.values import Filter, Query, TimeRange
from opencem.platform.scope.value import Scope

from .items import ItemFilter, ItemSpec
from .months import last_day


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of one unit and month with its 95 % interval."""

    value: float | None
    n: int
    low: float | None
    high: float | None


Measurements = dict[int, dict[str, Measured]]
"""unit id → item key → figure; a unit or item without data is absent."""


def known_metrics() -> frozenset[str]:
    """Names of the figures a scheme may assess."""
    from opencem.understand.metrics import service as metrics

    return frozenset(metrics.metric_names())


def measure(items: Sequence[ItemSpec], month: date, scope: Scope, now: datetime, *, authentic: bool) -> Measurements:
    """The items' figures for every unit of the scope; `authentic` leaves out the doubtful answers."""
    alike: dict[tuple[tuple[str, tuple[str, ...]], ...], list[ItemSpec]] = defaultdict(list)
    for item in items:
        alike[tuple((given.field, tuple(given.value)) for given in item.filters)].append(item)
    measurements: Measurements = defaultdict(dict)
    for group in alike.values():
        _measure_alike(group, month, scope, now, authentic, measurements)
    return dict(measurements)


def _measure_alike(
    items: Sequence[ItemSpec], month: date, scope: Scope, now: datetime, authentic: bool, into: Measurements
) -> None:
    """Items under the same filters share one query, grouped by unit."""
    from opencem.understand.metrics import service as metrics

    query = Query(
        metrics=tuple(dict.fromkeys(item.metric for item in items)),
        dimensions=("store",),
        filters=tuple(_filter(given) for given in items[0].filters),
        time=TimeRange(month, last_day(month)),
        authentic=authentic,
    )
    result = metrics.query(query, scope, now)
    for row in result.rows:
        for item in items:
            figure = row[item.metric]
            into[row["store"].id][item.key] = Measured(figure.value, figure.n, figure.low, figure.high)


def _filter(given: ItemFilter) -> Filter:
    return Filter(given.field, "in", tuple(given.value))
