"""Text and codes."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .fields import Cell, CellError, Field

# PostgreSQL cannot store NUL and no person types the others; a tab and line breaks are text.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_USUAL_CODE: Final = re.compile(r"[0-9A-Za-z_.-]+")  # nothing to strip, fold or doubt: most cells of most files
_EXACT_LIMIT: Final = 10**15  # Excel keeps 15 digits of a number


def plain(cell: Cell) -> str:
    """The cell's text without the space around it, full-width forms made plain. For reading, not for keeping."""
    text = str(cell).strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def parse_text(cell: Cell, field: Field) -> str:
    text = str(cell).strip().replace("\r\n", "\n").replace("\r", "\n")
    return _checked(text, field)


def parse_code(cell: Cell, field: Field) -> str:
    """An identifier as text. A number that Excel has already rounded is refused: its last digits are gone."""
    if isinstance(cell, str) and len(cell) <= field.longest and _USUAL_CODE.fullmatch(cell):
        return cell
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_LIMIT:
        raise CellError("lost_digits")
    text = plain(cell)
    if _SCIENTIFIC.fullmatch(text):
        raise CellError("lost_digits")
    return _checked(text, field)


def parse_choice(cell: Cell, field: Field) -> str:
    wanted = plain(cell).casefold()
    for choice in field.choices:
        names = (choice.code, choice.label_zh, choice.label_en, *choice.synonyms)
        if wanted in (name.casefold() for name in names):
            return choice.code
    raise CellError("not_offered", offered="、".join(choice.label_zh for choice in field.choices))


def _checked(text: str, field: Field) -> str:
    if len(text) > field.longest:
        raise CellError("text_too_long", limit=field.longest)
    if _CONTROL.search(text):
        raise CellError("control_character")
    return text
