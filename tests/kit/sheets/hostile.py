"""Files that real senders and attackers send."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

BOMB_HEAD, BOMB_TAIL = b"<?xml version='1.0'?><worksheet><sheetData>", b"</sheetData></worksheet>"
CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def workbook(path: Path, rows: list[list[object]], **options: object) -> Path:
    """A plain workbook; strings beginning with = are written as text."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd", **options}
    )
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, dt.datetime):
                sheet.write_datetime(number, column, value)
            else:
                sheet.write(number, column, value)
    book.close()
    return path


def with_parts(path: Path, source: Path, parts: Mapping[str, bytes | None]) -> Path:
    """A copy of a workbook in which some parts are replaced, added, or (None) left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return path


def bomb(path: Path, source: Path, mebibytes: int) -> Path:
    """A workbook whose sheet unpacks to `mebibytes` of spaces: a few kilobytes each on disk."""
    with_parts(path, source, {"xl/worksheets/sheet1.xml": None})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=False) as sheet,
    ):
        sheet.write(BOMB_HEAD)
        for _ in range(mebibytes):
            sheet.write(b" " * (1 << 20))
        sheet.write(BOMB_TAIL)
    return path


def lying_bomb(path: Path, source: Path, mebibytes: int) -> Path:
    """The same, but the archive's directory claims that the sheet has 100 bytes."""
    bomb(path, source, mebibytes)
    content = bytearray(path.read_bytes())
    size = (len(BOMB_HEAD + BOMB_TAIL) + (mebibytes << 20)).to_bytes(4, "little")
    claimed = (100).to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(size, claimed))
    return path


def sheet_xml(data: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{data}</sheetData></worksheet>"
    ).encode()


def encrypted(path: Path) -> Path:
    """The head of what Excel writes for a workbook with a password: an OLE container with EncryptedPackage."""
    body = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    path.write_bytes(body)
    return path


def many_entries(path: Path, count: int) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for index in range(count):
            archive.writestr(f"xl/media/{index}", b"")
    path.write_bytes(buffer.getvalue())
    return path
