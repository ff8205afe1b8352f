"""Shares and CSAT (share of the top boxes), with Wilson's interval."""

from collections.abc import Iterable
from math import sqrt

from opencem.engines.stats.figure import Figure, Kind
from opencem.engines.stats.quantile import normal_quantile

_TOP_BOX_FROM = {3: 3, 4: 3, 5: 4, 7: 6, 10: 9}


def top_box_threshold(points: int) -> int:
    """Lowest answer that counts as satisfied on a scale of 1..``points``; ``ValueError`` for a scale without a definition."""
    if points not in _TOP_BOX_FROM:
        raise ValueError(f"CSAT is not defined on a scale of {points} points")
    return _TOP_BOX_FROM[points]


def wilson_interval(successes: float, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a proportion (Wilson 1927), within 0..1; needs n > 0."""
    z = normal_quantile(confidence)
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    margin = z * wilson_standard_error(p, n, z)
    # At 0 and n successes the bound is exactly 0 or 1; rounding error would leave it beside the value.
    low = 0.0 if successes == 0 else max(0.0, centre - margin)
    high = 1.0 if successes == n else min(1.0, centre + margin)
    return low, high


def wilson_standard_error(p: float, n: int, z: float) -> float:
    """The standard error that Wilson's interval implies; unlike Wald's it is not 0 at p = 0 or 1."""
    return sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)


def share(successes: int, n: int, *, respondents: int | None = None, confidence: float = 0.95) -> Figure:
    """``successes / n`` as a fraction; no value for n = 0.

    Of ``respondents`` who gave several answers each, the interval is that of so many answers: what one person says again counts as
    nothing new. That is the design effect of clusters that agree with themselves (Kish 1965, 1 + (m − 1)·ρ at ρ = 1), and so never
    narrower than the truth.
    """
    if not 0 <= successes <= n:
        raise ValueError("successes must lie between 0 and n")
    if n == 0:
        return Figure.without_data(Kind.SHARE)
    independent = n if respondents is None else _checked(respondents, n)
    p = successes / n
    low, high = wilson_interval(successes * independent / n, independent, confidence=confidence)
    error = wilson_standard_error(p, independent, normal_quantile(confidence))
    return Figure(p, n, low, high, Kind.SHARE, error, respondents)


def _checked(respondents: int, n: int) -> int:
    if not 0 < respondents <= n:
        raise ValueError("respondents must lie between 1 and n")
    return respondents


def csat(answers: Iterable[int | None], *, points: int = 5, confidence: float = 0.95) -> Figure:
    """Share of answers in the top boxes of a scale 1..``points``; ``None`` is left out, an answer off the scale raises ``ValueError``."""
    threshold = top_box_threshold(points)
    given = [answer for answer in answers if answer is not None]
    if any(not 1 <= answer <= points for answer in given):
        raise ValueError(f"an answer lies between 1 and {points}")
    return share(sum(answer >= threshold for answer in given), len(given), confidence=confidence)
