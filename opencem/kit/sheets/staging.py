"""The parent's side: a file becomes a spool of rows that any later step can read without parsing it again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import opencem

from .child import arguments
from .limits import Limits, SheetRefused
from .workbook import Cell

_CHUNK: Final = 200  # rows parsed at once: several times faster than one by one
_ROOT: Final = Path(opencem.__path__[0]).parent


@dataclass(frozen=True, slots=True)
class StagedSheet:
    """A file that was read to its end. `header` are the texts of the first row, `rows` how many follow it."""

    header: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` is the row's number in the file (the header is 1 unless blank rows stand above it)."""

    number: int
    cells: list[Cell]


def stage(source: Path, spool: Path, *, name: str = "", limits: Limits | None = None, sheet: str = "") -> StagedSheet:
    """Read `source` (CSV or XLSX, told by content) in a bounded child process into `spool`.

    `name` is what the sender calls the file; `sheet` names the sheet of a workbook that is meant, else its first
    visible one is. Raises `SheetRefused`; then `spool` does not exist. Nothing of the file is parsed in this process.
    """
    limits = limits or Limits()
    try:
        summary = _run_child(source, name or source.name, spool, limits, sheet)
        if "refused" in summary:
            raise SheetRefused(summary["refused"], **summary["params"])
        return StagedSheet(_checked_header(summary["header"]), summary["rows"])
    except SheetRefused:
        spool.unlink(missing_ok=True)
        raise


def read_staged(spool: Path, skip: int = 0) -> Iterator[SheetRow]:
    """The spooled rows after the first `skip`."""
    with spool.open(encoding="utf-8") as file:
        lines = islice(file, skip, None)
        while chunk := list(islice(lines, _CHUNK)):
            for number, *cells in json.loads(f"[{','.join(chunk)}]"):
                yield SheetRow(number, cells)


def _run_child(source: Path, name: str, spool: Path, limits: Limits, sheet: str) -> dict[str, Any]:
    """An empty environment: what is exploited in there finds no database URL and no secret."""
    command = [
        sys.executable,
        "-m",
        "opencem.kit.sheets.child",
        *arguments(source.absolute(), name, spool.absolute(), limits, sheet),
    ]
    try:
        done = subprocess.run(  # noqa: S603  # our own module; the file is an argument, never a command
            command,
            capture_output=True,
            timeout=limits.wall_seconds,
            env={"PYTHONUTF8": "1"},
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SheetRefused("file_takes_too_long") from None
    if done.returncode == 0:
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise SheetRefused("file_takes_too_long")
    raise SheetRefused("file_too_complex" if done.returncode < 0 else "file_damaged")


def _checked_header(header: list[str]) -> tuple[str, ...]:
    """A header must name its columns, each once: a mapping goes by name. Unnamed columns at the end are nothing."""
    while header and not header[-1]:
        header = header[:-1]
    named = [text for text in header if text]
    if not named:
        raise SheetRefused("file_no_header")
    twice = next((text for text in named if named.count(text) > 1), None)
    if twice is not None:
        raise SheetRefused("header_twice", header=twice)
    return tuple(header)
