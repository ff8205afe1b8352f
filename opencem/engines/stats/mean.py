"""Means (csat_mean, CES, ratings) with Student's interval."""

from collections.abc import Iterable
from math import fsum, sqrt

from opencem.engines.stats.figure import Figure, Kind
from opencem.engines.stats.quantile import t_quantile


def mean_figure(values: Iterable[float | None], *, confidence: float = 0.95) -> Figure:
    """Arithmetic mean of the values given (``None`` is left out)."""
    given = [value for value in values if value is not None]
    if not given:
        return Figure.without_data(Kind.MEAN)
    mean = fsum(given) / len(given)
    squares = fsum((value - mean) ** 2 for value in given)
    return _figure(mean, len(given), squares, confidence)


def mean_from_moments(n: int, total: float, total_of_squares: float, *, confidence: float = 0.95) -> Figure:
    """The same from n, Σx and Σx², which a store can add up; exact enough for rating scales, not for values of large offset."""
    if n == 0:
        return Figure.without_data(Kind.MEAN)
    squares = max(0.0, total_of_squares - total * total / n)
    return _figure(total / n, n, squares, confidence)


def _figure(mean: float, n: int, squares: float, confidence: float) -> Figure:
    """``squares`` is the sum of squared deviations; one answer has a mean but no interval."""
    if n == 1:
        return Figure(mean, 1, None, None, Kind.MEAN)
    error = sqrt(squares / (n - 1) / n)
    margin = t_quantile(n - 1, confidence) * error
    return Figure(mean, n, mean - margin, mean + margin, Kind.MEAN, error)
