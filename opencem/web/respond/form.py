"""What the answer page's form sends, and the answers in it.

Field names: `q.<question>`, `q.<question>.<row>`, `q.<phone>.number` and `q.<phone>.consent`; the page's own begin with `_`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from opencem.engines.survey_logic import Question, SurveyDefinition

Fields = Mapping[str, Sequence[str]]
Direction = Literal["next", "back", "stay"]

_PREFIX = "q."
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PostedForm:
    """One page sent. `seen` are the questions the respondent has been shown."""

    key: str
    page: int
    direction: Direction
    language: str
    seen: frozenset[str]
    fields: Fields


def read_form(fields: Fields) -> PostedForm:
    """Read the page's own fields; anything odd in them counts as left out."""
    return PostedForm(
        key=_first(fields, "_key"),
        page=_page_number(_first(fields, "_page")),
        direction=_direction(fields),
        language=_first(fields, "_to_language") or _first(fields, "_language"),
        seen=frozenset(fields.get("_seen", ())),
        fields={name: values for name, values in fields.items() if name.startswith(_PREFIX)},
    )


def _direction(fields: Fields) -> Direction:
    if "_to_language" in fields:
        return "stay"
    return "back" if "_back" in fields else "next"


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[0] if values else ""


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def raw_answers(definition: SurveyDefinition, fields: Fields) -> dict[str, object]:
    """The answers as `survey_logic.submit` takes them. Unknown names stay in, to be refused there."""
    raw: dict[str, object] = {}
    for name, values in fields.items():
        key, _, part = name.removeprefix(_PREFIX).partition(".")
        question = definition.by_key.get(key)
        if question is None:
            raw[key] = values[0]
        elif question.type in ("matrix_rating", "phone"):
            _put_part(raw, question, part, values[0])
        elif part:
            raw[f"{key}.{part}"] = values[0]
        else:
            raw[key] = _value(question, values)
    return raw


def _put_part(raw: dict[str, object], question: Question, part: str, text: str) -> None:
    parts = raw.setdefault(question.key, {})
    if isinstance(parts, dict) and not (part == "" and text == ""):
        parts[part] = (
            _number(text) if question.type == "matrix_rating" else text == "yes" if part == "consent" else text
        )


def _value(question: Question, values: Sequence[str]) -> object:
    if question.type in ("tags", "multiple"):
        return list(values)
    if question.type == "nps":
        return _number(values[0])
    return values[0] == "yes" if question.type == "consent" else values[0]


def _number(text: str) -> object:
    """The number in a field; a text that is none stays a text, which the validation then names."""
    if not _NUMBER.fullmatch(text):
        return text
    number = float(text)
    return int(number) if number.is_integer() else number
