"""Writing workbooks and CSV whose cells can never become formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

if TYPE_CHECKING:
    import xlsxwriter

LONGEST_TEXT: Final = 32_767
_RISKY_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")
_NO_GUESSING: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}
_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "header": {"bold": True, "bg_color": "#F0F2F5", "border": 1, "border_color": "#D9D9D9"},
    "required": {"bold": True, "bg_color": "#FFF1D6", "border": 1, "border_color": "#D9D9D9"},
    "text": {"num_format": "@"},
    "wrap": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "marked": {"num_format": "@", "bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "sample": {"num_format": "@", "font_color": "#8C8C8C"},
}


def csv_cell(value: object) -> str:
    """Text for a CSV cell. What a spreadsheet would run gets an apostrophe in front (OWASP ASVS 1.2.10).

    Numbers stay numbers: only text can carry a formula.
    """
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_RISKY_START) else text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a written sheet. `choices` become a drop-down list, `note` a comment on the header."""

    header: str
    width: int = 16
    required: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()


class WorkbookWriter:
    """Writes sheets row by row in constant memory. Text is always stored as text, whatever it begins with."""

    def __init__(self, target: BinaryIO | str) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(target, dict(_NO_GUESSING))
        self._formats = {name: self.book.add_format(style) for name, style in _FORMATS.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.book.close()

    def add_sheet(self, name: str, columns: Sequence[Column], validated_rows: int = 0) -> SheetWriter:
        """A sheet with a frozen header row; lists of choices are offered in the first `validated_rows` rows."""
        sheet = self.book.add_worksheet(_sheet_name(name))
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, self._formats["text"])
            if column.choices and validated_rows:
                source = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                sheet.data_validation(1, index, validated_rows, index, source)
        writer = SheetWriter(sheet, self._formats)
        writer.write_header(columns)
        return writer


class SheetWriter:
    """One sheet under construction; rows go downward only."""

    def __init__(self, sheet: xlsxwriter.worksheet.Worksheet, formats: dict[str, Any]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._next_row = 0

    def write_header(self, columns: Sequence[Column]) -> None:
        for index, column in enumerate(columns):
            style = self._formats["required" if column.required else "header"]
            self._sheet.write_string(0, index, column.header, style)
            if column.note:
                self._sheet.write_comment(0, index, column.note)
        self._next_row = 1

    def write_row(self, values: Sequence[object], marked: Collection[int] = (), style: str = "text") -> None:
        """The next row; cells whose index is in `marked` stand out."""
        for index, value in enumerate(values):
            self._write(index, value, self._formats["marked" if index in marked else style])
        self._next_row += 1

    def _write(self, index: int, value: object, style: Any) -> None:
        match value:
            case None | "":
                self._sheet.write_blank(self._next_row, index, None, style)
            case bool():
                self._sheet.write_boolean(self._next_row, index, value, style)
            case int() | float():
                self._sheet.write_number(self._next_row, index, value)
            case dt.datetime():
                self._sheet.write_datetime(self._next_row, index, value.replace(tzinfo=None))
            case dt.date():
                self._sheet.write_string(self._next_row, index, value.isoformat(), style)
            case _:
                self._sheet.write_string(self._next_row, index, _fitting(str(value)), style)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _sheet_name(name: str) -> str:
    """Excel takes 31 characters without []:*?/\\ ."""
    return "".join("_" if character in "[]:*?/\\" else character for character in name)[:31]
