"""Quantiles of the normal and of Student's t distribution, without scipy (which takes 0.5 s to import)."""

from functools import lru_cache
from math import copysign, exp, lgamma, log, pi, tan
from statistics import NormalDist

_NORMAL = NormalDist()
_MAX_TERMS = 300
_PRECISION = 1e-15
_EXPANSION_FROM = 1_000


@lru_cache(maxsize=16)  # asked once per figure of every answer
def normal_quantile(confidence: float = 0.95) -> float:
    """The z of a two-sided interval: 1.96 at 95 %."""
    _check_confidence(confidence)
    return _NORMAL.inv_cdf((1 + confidence) / 2)


def normal_upper_tail(z: float) -> float:
    """P(Z > z), accurate in the far tail."""
    return _NORMAL.cdf(-z)


@lru_cache(maxsize=4096)
def t_quantile(degrees_of_freedom: float, confidence: float = 0.95) -> float:
    """The t of a two-sided interval with ``degrees_of_freedom`` > 0, to at least 1e-6 relative."""
    _check_confidence(confidence)
    if degrees_of_freedom <= 0:
        raise ValueError("degrees_of_freedom must be above 0")
    if degrees_of_freedom == 1:
        return tan(pi * confidence / 2)
    if degrees_of_freedom >= _EXPANSION_FROM:
        return _expanded_t(normal_quantile(confidence), degrees_of_freedom)
    return _solve_t((1 - confidence) / 2, degrees_of_freedom)


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")


def _expanded_t(z: float, df: float) -> float:
    """Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5), close to rounding error for many degrees of freedom."""
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / df + second / df**2 + third / df**3


def _solve_t(tail: float, df: float) -> float:
    """Find t with upper tail ``tail`` by bisection between brackets that double until they hold it."""
    low, high = 0.0, 2.0
    while _t_upper_tail(high, df) > tail:
        low, high = high, high * 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _t_upper_tail(middle, df) > tail else (low, middle)
    return (low + high) / 2


def _t_upper_tail(t: float, df: float) -> float:
    return _incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta I_x(a, b) by its continued fraction (Abramowitz & Stegun 26.5.8)."""
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Lentz's evaluation of the continued fraction."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _away_from_zero(number: float) -> float:
    tiny = 1e-300
    return number if abs(number) > tiny else copysign(tiny, number)
