"""By which attribute of its store a segment can be told: hostages where there is no other store, the lost where it is small …"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from opencem.engines import stats
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import fusion_queries as store
from opencem.understand.metrics.fusion_queries import UnitCellCount
from opencem.understand.metrics.thresholds import minimum_n

from .rules import Segment, rules_in_force, segment

MOST_VALUES = 12
MOST_OF_UNITS = 0.75
ALWAYS_FEW = 3
"""An attribute of more values, or of nearly as many as there are units (an area, a date), tells units apart and not kinds of them."""


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """Customers whose store has this value, and the share of them in the segment."""

    value: str
    customers: int
    share: stats.Figure


@dataclass(frozen=True, slots=True)
class AttributeSplit:
    """One attribute; lines of the highest share first."""

    attribute: str
    lines: Sequence[AttributeLine]
    least: int
    """Customers a line must have to say anything: the minimum n."""

    @property
    def spread(self) -> float:
        """How far the attribute tells the segment: the difference between its highest and lowest share, of lines with n enough."""
        shares = [line.share.value or 0.0 for line in self.lines if line.customers >= self.least]
        return max(shares) - min(shares) if len(shares) > 1 else 0.0


def split_by_attributes(scope: Scope, *, of: Segment, as_of: date, window_days: int | None) -> list[AttributeSplit]:
    """The segment's share by every attribute of the units that has a few values; the most telling attribute first.

    A customer counts at the unit of the feedback that gave the attitude; customers who never bought are left out, as in the matrix.
    """
    counts = store.matrix_by_unit(rules_in_force().on(as_of, window_days), scope)
    known = organization.tree().by_id
    attributes = {count.unit_id: known[count.unit_id].attributes for count in counts if count.unit_id in known}
    holders = Counter(name for of_unit in attributes.values() for name in of_unit)
    least = minimum_n()
    splits = [AttributeSplit(name, _lines(name, counts, attributes, of), least) for name in sorted(holders)]
    telling = [split for split in splits if _tells_kinds(len(split.lines), holders[split.attribute])]
    return sorted(telling, key=lambda split: -split.spread)


def _tells_kinds(values: int, units: int) -> bool:
    return 1 < values <= MOST_VALUES and values <= max(ALWAYS_FEW, MOST_OF_UNITS * units)


def _lines(
    name: str, counts: Sequence[UnitCellCount], attributes: Mapping[int, Mapping[str, str]], of: Segment
) -> list[AttributeLine]:
    customers: Counter[str] = Counter()
    found: dict[str, int] = defaultdict(int)
    for count in counts:
        value = str(attributes.get(count.unit_id, {}).get(name, ""))
        if not value:
            continue
        customers[value] += count.customers
        found[value] += count.customers if segment(count.attitude, count.behaviour) == of else 0
    lines = [AttributeLine(value, n, stats.share(found[value], n)) for value, n in customers.items()]
    return sorted(lines, key=lambda line: (-(line.share.value or 0.0), line.value))
