"""Net promoter score on 0..10: promoters 9-10, passives 7-8, detractors 0-6."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from opencem.engines.stats.figure import Figure, Kind
from opencem.engines.stats.quantile import normal_quantile

_PROMOTER_FROM = 9
_DETRACTOR_TO = 6
_ADDED_TO_EACH_SIDE = 0.75
_ADDED_IN_ALL = 3


@dataclass(frozen=True, slots=True)
class NpsCounts:
    """How many answered, and how they divide; passives are the rest. Counts add up over units and periods."""

    promoters: int
    detractors: int
    n: int

    def __post_init__(self) -> None:
        if self.promoters < 0 or self.detractors < 0 or self.promoters + self.detractors > self.n:
            raise ValueError("promoters and detractors must be at least 0 and together at most n")

    @property
    def passives(self) -> int:
        """Those who are neither; they stay in n."""
        return self.n - self.promoters - self.detractors

    def __add__(self, other: "NpsCounts") -> "NpsCounts":
        return NpsCounts(self.promoters + other.promoters, self.detractors + other.detractors, self.n + other.n)


def nps_counts(answers: Iterable[int | None]) -> NpsCounts:
    """Count answers on 0..10; ``None`` (not answered) is left out; anything else outside the scale raises ``ValueError``."""
    given = [answer for answer in answers if answer is not None]
    if any(not 0 <= answer <= 10 for answer in given):
        raise ValueError("an NPS answer lies between 0 and 10")
    promoters = sum(answer >= _PROMOTER_FROM for answer in given)
    detractors = sum(answer <= _DETRACTOR_TO for answer in given)
    return NpsCounts(promoters, detractors, len(given))


def nps_standard_error(counts: NpsCounts) -> float:
    """Standard error in points: ``100 * sqrt((p + d - (p - d)^2) / n)`` on n + 3 with 3/4 added to promoters and to detractors."""
    n = counts.n + _ADDED_IN_ALL
    p = (counts.promoters + _ADDED_TO_EACH_SIDE) / n
    d = (counts.detractors + _ADDED_TO_EACH_SIDE) / n
    return 100 * sqrt((p + d - (p - d) ** 2) / n)


def nps(counts: NpsCounts, *, confidence: float = 0.95) -> Figure:
    """``100 * (P - D) / n``, unrounded, with value ± z·SE cut to -100..100; no value for n = 0."""
    if counts.n == 0:
        return Figure.without_data(Kind.NPS)
    value = 100 * (counts.promoters - counts.detractors) / counts.n
    error = nps_standard_error(counts)
    margin = normal_quantile(confidence) * error
    return Figure(value, counts.n, Kind.NPS.clip(value - margin), Kind.NPS.clip(value + margin), Kind.NPS, error)
