"""Is the difference real: two figures, two proportions, many tests at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal

from opencem.engines.stats.figure import Figure
from opencem.engines.stats.quantile import normal_quantile, normal_upper_tail

Alternative = Literal["two-sided", "larger"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``current - previous`` in the unit of the figures, with its interval; ``significant`` when the interval leaves out 0."""

    difference: float
    low: float
    high: float
    p_value: float
    significant: bool


@dataclass(frozen=True, slots=True)
class SignificanceTest:
    """A z statistic and its p value."""

    statistic: float
    p_value: float


def difference(current: Figure, previous: Figure, *, confidence: float = 0.95) -> Comparison | None:
    """Compare two figures of independent groups or periods, both standard errors in quadrature.

    ``None`` when either has no value or no standard error: nothing can be said. Figures of different kinds raise ``ValueError``.
    """
    if current.kind != previous.kind:
        raise ValueError(f"cannot compare {current.kind} with {previous.kind}")
    if current.value is None or previous.value is None:
        return None
    if current.standard_error is None or previous.standard_error is None:
        return None
    error = hypot(current.standard_error, previous.standard_error)
    return compare_with_error(current.value - previous.value, error, confidence)


def compare_with_error(change: float, error: float, confidence: float) -> Comparison:
    """A difference with its standard error as a `Comparison`."""
    margin = normal_quantile(confidence) * error
    p_value = _p_value(change, error, "two-sided")
    return Comparison(change, change - margin, change + margin, p_value, abs(change) > margin)


def _p_value(change: float, error: float, alternative: Alternative) -> float:
    """Without any spread an equal pair is certain to be equal and an unequal one certain to differ."""
    z = _z(change, error)
    return min(1.0, 2 * normal_upper_tail(abs(z))) if alternative == "two-sided" else normal_upper_tail(z)


def _z(change: float, error: float) -> float:
    if error:
        return change / error
    return 0.0 if change == 0 else float("inf") if change > 0 else float("-inf")


def two_proportion_test(
    successes: int,
    n: int,
    other_successes: int,
    other_n: int,
    *,
    alternative: Alternative = "two-sided",
) -> SignificanceTest | None:
    """The pooled z test of ``successes / n`` against the other share; ``larger`` asks whether the first is larger. ``None`` if either n is 0."""
    if n == 0 or other_n == 0:
        return None
    pooled = (successes + other_successes) / (n + other_n)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    change = successes / n - other_successes / other_n
    return SignificanceTest(_z(change, error), _p_value(change, error, alternative))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values in the order given; those at most q are discoveries with a false discovery rate of q (Benjamini & Hochberg 1995)."""
    count = len(p_values)
    adjusted = [0.0] * count
    smallest = 1.0
    largest_first = sorted(range(count), key=lambda index: p_values[index], reverse=True)
    for step, index in enumerate(largest_first):
        smallest = min(smallest, p_values[index] * count / (count - step))
        adjusted[index] = smallest
    return adjusted
