"""What a query becomes on its way to SQL: blocks that each aggregate one table at its own grain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from opencem.engines.query.dialect import Bucket
from opencem.engines.query.dimensions import NamedField
from opencem.engines.query.metrics import Measure, NamedMetric
from opencem.engines.query.values import Filter, Query, Reader, TimeRange


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A filter with the field it names."""

    filter: Filter
    field: NamedField


@dataclass(frozen=True, slots=True)
class Block:
    """One aggregation of one table.

    ``dimensions`` are positions in the query's. ``through_mentions``: the table's rows are those whose feedback has the mentions asked
    for, once per topic and polarity shown. ``filters`` are those that apply to it, ``conditions`` the metric's own with its ``argument``.
    """

    table: str
    dimensions: tuple[int, ...]
    filters: tuple[NamedFilter, ...]
    through_mentions: bool = False
    conditions: tuple[str, ...] = ()
    argument: str | int | None = None
    procedure: Literal["", "repurchase"] = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """Where a metric's measure is found: block and column."""

    block: int
    column: int


@dataclass(frozen=True, slots=True)
class MinimumN:
    """Figures of fewer answers are marked; for an audience outside the units they are hidden, with what would give them away."""

    threshold: int = 5
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A query resolved: names looked up, grain fixed, measures placed in blocks, periods listed (the asked one first)."""

    query: Query
    reader: Reader
    metrics: tuple[NamedMetric, ...] = ()
    dimensions: tuple[NamedField, ...] = ()
    filters: tuple[NamedFilter, ...] = ()
    bucket: Bucket | None = None
    blocks: tuple[Block, ...] = ()
    columns: tuple[tuple[Measure, ...], ...] = ()
    inputs: Mapping[str, Mapping[str, Input]] = field(default_factory=dict)
    periods: tuple[TimeRange, ...] = ()
    minimum_n: MinimumN = MinimumN()

    @property
    def time_dimension(self) -> int | None:
        """Position of the dimension that cuts time, if there is one."""
        for position, dimension in enumerate(self.dimensions):
            if dimension.text == self.bucket:
                return position
        return None
