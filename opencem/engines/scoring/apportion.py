"""Rounding that keeps a sum (largest remainder, Hamilton's method)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def rounded(number: Fraction) -> Decimal:
    """To two decimals, halves up."""
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(CENT, ROUND_HALF_UP)


def apportion(parts: Sequence[Fraction]) -> list[Decimal]:
    """Round parts (each at least 0) to two decimals so that they sum to their rounded total exactly; none moves by 0.01 or more."""
    floors = [int(part * 100) for part in parts]
    missing = int(rounded(sum(parts, Fraction(0))) * 100) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda index: floors[index] - parts[index] * 100)
    lifted = set(by_remainder[:missing])
    return [Decimal(floor + (index in lifted)) * CENT for index, floor in enumerate(floors)]
