"""One choice of several, as buttons or as a list to open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..context import Context
from ..question import Data
from ..reading import Answer, Reading
from .chosen import FIELDS, Chosen


@dataclass(frozen=True, kw_only=True)
class Single(Chosen):
    """Answer: a choice's key, or `{"choice": key, "text": free text}`. Rules see the key."""

    type = "single"
    analysis = "choice"
    fields = FIELDS
    choice_fields = ("open",)

    def read(self, value: object, data: Data, context: Context) -> Reading:
        return read_one(self, value, data)


@dataclass(frozen=True, kw_only=True)
class Dropdown(Single):
    """As `single`, shown as a list to open."""

    type = "dropdown"


def read_one(question: Chosen, value: object, data: Data) -> Reading:
    """One choice with or without its free text; raises `AnswersRefused`."""
    picked, text = _parts(question, value) if isinstance(value, Mapping) else (value, None)
    choice = question.offered_choice(picked, question.offered_keys(data))
    return Reading(choice, (Answer(question.key, choice=choice, text=question.open_text(choice, text)),))


def _parts(question: Chosen, value: Mapping[str, object]) -> tuple[object, object]:
    if not value.keys() <= {"choice", "text"}:
        raise question.refused("wrong_type")
    return value.get("choice"), value.get("text")
