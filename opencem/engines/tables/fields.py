"""What a column of an import may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool


class FieldKind(StrEnum):
    """How a cell is read. The value's type in Python stands behind each."""

    TEXT = "text"  # str
    CODE = "code"  # str, an identifier: leading zeros kept, digits never lost
    INSTANT = "instant"  # datetime: naive means local time at the unit
    DATE = "date"  # date
    RATING = "rating"  # float, 1–5
    MONEY = "money"  # Decimal, two places
    INTEGER = "integer"  # int
    BOOLEAN = "boolean"  # bool
    CHOICE = "choice"  # str, the choice's code


class DateOrder(StrEnum):
    """How 3/4/2026 is meant. Without one, a date that could be read both ways is refused."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class CellError(ValueError):
    """A cell that cannot be read. `code` is stable, `params` fill in its message."""

    def __init__(self, code: str, **params: str | float) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label_zh: str
    label_en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an import kind. `synonyms` are other headers it is known by; `longest` counts characters."""

    key: str
    label_zh: str
    label_en: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    synonyms: tuple[str, ...] = ()
    longest: int = 200
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[Choice, ...] = ()
    example: str = ""
    note_zh: str = ""
    note_en: str = ""

    def label(self, language: str) -> str:
        return self.label_en if language.startswith("en") else self.label_zh

    def note(self, language: str) -> str:
        return self.note_en if language.startswith("en") else self.note_zh
