"""Filters as SQL conditions on one table's rows."""

from __future__ import annotations

from typing import cast

from opencem.engines.query.dimensions import FieldKind
from opencem.engines.query.plan import NamedFilter
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import FilterValue
from opencem.engines.query.writer import Writer, belongs_to_unit


def condition(writer: Writer, table: str, named: NamedFilter) -> str:
    """True for the rows ``f`` of ``table`` that pass the filter."""
    if belongs_to_unit(named.field):
        return _of_unit(writer, named)
    return f"({_compared(writer, named.field.field.columns[table], named)})"


def _compared(writer: Writer, expression: str, named: NamedFilter) -> str:
    filter_, type_ = named.filter, named.field.field.type
    values = _values(filter_.value, number=named.field.field.kind is FieldKind.NUMBER)
    if filter_.op == "in":
        return writer.dialect.among(expression, writer.binder.many(values, type_))
    bound = [writer.binder.one(value, type_) for value in values]
    if filter_.op == "between":
        return f"{expression} BETWEEN {bound[0]} AND {bound[1]}"
    sign = {"eq": "=", "gte": ">=", "lte": "<="}[filter_.op]
    return f"{expression} {sign} {bound[0]}"


def _values(value: FilterValue, *, number: bool) -> list[str] | list[int] | list[float]:
    values = list(value) if isinstance(value, tuple) else [value]
    return cast("list[float]", values) if number else [str(one) for one in values]


def _of_unit(writer: Writer, named: NamedFilter) -> str:
    """Rows of the units that have the text, or whose region, city or self has the code."""
    field = named.field.field
    if field.kind is FieldKind.UNIT_TEXT:
        chosen = _compared(writer, writer.unit_text("x", named.field), named)
    else:
        codes = writer.binder.many(_values(named.filter.value, number=False), ColumnType.TEXT)
        chosen = f"x.{field.unit_column} IN (SELECT y.unit_id FROM {writer.units('y')} WHERE {writer.dialect.among('y.code', codes)})"
    return f"f.unit_id IN (SELECT x.unit_id FROM {writer.units('x')} WHERE {chosen})"
