"""Recency, frequency and monetary value by quintiles."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RfmInput:
    """One customer over the window: days since the last order, number of orders, money spent in fen."""

    recency_days: int
    frequency: int
    monetary_fen: int


@dataclass(frozen=True, slots=True)
class RfmScore:
    """Quintiles, 5 the best: most recent, most often, most money."""

    recency: int
    frequency: int
    monetary: int


def rfm_scores(customers: Mapping[Key, RfmInput]) -> dict[Key, RfmScore]:
    """Score every customer against all of them. Equal values score equally, by their middle rank, whatever the order of the rows."""
    recent = sorted(-customer.recency_days for customer in customers.values())
    often = sorted(customer.frequency for customer in customers.values())
    much = sorted(customer.monetary_fen for customer in customers.values())
    return {
        key: RfmScore(
            recency=_quintile(recent, -customer.recency_days),
            frequency=_quintile(often, customer.frequency),
            monetary=_quintile(much, customer.monetary_fen),
        )
        for key, customer in customers.items()
    }


def _quintile(ordered: Sequence[int], value: int) -> int:
    """1..5 by the middle of the ranks that ``value`` holds, in whole numbers: ceil(5 * (first + last) / (2 * n))."""
    first, last = bisect_left(ordered, value) + 1, bisect_right(ordered, value)
    return -(-5 * (first + last) // (2 * len(ordered)))
