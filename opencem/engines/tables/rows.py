"""From the cells of a row to the values of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .fields import Cell, CellError, DateOrder, Field, FieldKind
from .instants import parse_date, parse_instant
from .numbers import parse_boolean, parse_integer, parse_money, parse_rating
from .texts import parse_choice, parse_code, parse_text

Parser = Callable[[Cell, Field], Any]

_PARSERS: Final[dict[FieldKind, Parser]] = {
    FieldKind.TEXT: parse_text,
    FieldKind.CODE: parse_code,
    FieldKind.RATING: parse_rating,
    FieldKind.MONEY: parse_money,
    FieldKind.INTEGER: parse_integer,
    FieldKind.BOOLEAN: parse_boolean,
    FieldKind.CHOICE: parse_choice,
}


_REPEATED: Final = (FieldKind.RATING, FieldKind.CHOICE, FieldKind.BOOLEAN)
_REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field of one row that is wrong: a stable code with what fills in its message."""

    field: str
    code: str
    params: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """`values` has every mapped field whose cell is not empty; `faults` is empty when the row may be taken."""

    number: int
    values: dict[str, Any]
    faults: tuple[FieldFault, ...]


class RowParser:
    """Reads rows of one table. `mapping` gives the header of each field; unmapped fields stay absent."""

    def __init__(
        self,
        fields: Sequence[Field],
        header: Sequence[str],
        mapping: Mapping[str, str],
        date_order: DateOrder | None = None,
    ) -> None:
        self._width = len(header)
        self._columns = [
            (header.index(mapping[field.key]), field, _remembering(field, _parser(field, date_order)))
            for field in fields
            if mapping.get(field.key) in header
        ]

    def parse(self, number: int, cells: Sequence[Cell]) -> ParsedRow:
        values: dict[str, Any] = {}
        faults: list[FieldFault] = []
        count = len(cells)
        for index, field, parser in self._columns:
            cell = cells[index] if index < count else ""
            if cell == "" or (isinstance(cell, str) and cell.isspace()):
                if field.required:
                    faults.append(FieldFault(field.key, "required", {}))
                continue
            try:
                values[field.key] = parser(cell, field)
            except CellError as error:
                faults.append(FieldFault(field.key, error.code, error.params))
        if count > self._width and any(cell != "" for cell in cells[self._width :]):
            faults.append(FieldFault("", "too_many_cells", {"limit": self._width}))
        return ParsedRow(number, values, tuple(faults))


def _remembering(field: Field, parse: Parser) -> Parser:
    """Ratings, choices and their like repeat from row to row: each spelling is read once."""
    if field.kind not in _REPEATED:
        return parse
    read: dict[tuple[type, Cell], Any] = {}

    def parse_once(cell: Cell, _: Field) -> Any:
        key = (type(cell), cell)
        if key not in read:
            value = parse(cell, field)
            if len(read) >= _REMEMBERED:
                return value
            read[key] = value
        return read[key]

    return parse_once


def _parser(field: Field, date_order: DateOrder | None) -> Parser:
    if field.kind is FieldKind.INSTANT:
        return lambda cell, _: parse_instant(cell, date_order)
    if field.kind is FieldKind.DATE:
        return lambda cell, _: parse_date(cell, date_order)
    return _PARSERS[field.kind]
