"""Medians with an interval that assumes nothing about how the values spread."""

from collections.abc import Iterable
from math import floor, sqrt
from statistics import median

from opencem.engines.stats.figure import Figure, Kind
from opencem.engines.stats.quantile import normal_quantile


def median_ranks(n: int, *, confidence: float = 0.95) -> tuple[int, int] | None:
    """Ranks (1 is the lowest value) between which the median of the population lies; None where n is too small.

    Order statistics with the normal approximation of the binomial (Conover 1999, 3.2): (n ∓ z√n) / 2, outwards.
    """
    low = floor((n - normal_quantile(confidence) * sqrt(n)) / 2)
    return (low, n + 1 - low) if low > 0 else None


def median_figure(values: Iterable[float | None], *, confidence: float = 0.95) -> Figure:
    """The median of the values given (``None`` is left out), in their own scale."""
    given = sorted(value for value in values if value is not None)
    if not given:
        return Figure.without_data(Kind.MEAN)
    ranks = median_ranks(len(given), confidence=confidence)
    low, high = (given[ranks[0] - 1], given[ranks[1] - 1]) if ranks else (None, None)
    return Figure(median(given), len(given), low, high, Kind.MEAN)
