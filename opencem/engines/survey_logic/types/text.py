"""Free text, short or long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import DEFAULT_MAX_LENGTH, Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source

LONGEST_ANSWER = 10_000


@dataclass(frozen=True, kw_only=True)
class FreeText(Question):
    """Answer: a string; `lines` is how many the field shows (1: a short text). What looks like HTML is text too."""

    type = "text"
    analysis = "text"
    fields = frozenset({"max_length", "lines"})

    lines: int = 4

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {
            "max_length": source.number(given, "max_length", DEFAULT_MAX_LENGTH, 1, LONGEST_ANSWER),
            "lines": source.number(given, "lines", cls.lines, 1, 20),
        }

    def read(self, value: object, data: Data, context: Context) -> Reading:
        text = self.clean(value, self.max_length)
        return Reading(text, (Answer(self.key, text=text),)) if text else NOT_ANSWERED

    def words(self, value: object, texts: object, language: str) -> str:
        return value if isinstance(value, str) else ""
