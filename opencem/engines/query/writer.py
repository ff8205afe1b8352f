"""Fragments of a statement for one reader.

Every read of a fact table is written by `Writer.rows_of`, the only function that names one, which puts the scope first in its WHERE;
`guard.check_scoped` reads the finished text again. Within it the rows are called ``f``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from opencem.engines.query.calendar import instants
from opencem.engines.query.dialect import Dialect
from opencem.engines.query.dimensions import FieldKind, NamedField
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import ScopePredicate, TimeRange

Bindable = str | int | float | bool | dt.date | dt.datetime | list[str] | list[int] | list[float]


@dataclass(slots=True)
class Binder:
    """Collects the values of a statement. The same value is bound once."""

    dialect: Dialect
    values: dict[str, Bindable] = field(default_factory=dict)

    def one(self, value: str | int | float | bool | dt.date | dt.datetime, type_: ColumnType) -> str:
        return self.dialect.parameter(self._name(value), type_)

    def many(self, values: list[str] | list[int] | list[float], type_: ColumnType) -> str:
        return self.dialect.parameter(self._name(values), type_, many=True)

    def _name(self, value: Bindable) -> str:
        for name, bound in self.values.items():
            if type(bound) is type(value) and bound == value:
                return name
        name = f"p{len(self.values)}"
        self.values[name] = value
        return name


class Writer:
    """Writes fragments for one reader in one dialect."""

    def __init__(self, dialect: Dialect, scope: ScopePredicate) -> None:
        self.dialect = dialect
        self.binder = Binder(dialect)
        self._units = None if scope.unit_ids is None else self.binder.many(list(scope.unit_ids), ColumnType.INTEGER)

    @property
    def scope(self) -> str:
        """The scope's predicate on the rows ``f``."""
        return "TRUE" if self._units is None else self.dialect.among("f.unit_id", self._units)

    def rows_of(self, table: str, conditions: list[str], columns: str = "f.*") -> str:
        """The query that reads a fact table's rows within the scope."""
        where = " AND ".join([self.scope, *conditions])
        return f"SELECT {columns} FROM {self.dialect.identifier(table)} AS f WHERE {where}"

    def units(self, alias: str) -> str:
        return f"{self.dialect.identifier('unit')} AS {alias}"

    def within(self, span: TimeRange) -> str:
        """True of rows ``f`` on the days of a span."""
        if span.zone is None:
            start, end = self.date(span.start), self.date(span.end)
            return f"f.local_date BETWEEN {start} AND {end}"
        begin, end_before = (self.binder.one(at.replace(tzinfo=None), ColumnType.INSTANT) for at in instants(span))
        return f"f.at >= {begin} AND f.at < {end_before}"

    def day(self, zone: str | None) -> str:
        """The day a row ``f`` belongs to."""
        if zone is None:
            return "f.local_date"
        return self.dialect.day_in_zone("f.at", self.binder.one(zone, ColumnType.TEXT))

    def unit_text(self, alias: str, named: NamedField) -> str:
        """A unit's kind or one of its attributes."""
        column = f"{alias}.{named.field.unit_column}"
        if not named.field.takes_argument:
            return column
        return self.dialect.map_value(column, self.binder.one(named.argument, ColumnType.TEXT))

    def date(self, day: dt.date) -> str:
        return self.binder.one(day, ColumnType.DATE)


def belongs_to_unit(named: NamedField) -> bool:
    """Whether the field is read from the unit of a row rather than from the row."""
    return named.field.kind in (FieldKind.UNIT, FieldKind.UNIT_TEXT)
