"""CSV as people really save it: UTF-8 with or without a mark, GB18030 from Excel, UTF-16 "Unicode text"."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from .limits import Limits, SheetRefused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES: Final = 4096
_DELIMITERS: Final = (",", "\t", ";")
_END: Final = "\x00end of file\x00"


def detect_encoding(path: Path) -> str:
    """The first of the usual encodings that decodes every byte of the file. Raises `SheetRefused`."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _first_that_decodes(path, encoding)
    if _looks_like_utf16(head):
        return _first_that_decodes(path, "utf-16-le" if head[1] == 0 else "utf-16-be")
    return _first_that_decodes(path, "utf-8", "gb18030")


def _looks_like_utf16(head: bytes) -> bool:
    """ASCII letters of a header line in UTF-16 without a mark have every other byte zero."""
    return len(head) >= 4 and (head[0] == 0) != (head[1] == 0) and head.count(0) * 4 >= len(head)


def _first_that_decodes(path: Path, *encodings: str) -> str:
    for encoding in encodings:
        if _decodes(path, encoding):
            return encoding
    raise SheetRefused("file_encoding_unknown")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while text := file.read(1 << 20):
                if _is_binary(text):
                    return False
    except UnicodeError:
        return False
    return True


def _is_binary(text: str) -> bool:
    """Much of a picture or a program decodes too, and is full of NULs; a stray one in a text is its row's fault alone."""
    nuls = text.count("\x00")
    return nuls >= 4 and nuls * 500 > len(text)


def read_separated(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of every row that is not blank; numbers count records from 1 as Excel shows them.

    Raises `SheetRefused` when a quote is never closed, or a cell is longer than Excel could hold: a lone quote makes
    the reader swallow the rows after it, and rows must not vanish.
    """
    csv.field_size_limit(limits.cell_characters)
    with path.open(encoding=detect_encoding(path), newline="") as file:
        reader = csv.reader(_with_end(file), delimiter=_delimiter(file))
        number = 0
        while True:
            number += 1
            row = _next_row(reader, number)
            if row == [_END]:
                return
            if any(_END in cell for cell in row):
                raise SheetRefused("quote_unclosed", row=number)
            if any(row):
                yield number, row


def _next_row(reader: Iterator[list[str]], number: int) -> list[str]:
    try:
        return next(reader)
    except csv.Error:
        raise SheetRefused("cell_too_long", row=number) from None


def _with_end(file: TextIO) -> Iterator[str]:
    """The file's lines and one more: inside an open quote that last line ends up in a cell."""
    yield from file
    yield _END


def _delimiter(file: TextIO) -> str:
    """The separator that occurs most often in the first line that says anything."""
    line = next((line for line in file if line.strip()), "")
    file.seek(0)
    return max(_DELIMITERS, key=line.count)
