"""From a metric's value to 0..100 points. Every curve is flat outside its ends; bad definitions raise ``ValueError``."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

Number = int | float
_FULL = Fraction(100)


class Curve(Protocol):
    """Points for a value."""

    def points(self, value: Number) -> Fraction:
        """0..100."""
        ...

    @property
    def rises(self) -> bool:
        """Whether a higher value never scores less, and somewhere more."""
        ...


@dataclass(frozen=True)
class LinearCurve:
    """0 points at ``floor``, 100 at ``target``, straight between; a floor above the target rewards low values."""

    floor: Number
    target: Number

    def __post_init__(self) -> None:
        if self.floor == self.target:
            raise ValueError("floor and target must differ")

    @property
    def rises(self) -> bool:
        """Whether high values are rewarded."""
        return self.target > self.floor

    def points(self, value: Number) -> Fraction:
        """Share of the way from floor to target."""
        way = (Fraction(value) - Fraction(self.floor)) / (Fraction(self.target) - Fraction(self.floor))
        return min(_FULL, max(Fraction(0), way * 100))


@dataclass(frozen=True)
class StepCurve:
    """Bands: ``bands`` are (from value, points) in ascending value; a value below the first band scores ``below``."""

    bands: tuple[tuple[Number, Number], ...]
    below: Number = 0

    def __post_init__(self) -> None:
        _check_knots(self.bands, [self.below, *(points for _, points in self.bands)], at_least=1)

    @property
    def rises(self) -> bool:
        """Whether high values are rewarded."""
        return self.bands[-1][1] > self.below

    def points(self, value: Number) -> Fraction:
        """Those of the last band reached."""
        reached = [points for start, points in self.bands if value >= start]
        return Fraction(reached[-1] if reached else self.below)


@dataclass(frozen=True)
class PiecewiseCurve:
    """Straight lines between ``knots`` (value, points) in ascending value."""

    knots: tuple[tuple[Number, Number], ...]

    def __post_init__(self) -> None:
        _check_knots(self.knots, [points for _, points in self.knots], at_least=2)

    @property
    def rises(self) -> bool:
        """Whether high values are rewarded."""
        return self.knots[-1][1] > self.knots[0][1]

    def points(self, value: Number) -> Fraction:
        """On the line between the knots around ``value``."""
        if value <= self.knots[0][0]:
            return Fraction(self.knots[0][1])
        for (left, low), (right, high) in pairwise(self.knots):
            if value <= right:
                way = (Fraction(value) - Fraction(left)) / (Fraction(right) - Fraction(left))
                return Fraction(low) + way * (Fraction(high) - Fraction(low))
        return Fraction(self.knots[-1][1])


def _check_knots(knots: tuple[tuple[Number, Number], ...], points: list[Number], *, at_least: int) -> None:
    if len(knots) < at_least:
        raise ValueError(f"a curve needs at least {at_least} knots")
    if any(left >= right for (left, _), (right, _) in pairwise(knots)):
        raise ValueError("values must ascend")
    if any(not 0 <= one <= 100 for one in points):
        raise ValueError("points lie between 0 and 100")
    if points[0] == points[-1] or (sorted(points) != points and sorted(points, reverse=True) != points):
        raise ValueError("points must go one way")
