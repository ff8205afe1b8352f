"""Whether a filter's value fits its field and operator."""

from __future__ import annotations

from math import isfinite

from opencem.engines.query.dimensions import Field, FieldKind
from opencem.engines.query.problems import QueryRefused
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.values import Filter, Scalar

MOST_VALUES = 1000
_LARGEST_SMALL = 127
_LONGEST_TEXT = 200


def check_value(filter_: Filter, field: Field, where: str) -> None:
    """Refuse an operator the field does not have and values of the wrong number or type."""
    if filter_.op in ("between", "gte", "lte") and field.kind is not FieldKind.NUMBER:
        raise QueryRefused("operator", where, filter_.op)
    values = filter_.value if isinstance(filter_.value, tuple) else (filter_.value,)
    if not _count_fits(filter_, len(values)):
        raise QueryRefused("value_count", where, filter_.field)
    if not all(_fits(value, field) for value in values):
        raise QueryRefused("value_type", where, filter_.field)


def _count_fits(filter_: Filter, count: int) -> bool:
    if filter_.op == "in":
        return isinstance(filter_.value, tuple) and 0 < count <= MOST_VALUES
    if filter_.op == "between":
        return isinstance(filter_.value, tuple) and count == 2
    return not isinstance(filter_.value, tuple)


def _fits(value: Scalar, field: Field) -> bool:
    if field.kind is not FieldKind.NUMBER:
        return isinstance(value, str) and len(value) <= _LONGEST_TEXT and _storable(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return False
    return field.type is not ColumnType.SMALL or (value == int(value) and abs(value) <= _LARGEST_SMALL)


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
