"""What a file may cost, and how a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file and on the child process that reads it. Sizes in bytes, times in seconds."""

    file_bytes: int = 20 * MEBIBYTE
    unpacked_bytes: int = 300 * MEBIBYTE
    entries: int = 1_000
    rows: int = 500_000
    columns: int = 200
    cell_characters: int = 32_767  # what a cell of Excel can hold
    memory_bytes: int = 1024 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: int = 120


class SheetRefused(Exception):
    """The file as a whole is not taken. `code` is stable; `params` fill in its message (row, limit …)."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
