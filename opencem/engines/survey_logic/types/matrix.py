"""Tables of answers: rows rated, or rows with one or several choices each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading, is_blank
from ..source import Source
from .listed import MOST_CHOICES, groups_of, rows_of
from .scored import whole_number


@dataclass(frozen=True, kw_only=True)
class Matrix(Question):
    """Answer: a mapping from row to what is answered in it. A required matrix needs every row."""

    uses_rows = True

    def given_rows(self, value: object) -> dict[str, object]:
        """The rows answered, in the question's order; raises `AnswersRefused`."""
        if not isinstance(value, Mapping):
            raise self.refused("wrong_type")
        if len(value) > len(self.rows):
            raise self.refused("too_many_answers", limit=len(self.rows))
        for row in value:
            if row not in self.row_keys and not is_blank(value[row]):
                raise self.refused("unknown_row")
        return {row.key: value[row.key] for row in self.rows if not is_blank(value.get(row.key))}

    def rows_left_out(self, answers: tuple[Answer, ...]) -> list[str]:
        answered = {answer.row for answer in answers}
        return [row.key for row in self.rows if row.key not in answered]


@dataclass(frozen=True, kw_only=True)
class MatrixRating(Matrix):
    """Answer: `{row: whole number from 1 to max}`."""

    type = "matrix_rating"
    analysis = "matrix_score"
    scale_fields = ("scale",)
    fields = frozenset({"rows", "max", "low_label", "high_label"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {
            "rows": rows_of(source, given),
            "scale": (1, source.number(given, "max", 5, 2, 10)),
            "low_label": source.text(given, "low_label"),
            "high_label": source.text(given, "high_label"),
        }

    def read(self, value: object, data: Data, context: Context) -> Reading:
        scores = {row: whole_number(self, score, row) for row, score in self.given_rows(value).items()}
        if not scores:
            return NOT_ANSWERED
        return Reading(scores, tuple([Answer(self.key, row, "", float(score)) for row, score in scores.items()]))


@dataclass(frozen=True, kw_only=True)
class MatrixSingle(Matrix):
    """Answer: `{row: choice}`."""

    type = "matrix_single"
    analysis = "matrix_choice"
    fields = frozenset({"rows", "choices"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"rows": rows_of(source, given), "groups": groups_of(source, given)}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        offered = self.offered_keys(data)
        picked = {row: self._choice(row, choice, offered) for row, choice in self.given_rows(value).items()}
        if not picked:
            return NOT_ANSWERED
        return Reading(picked, tuple(Answer(self.key, row, choice) for row, choice in picked.items()))

    def _choice(self, row: str, choice: object, offered: frozenset[str]) -> str:
        if not isinstance(choice, str):
            raise self.refused("wrong_type", row)
        if choice not in offered:
            raise self.refused("choice_not_offered", row, known=choice in self.choice_keys)
        return choice


@dataclass(frozen=True, kw_only=True)
class MatrixMultiple(MatrixSingle):
    """Answer: `{row: [choices]}`, at most `max` in a row."""

    type = "matrix_multiple"
    fields = frozenset({"rows", "choices", "max"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        most = source.number(given, "max", 1, 1, MOST_CHOICES) if "max" in given else None
        return {**super().own_fields(source, given), "most_choices": most}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        offered = self.offered_keys(data)
        picked = {row: self._choices(row, choices, offered) for row, choices in self.given_rows(value).items()}
        if not picked:
            return NOT_ANSWERED
        return Reading(
            picked, tuple(Answer(self.key, row, choice) for row, choices in picked.items() for choice in choices)
        )

    def _choices(self, row: str, choices: object, offered: frozenset[str]) -> list[str]:
        if not isinstance(choices, (list, tuple)):
            raise self.refused("wrong_type", row)
        if len(choices) > len(self.choice_keys):
            raise self.refused("too_many_answers", row, limit=len(self.choice_keys))
        picked = list(dict.fromkeys(self._choice(row, choice, offered) for choice in choices))
        if self.most_choices and len(picked) > self.most_choices:
            raise self.refused("too_many_choices", row, limit=self.most_choices)
        return picked
