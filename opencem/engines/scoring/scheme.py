"""What is assessed, by which curve, with which weight."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from opencem.engines.scoring.curves import Curve


class Direction(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Item:
    """One line of a scheme.

    ``metric`` names the figure, ``target`` is what the unit is asked to reach in the metric's unit (shown; the curve decides the points). ``weight`` is out of 100.
    Under ``min_n`` answers the item is left out. ``applies_to``: unit kinds, empty for all.
    """

    metric: str
    target: float
    curve: Curve
    weight: Decimal
    min_n: int = 5
    direction: Direction = Direction.HIGHER
    applies_to: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError(f"{self.metric}: a weight is above 0")
        if self.min_n < 1:
            raise ValueError(f"{self.metric}: min_n is at least 1")
        if self.curve.rises != (self.direction is Direction.HIGHER):
            raise ValueError(f"{self.metric}: the curve rewards the wrong direction")

    def applies(self, unit_kind: str) -> bool:
        """Whether units of this kind are assessed by it."""
        return not self.applies_to or unit_kind in self.applies_to


@dataclass(frozen=True)
class Scheme:
    """Items whose weights sum to 100 for every kind of unit they apply to; anything else raises ``ValueError``."""

    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        metrics = [item.metric for item in self.items]
        if len(set(metrics)) != len(metrics):
            raise ValueError("a metric is assessed once")
        kinds = frozenset[str]().union(*(item.applies_to for item in self.items))
        for kind in kinds or {""}:
            total = sum((item.weight for item in self.items_for(kind)), Decimal(0))
            if total != 100:
                raise ValueError(f"weights for {kind or 'every unit'} sum to {total}, not 100")

    def items_for(self, unit_kind: str) -> tuple[Item, ...]:
        """The items that apply to a kind of unit, in order."""
        return tuple(item for item in self.items if item.applies(unit_kind))
