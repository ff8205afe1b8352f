"""The texts of a survey as a workbook for translators: a row a text, a column a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from opencem.kit.sheets.writing import Column, WorkbookWriter
from opencem.listen.surveys.definitions import Definition
from opencem.listen.surveys.interchange.workbooks import Sheet
from opencem.listen.surveys.texts import LONGEST, entries

ADDRESS, WHERE = "address", "where"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class TakenText:
    address: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of the file that was not taken, by its number there, with a problem code."""

    row: int
    code: str


def write_texts(definition: Definition, languages: Sequence[str], target: BinaryIO) -> None:
    """All texts with the columns of `languages`, missing translations marked."""
    columns = [
        Column(ADDRESS, 44, required=True, note="Do not change: by this the text finds its place again. 请勿修改"),
        Column(WHERE, 30),
        *(Column(language, 40) for language in languages),
    ]
    with WorkbookWriter(target) as book:
        sheet = book.add_sheet("texts", columns)
        for entry in entries(definition):
            texts = [entry.texts.get(language, "") for language in languages]
            missing = [position + 2 for position, text in enumerate(texts) if not text] if entry.texts else []
            sheet.write_row([entry.address, entry.where, *texts], missing)


def languages_in(sheet: Sheet) -> list[str]:
    """The language columns of a file, by their headers."""
    return [column for column in sheet.columns if _LANGUAGE.fullmatch(column) and column not in (ADDRESS, WHERE)]


def read_texts(definition: Definition, sheet: Sheet) -> Iterator[TakenText | RefusedRow]:
    """The texts of a file that differ from what the survey has; empty cells say nothing."""
    known = {entry.address: entry.texts for entry in entries(definition)}
    seen: set[str] = set()
    for line in sheet.lines:
        address = line.get(ADDRESS)
        if address not in known or address in seen:
            yield RefusedRow(line.number, "survey_text_twice" if address in seen else "survey_text_unknown")
            continue
        seen.add(address)
        for language in languages_in(sheet):
            text = line.get(language)
            if len(text) > LONGEST:
                yield RefusedRow(line.number, "survey_text_too_long")
            elif text and text != known[address].get(language):
                yield TakenText(address, language, text)
