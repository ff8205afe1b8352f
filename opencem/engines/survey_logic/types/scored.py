"""Questions answered by one whole number of a scale."""

from __future__ import annotations

from dataclasses import dataclass

from ..context import Context
from ..question import Data, Question
from ..reading import Answer, Reading
from ..values import to_text


def scale_of(points: int) -> tuple[int, int]:
    """Eleven points run from 0 to 10 as the trade prints them; fewer begin at 1."""
    return (0, 10) if points == 11 else (1, points)


@dataclass(frozen=True, kw_only=True)
class Scored(Question):
    """A whole number from `scale[0]` to `scale[1]`."""

    analysis = "score"
    scale_fields = ("scale",)

    def read(self, value: object, data: Data, context: Context) -> Reading:
        score = whole_number(self, value)
        return Reading(score, (Answer(self.key, number=float(score)),))

    def words(self, value: object, texts: object, language: str) -> str:
        return to_text(value)


def whole_number(question: Question, value: object, row: str = "") -> int:
    """A whole number on the question's scale; raises `AnswersRefused`."""
    low, high = question.scale
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise question.refused("not_a_number", row)
    if not low <= value <= high or value != int(value):
        raise question.refused("out_of_range", row, low=low, high=high)
    return int(value)
