"""From sums to figures: value, n, interval, state, and the change against the period compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from opencem.engines import stats
from opencem.engines.query import Shape
from opencem.engines.query.tabulate import Sums

State = Literal["ok", "low_sample", "hidden", "none"]


@dataclass(frozen=True, slots=True)
class Change:
    """Now minus before, in the unit of the figure. ``significant`` is None where no interval says so (counts, money)."""

    value: float
    significant: bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an answer, with what is needed to judge it.

    ``respondents``: how many responses are behind ``n`` ratings, where they differ; then the interval and the minimum n go by them.
    ``state``: ``none`` no data (which is not 0), ``low_sample`` fewer than the minimum n, ``hidden`` kept from this reader.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    state: State = "ok"
    respondents: int | None = None
    previous: Figure | None = None
    change: Change | None = None

    def without_previous(self) -> Figure:
        """The same with what it is compared with hidden."""
        return replace(self, previous=Figure.hidden(), change=None)

    @classmethod
    def hidden(cls) -> Figure:
        return cls(None, 0, state="hidden")


def figure(shape: Shape, now: Sums, before: Sums | None, minimum_n: int) -> Figure:
    """The figure of one metric in one group; with ``before`` also its change."""
    if shape in (Shape.COUNT, Shape.AMOUNT):
        return _counted(shape, now, before)
    computed = computed_figure(shape, now)
    if before is None:
        return _shown(computed, minimum_n)
    earlier = computed_figure(shape, before)
    return _shown(computed, minimum_n, _shown(earlier, minimum_n), _change(computed, earlier))


def computed_figure(shape: Shape, sums: Sums) -> stats.Figure:
    """The statistic of a shape that has an interval."""
    n = int(sums["n"])
    if shape is Shape.NPS:
        return stats.nps(stats.NpsCounts(int(sums["promoters"]), int(sums["detractors"]), n))
    if shape is Shape.SHARE:
        return stats.share(int(sums["successes"]), n, respondents=_respondents(sums))
    if shape is Shape.MEDIAN:
        return _median(n, sums)
    return stats.mean_from_moments(n, sums["total"], sums["squares"], respondents=_respondents(sums))


def _respondents(sums: Sums) -> int | None:
    """None where each answer is another person's."""
    found = int(sums.get("respondents", 0))
    return found if 0 < found < sums["n"] else None


def independent(sums: Sums) -> int:
    """What the minimum n is held against."""
    return _respondents(sums) or int(sums["n"])


def _median(n: int, sums: Sums) -> stats.Figure:
    if n == 0:
        return stats.Figure.without_data(stats.Kind.MEAN)
    bounded = stats.median_ranks(n) is not None
    low, high = (sums["low"], sums["high"]) if bounded else (None, None)
    return stats.Figure(sums["median"], n, low, high, stats.Kind.MEAN)


def value_of(shape: Shape, sums: Sums) -> float | None:
    """The value alone, without its interval: what rows are sorted by."""
    n = sums["n"]
    if shape is Shape.COUNT:
        return n
    if shape is Shape.AMOUNT:
        return sums["total"]
    if not n:
        return None
    if shape is Shape.MEDIAN:
        return sums["median"]
    if shape is Shape.NPS:
        return 100 * (sums["promoters"] - sums["detractors"]) / n
    return sums["successes" if shape is Shape.SHARE else "total"] / n


def _shown(
    computed: stats.Figure, minimum_n: int, previous: Figure | None = None, change: Change | None = None
) -> Figure:
    state: State = "none" if computed.n == 0 else "low_sample" if computed.independent < minimum_n else "ok"
    return Figure(
        computed.value, computed.n, computed.low, computed.high, state, computed.respondents, previous, change
    )


def _change(now: stats.Figure, before: stats.Figure) -> Change | None:
    """Both standard errors in quadrature; nothing can be said to be significant where one of them is missing."""
    compared = stats.difference(now, before)
    if compared is not None:
        return Change(compared.difference, compared.significant)
    if now.value is None or before.value is None:
        return None
    return Change(now.value - before.value, None)


def _counted(shape: Shape, now: Sums, before: Sums | None) -> Figure:
    current = _count(shape, now)
    if before is None:
        return current
    previous = _count(shape, before)
    change = Change((current.value or 0.0) - (previous.value or 0.0), None)
    return Figure(current.value, current.n, previous=previous, change=change)


def _count(shape: Shape, sums: Sums) -> Figure:
    """No rows is the count 0 and the amount 0."""
    n = int(sums["n"])
    return Figure(round(sums["total"], 2) if shape is Shape.AMOUNT else float(n), n)
