"""The child process: `python -m opencem.kit.sheets.child SOURCE NAME SPOOL LIMITS SHEET`.

It bounds its own memory, CPU time and output before it opens the file, so a hostile file can only end this process.
One JSON object goes to standard output: {"rows", "header"} or {"refused", "params"}. Rows go to SPOOL, one JSON array
each: [row number, cell, cell …].
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO, TypeAlias

from .limits import Limits, SheetRefused
from .separated import read_separated
from .workbook import OLE_MAGIC, ZIP_MAGIC, Cell, read_workbook, refuse_ole

Rows: TypeAlias = Iterator[tuple[int, list[Cell]]]


def bound_this_process(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * limits.unpacked_bytes, 2 * limits.unpacked_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_rows(path: Path, name: str, limits: Limits, sheet: str = "") -> Rows:
    """Rows by what the file is, not by what it is called; a name that says otherwise is refused as a mistake."""
    size = path.stat().st_size
    if size == 0:
        raise SheetRefused("file_empty")
    if size > limits.file_bytes:
        raise SheetRefused("file_too_large", limit=limits.file_bytes >> 20)
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == OLE_MAGIC:
        refuse_ole(path)
    is_workbook = magic.startswith(ZIP_MAGIC)
    suffix = Path(name).suffix.lower()
    if is_workbook != (suffix in (".xlsx", ".xlsm")):
        raise SheetRefused("file_type_mismatch", suffix=suffix[:10])
    return read_workbook(path, limits, sheet) if is_workbook else _separated(path, limits)


def _separated(path: Path, limits: Limits) -> Rows:
    for number, row in read_separated(path, limits):
        yield number, list(row)


def spool(rows: Rows, out: TextIO, limits: Limits) -> dict[str, object]:
    """Write the rows after the header to `out`; return the header's texts and the number of rows."""
    header: list[str] | None = None
    count = 0
    for number, cells in rows:
        if len(cells) > limits.columns:
            raise SheetRefused("too_many_columns", limit=limits.columns)
        if header is None:
            header = [str(cell).strip()[:200] for cell in cells]
            continue
        count += 1
        if count > limits.rows:
            raise SheetRefused("too_many_rows", limit=limits.rows)
        out.write(json.dumps([number, *cells], ensure_ascii=False, separators=(",", ":")))
        out.write("\n")
    if header is None:
        raise SheetRefused("file_empty")
    return {"header": header, "rows": count}


def main(source: str, name: str, target: str, limits_json: str, sheet: str) -> None:
    limits = Limits(**json.loads(limits_json))
    bound_this_process(limits)
    try:
        with open(target, "w", encoding="utf-8") as out:
            result = spool(open_rows(Path(source), name, limits, sheet), out, limits)
    except SheetRefused as refusal:
        result = {"refused": refusal.code, "params": refusal.params}
    except MemoryError:
        result = {"refused": "file_too_complex", "params": {}}
    sys.stdout.write(json.dumps(result))


def arguments(source: Path, name: str, target: Path, limits: Limits, sheet: str = "") -> list[str]:
    return [str(source), name, str(target), json.dumps(asdict(limits)), sheet]


if __name__ == "__main__":
    main(*sys.argv[1:6])
