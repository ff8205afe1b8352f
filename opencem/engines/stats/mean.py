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


def mean_from_moments(
    n: int, total: float, total_of_squares: float, *, respondents: int | None = None, confidence: float = 0.95
) -> Figure:
    """The same from n, Σx and Σx², which a store can add up; exact enough for rating scales, not for values of large offset.

    With ``respondents`` the interval is that of so many answers (see `share`).
    """
    if n == 0:
        return Figure.without_data(Kind.MEAN)
    squares = max(0.0, total_of_squares - total * total / n)
    return _figure(total / n, n, squares, confidence, respondents)


def _figure(mean: float, n: int, squares: float, confidence: float, respondents: int | None = None) -> Figure:
    """``squares`` is the sum of squared deviations; one answer, and one respondent, has a mean but no interval."""
    independent = n if respondents is None else respondents
    if independent == 1:
        return Figure(mean, n, None, None, Kind.MEAN, None, respondents)
    error = sqrt(squares / (n - 1) / independent)
    margin = t_quantile(independent - 1, confidence) * error
    return Figure(mean, n, mean - margin, mean + margin, Kind.MEAN, error, respondents)
