"""From a statement's rows back to the query's: per group the measures of every metric, now and in the period compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from opencem.engines.query.calendar import earlier_bucket
from opencem.engines.query.plan import Plan

DimensionValue = str | int | float | date | None
Key = tuple[DimensionValue, ...]
Sums = Mapping[str, float]
"""A metric's measures by name; a measure of no rows is 0."""

_MOST_ROWS_FILLED = 20_000


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A statement's rows, found again by group. ``keys`` are the groups of the asked period in the order the store gave them.

    Sums are put together when asked for: of three thousand stores a ranking needs one metric, and a page of it the others.
    """

    plan: Plan
    keys: Sequence[Key]
    cells: Mapping[tuple[int, int, Key], Sequence[float | None]]

    def now(self, metric: str, key: Key) -> Sums:
        """A metric's measures in a group."""
        return self._sums(metric, 0, key)

    def before(self, metric: str, key: Key) -> Sums | None:
        """The same in the period compared with; None when the query compares with none."""
        if len(self.plan.periods) == 1:
            return None
        return self._sums(metric, 1, _key_before(self.plan, key))

    def _sums(self, metric: str, period: int, key: Key) -> Sums:
        found: dict[str, float] = {}
        for name, place in self.plan.inputs[metric].items():
            dimensions = self.plan.blocks[place.block].dimensions
            own = key if len(dimensions) == len(key) else tuple(key[position] for position in dimensions)
            row = self.cells.get((place.block, period, own))
            found[name] = (row[place.column] or 0.0) if row else 0.0
        return found


def tabulate(plan: Plan, rows: Iterable[Sequence[object]]) -> Tabulated:
    """Gather a compiled statement's rows into groups."""
    cells = dict(_cell(plan, row) for row in rows)
    return Tabulated(plan, _keys(plan, cells), cells)


_Cells = Mapping[tuple[int, int, Key], Sequence[float | None]]


def _cell(plan: Plan, row: Sequence[object]) -> tuple[tuple[int, int, Key], Sequence[float | None]]:
    """(block, period, values of the block's dimensions) → measures."""
    number: int = row[0]  # type: ignore[assignment]  # the statement's first two columns are whole numbers
    period: int = row[1]  # type: ignore[assignment]
    measures_from = 2 + len(plan.dimensions)
    dimensions = row[2:measures_from]
    key = tuple(dimensions[position] for position in plan.blocks[number].dimensions)
    return (number, period, key), row[measures_from:]  # type: ignore[return-value]  # the rest is double or NULL


def _keys(plan: Plan, cells: _Cells) -> list[Key]:
    """The groups that a block of all dimensions found, filled up where a share has a whole but no part."""
    full = tuple(range(len(plan.dimensions)))
    found: dict[Key, None] = {}
    for number, period, key in cells:
        if period == 0 and plan.blocks[number].dimensions == full:
            found[key] = None
    for number, block in enumerate(plan.blocks):
        if 0 < len(block.dimensions) < len(full):
            _fill(plan, cells, number, found)
    return list(found)


def _fill(plan: Plan, cells: _Cells, number: int, found: dict[Key, None]) -> None:
    """A topic nobody spoke of in a month has the share 0 there, not none: add it to every group that has texts."""
    kept = plan.blocks[number].dimensions
    rest = [position for position in range(len(plan.dimensions)) if position not in kept]
    wholes = [key for block, period, key in cells if block == number and period == 0]
    parts = list(dict.fromkeys(tuple(key[position] for position in rest) for key in found))
    if len(wholes) * len(parts) > _MOST_ROWS_FILLED:
        return
    for whole, part in product(wholes, parts):
        placed = dict(zip(kept, whole, strict=True)) | dict(zip(rest, part, strict=True))
        found[tuple(placed[position] for position in sorted(placed))] = None


def _key_before(plan: Plan, key: Key) -> Key:
    place = plan.time_dimension
    if place is None or plan.bucket is None or plan.query.compare is None:
        return key
    day = key[place]
    assert isinstance(day, date)
    return (*key[:place], earlier_bucket(day, plan.query.compare, plan.bucket), *key[place + 1 :])
