"""Choices that narrow: province, city, store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import Answer, Reading
from ..source import Source
from ..wording import Text

MOST_LEVELS = 6
MOST_PATHS = 5000
LONGEST_CODE = 40


@dataclass(frozen=True, kw_only=True)
class Cascade(Question):
    """Answer: one code per level, from the top; as deep as the path goes. Stored with the level from 1 as row.

    `paths` is the table; empty where the levels are those of the organisation (`source` "units").
    """

    type = "cascade"
    analysis = "path"
    fields = frozenset({"levels", "source"})
    uses_rows = True

    levels: tuple[Text, ...]
    paths: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        levels = source.each(
            given, "levels", lambda each: source.text({"label": each}, "label", needed=True), 1, MOST_LEVELS
        )
        if given.get("source") == "units":
            return {"levels": levels}
        read = lambda row: _path(source, row, len(levels))  # noqa: E731  # one use, and it needs `levels`
        return {"levels": levels, "paths": source.each(given, "source", read, 1, MOST_PATHS)}

    @cached_property
    def known_paths(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self.paths)

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, (list, tuple)) or len(value) > len(self.levels):
            raise self.refused("wrong_type")
        codes = tuple(code for code in value if isinstance(code, str) and 0 < len(code) <= LONGEST_CODE)
        if len(codes) < len(value) or not self._known(codes, context):
            raise self.refused("unknown_path")
        return Reading(list(codes), tuple(Answer(self.key, str(level), code) for level, code in enumerate(codes, 1)))

    def _known(self, codes: tuple[str, ...], context: Context) -> bool:
        if self.paths:
            return codes in self.known_paths
        return context.knows_path is None or context.knows_path(codes)

    def words(self, value: object, texts: object, language: str) -> str:
        return " ".join(map(str, value)) if isinstance(value, list) and self.paths else ""


def _path(source: Source, row: object, levels: int) -> tuple[str, ...]:
    cells = row if isinstance(row, list) else []
    if not 0 < len(cells) <= levels or not all(
        isinstance(cell, str) and 0 < len(cell) <= LONGEST_CODE for cell in cells
    ):
        source.fault("path_expected", f"1 to {levels} texts of up to {LONGEST_CODE} characters")
        return ()
    return tuple(cells)
