"""The value every computed number travels as."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf


class Kind(StrEnum):
    """Unit of a figure, and so the range of its value and its bounds."""

    NPS = "nps"
    """Points, -100..100."""
    SHARE = "share"
    """A fraction, 0..1."""
    MEAN = "mean"
    """The scale of the answers themselves."""

    def clip(self, number: float) -> float:
        """Cut a bound to what the kind can be."""
        lowest, highest = _RANGES[self]
        return min(highest, max(lowest, number))


_RANGES = {Kind.NPS: (-100.0, 100.0), Kind.SHARE: (0.0, 1.0), Kind.MEAN: (-inf, inf)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number with what is needed to judge it.

    ``value`` is unrounded and ``None`` without data. ``n`` counts the answers behind it. ``low``/``high`` bound the confidence
    interval; both are ``None`` when none can be given (no data, or a mean of one answer). ``standard_error`` is in the unit of ``value``.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None
    kind: Kind
    standard_error: float | None = None
    respondents: int | None = None
    """How many people (responses) are behind the n answers, where one may give several; what one says is not independent."""

    @property
    def independent(self) -> int:
        """What a minimum n is held against: respondents where they are fewer than answers."""
        return self.n if self.respondents is None else self.respondents

    @classmethod
    def without_data(cls, kind: Kind) -> "Figure":
        """The figure of nothing: no value, which is not the value 0."""
        return cls(value=None, n=0, low=None, high=None, kind=kind)

    @property
    def margin(self) -> float | None:
        """Half the width of the interval: the ± printed beside the value."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2
