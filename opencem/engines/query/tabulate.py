"""From a statement's rows back to the query's: per group the measures of every metric, now and in the period compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from opencem.engines.query.calendar import earlier_bucket
from opencem.engines.query.plan import Plan

DimensionValue = str | int | float | date | None
Key = tuple[DimensionValue, ...]
Sums = Mapping[str, float]
"""A metric's measures by name; a measure of no rows is 0."""

_MOST_ROWS_FILLED = 20_000


@dataclass(slots=True)
class Group:
    """One row of the answer: the sums of each metric, and those of the period compared with."""

    key: Key
    now: dict[str, Sums] = field(default_factory=dict)
    before: dict[str, Sums] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Measures by (block, period, values of the block's dimensions)."""

    plan: Plan
    values: dict[tuple[int, int, Key], Sequence[float | None]]

    def sums(self, metric: str, period: int, key: Key) -> Sums:
        assert self.plan.inputs is not None
        found: dict[str, float] = {}
        for name, place in self.plan.inputs[metric].items():
            own = tuple(key[position] for position in self.plan.blocks[place.block].dimensions)
            row = self.values.get((place.block, period, own))
            found[name] = (row[place.column] or 0.0) if row else 0.0
        return found


def tabulate(plan: Plan, rows: Iterable[Sequence[object]]) -> list[Group]:
    """Gather a compiled statement's rows into groups, in the order in which the store gave them."""
    cells = _Cells(plan, dict(_cell(plan, row) for row in rows))
    groups = []
    for key in _keys(plan, cells):
        group = Group(key, {metric.text: cells.sums(metric.text, 0, key) for metric in plan.metrics})
        if len(plan.periods) > 1:
            before = _key_before(plan, key)
            group.before = {metric.text: cells.sums(metric.text, 1, before) for metric in plan.metrics}
        groups.append(group)
    return groups


def _cell(plan: Plan, row: Sequence[object]) -> tuple[tuple[int, int, Key], Sequence[float | None]]:
    number, period = int(str(row[0])), int(str(row[1]))
    dimensions = row[2 : 2 + len(plan.dimensions)]
    key = tuple(dimensions[position] for position in plan.blocks[number].dimensions)
    return (number, period, key), row[2 + len(plan.dimensions) :]  # type: ignore[return-value]


def _keys(plan: Plan, cells: _Cells) -> list[Key]:
    """The groups of the asked period: those that a block of all dimensions found, filled up where a share has a whole but no part."""
    full = range(len(plan.dimensions))
    found: dict[Key, None] = {}
    for number, period, key in cells.values:
        if period == 0 and plan.blocks[number].dimensions == tuple(full):
            found[key] = None
    for number, block in enumerate(plan.blocks):
        if 0 < len(block.dimensions) < len(full):
            _fill(cells, number, found)
    return list(found)


def _fill(cells: _Cells, number: int, found: dict[Key, None]) -> None:
    """A topic nobody spoke of in a month has the share 0 there, not none: add it to every group that has texts."""
    kept = cells.plan.blocks[number].dimensions
    rest = [position for position in range(len(cells.plan.dimensions)) if position not in kept]
    wholes = [key for block, period, key in cells.values if block == number and period == 0]
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
