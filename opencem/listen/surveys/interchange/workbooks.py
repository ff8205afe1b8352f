"""Reading a stranger's workbook (in a bounded child process) and naming its cells by their column."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opencem.kit.problems import Problem
from opencem.kit.sheets.limits import MEBIBYTE, Limits, SheetRefused
from opencem.kit.sheets.staging import read_staged, stage

LIMITS = Limits(file_bytes=4 * MEBIBYTE, unpacked_bytes=64 * MEBIBYTE, rows=20_000, columns=80)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """A row that says something. `number` is its number in the file; cells are stripped texts by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes, name: str, sheet: str = "") -> Sheet:
    """The sheet of that name (else the first). Raises Problem with the code of why the file is not taken."""
    with tempfile.TemporaryDirectory(prefix="opencem-survey-") as folder:
        source, spool = Path(folder) / "upload", Path(folder) / "rows"
        source.write_bytes(content)
        try:
            staged = stage(source, spool, name=name, limits=LIMITS, sheet=sheet)
        except SheetRefused as refusal:
            status = 413 if refusal.code == "file_too_large" else 422
            raise Problem(refusal.code, status, field="file", params=refusal.params) from None
        lines = [Line(row.number, _named(staged.header, row.cells)) for row in read_staged(spool)]
    return Sheet(staged.header, tuple(lines))


def read_optional_sheet(content: bytes, name: str, sheet: str) -> Sheet:
    """The same, but empty where the workbook has no such sheet or nothing in it."""
    try:
        return read_sheet(content, name, sheet)
    except Problem as problem:
        if problem.code not in ("file_no_sheet", "file_empty"):
            raise
        return Sheet((), ())


def _named(header: tuple[str, ...], cells: list[str | int | float | bool]) -> dict[str, str]:
    return {column: str(cell).strip() for column, cell in zip(header, cells, strict=False) if column}
