"""Two groups compared within strata, so that a third thing that differs between them does not pass for the difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from opencem.engines.stats.compare import Comparison, compare_with_error


@dataclass(frozen=True, slots=True)
class Stratum:
    """Successes and sizes of both groups in one stratum; ``times``: so many strata have just these numbers."""

    successes: int
    n: int
    other_successes: int
    other_n: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class MatchedDifference:
    """The Mantel-Haenszel risk difference over the strata that hold both groups.

    ``rate`` is the first group's plain rate over those strata, ``other_rate`` what the difference leaves for the other group at the
    first group's mix of strata. ``left_out`` counts members of the first group in strata without the other.
    """

    rate: float
    other_rate: float
    comparison: Comparison
    n: int
    other_n: int
    strata: int
    left_out: int


def matched_difference(strata: Iterable[Stratum], *, confidence: float = 0.95) -> MatchedDifference | None:
    """``sum(w * (p1 - p0)) / sum(w)`` with ``w = n1 * n0 / (n1 + n0)``; ``None`` when no stratum holds both groups.

    The variance is Sato's (1989), consistent both for few large and for many sparse strata.
    """
    given = list(strata)
    both = [stratum for stratum in given if stratum.n and stratum.other_n]
    if not both:
        return None
    weight = sum(stratum.times * _weight(stratum) for stratum in both)
    change = sum(stratum.times * _weight(stratum) * _difference(stratum) for stratum in both) / weight
    spread = sum(stratum.times * (change * _sato_p(stratum) + _sato_q(stratum)) for stratum in both)
    n = sum(stratum.times * stratum.n for stratum in both)
    rate = sum(stratum.times * stratum.successes for stratum in both) / n
    return MatchedDifference(
        rate=rate,
        other_rate=min(1.0, max(0.0, rate - change)),
        comparison=compare_with_error(change, sqrt(max(0.0, spread)) / weight, confidence),
        n=n,
        other_n=sum(stratum.times * stratum.other_n for stratum in both),
        strata=sum(stratum.times for stratum in both),
        left_out=sum(stratum.times * stratum.n for stratum in given) - n,
    )


def _weight(stratum: Stratum) -> float:
    return stratum.n * stratum.other_n / (stratum.n + stratum.other_n)


def _difference(stratum: Stratum) -> float:
    return stratum.successes / stratum.n - stratum.other_successes / stratum.other_n


def _sato_p(stratum: Stratum) -> float:
    n, other_n = stratum.n, stratum.other_n
    total = n + other_n
    first = n * n * stratum.other_successes - other_n * other_n * stratum.successes
    return (first + n * other_n * (other_n - n) / 2) / (total * total)


def _sato_q(stratum: Stratum) -> float:
    crossed = stratum.successes * (stratum.other_n - stratum.other_successes)
    crossed += stratum.other_successes * (stratum.n - stratum.successes)
    return crossed / (2 * (stratum.n + stratum.other_n))
