"""What a caller may ask, as frozen values. There is no member for scope: a caller can narrow, never widen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Op = Literal["eq", "in", "between", "gte", "lte"]
Compare = Literal["previous", "year"]
Scalar = str | int | float | bool
FilterValue = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Days from ``start`` to ``end``, both included.

    Without ``zone`` a day is the local day of the unit where the thing happened; with it (an IANA name) days are cut there.
    """

    start: date
    end: date
    zone: str | None = None

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a field of the catalogue; several are joined by AND."""

    field: str
    op: Op
    value: FilterValue


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a metric's value, by a dimension, or by ``rank`` (the assured bound of the first metric, best first)."""

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Metrics split by dimensions over a time range.

    A metric may carry an argument after a colon (``csat:product``, ``repurchase_rate:90``), as may the dimension ``attr:<name>``.
    ``unit`` is the code of a unit to narrow to; ``authentic`` leaves out what the authenticity rules excluded.
    """

    metrics: tuple[str, ...]
    time: TimeRange
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    unit: str | None = None
    compare: Compare | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    authentic: bool = False


@dataclass(frozen=True, slots=True)
class ScopePredicate:
    """Which units' rows may be read: their ids, or ``None`` for every unit. Derived from a Scope by the room that holds the store."""

    unit_ids: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class UnitRoot:
    """A unit whose children the dimension ``unit`` shows, with its depth in the tree (the company's root has 0)."""

    unit_id: int
    depth: int


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom and when a query is compiled: the rows allowed, the top units of them, the present, and its date at the company."""

    scope: ScopePredicate
    roots: tuple[UnitRoot, ...]
    now: datetime
    today: date
