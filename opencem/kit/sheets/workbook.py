"""XLSX: looked over as a ZIP before any parser sees it, then read by calamine."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeAlias

from .limits import Limits, SheetRefused

ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARATIONS: Final = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 32

Cell: TypeAlias = str | int | float | bool


def refuse_ole(path: Path) -> None:
    """An OLE container is an encrypted workbook or the format of Excel 97; neither is read."""
    content = path.read_bytes()
    raise SheetRefused("file_encrypted" if _ENCRYPTED_STREAM in content else "file_is_old_xls")


def check_archive(path: Path, limits: Limits) -> None:
    """Raise `SheetRefused` for a bomb, a damaged archive, something else in a ZIP, or XML that declares a DTD."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, limits)
            _check_content(archive, entries, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError):
        raise SheetRefused("file_damaged") from None


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise SheetRefused("file_too_many_entries", limit=limits.entries)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise SheetRefused("file_unpacks_too_large", limit=limits.unpacked_bytes >> 20)
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise SheetRefused("file_type_unknown")


def _check_content(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack in passing: the sizes in the directory are the author's claim, and a DTD may hide in any part."""
    left = limits.unpacked_bytes
    for entry in entries:
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise SheetRefused("file_unpacks_too_large", limit=limits.unpacked_bytes >> 20)
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    window = tail + chunk
                    if any(word in window for word in _DECLARATIONS):
                        raise SheetRefused("file_has_dtd")
                    tail = window[-_OVERLAP:]


def read_workbook(path: Path, limits: Limits, sheet: str = "") -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number, cells) of a sheet's rows that are not blank. Raises `SheetRefused`.

    The sheet is the visible one of that name, whatever its case; the first visible one where no name is given.
    """
    import python_calamine

    check_archive(path, limits)
    try:
        with python_calamine.load_workbook(path) as workbook:
            yield from _read_sheet(workbook, limits, sheet)
    except python_calamine.PasswordError:
        raise SheetRefused("file_encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise SheetRefused("file_damaged") from None


def _read_sheet(workbook: object, limits: Limits, wanted: str) -> Iterator[tuple[int, list[Cell]]]:
    import python_calamine

    assert isinstance(workbook, python_calamine.CalamineWorkbook)
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and (not wanted or sheet.name.strip().casefold() == wanted.casefold())
    ]
    if not visible:
        raise SheetRefused("file_no_sheet" if wanted else "file_no_header", sheet=wanted)
    sheet = workbook.get_sheet_by_name(visible[0])
    if sheet.start is None:
        return
    if sheet.width > limits.columns:
        raise SheetRefused("too_many_columns", limit=limits.columns)
    padding: list[Cell] = [""] * sheet.start[1]  # iter_rows leaves out empty columns at the left, not rows at the top
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = padding + [_cell(value, limits.cell_characters) for value in row]
        if any(cell != "" for cell in cells):
            yield number, cells


def _cell(value: object, longest: int) -> Cell:
    """A JSON value: dates as ISO text, whole numbers without the fraction that Excel gives to every number.

    Text is cut one character past `longest`, so that whoever bounds its length still sees that it is too long.
    """
    match value:
        case str():
            return value[: longest + 1]
        case bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return str(value)
        case _:
            return ""
