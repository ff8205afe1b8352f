"""What reading an answer gives: typed rows to store, the value rules see, or why it is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COMPOSED_AT_MOST = 4
"""NFC shortens; a text longer than this many times the limit is refused before any work is done on it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered item: one per number, text, picked choice or rated row."""

    question: str
    row: str = ""
    choice: str = ""
    number: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerError:
    """Why one answer is refused. `code` is stable; `params` fill the message shown to the respondent."""

    question: str
    code: str
    row: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


class AnswersRefused(ValueError):
    """Nothing of the submission is taken; every fault found is listed."""

    def __init__(self, errors: tuple[AnswerError, ...]) -> None:
        super().__init__("; ".join(f"{error.question}: {error.code}" for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's value as rules see it (None: not answered) and the rows to store."""

    value: object = None
    answers: tuple[Answer, ...] = ()


NOT_ANSWERED = Reading()


class NotStorable(ValueError):
    """A text that cannot be kept; `code` is that of an `AnswerError`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def is_blank(value: object) -> bool:
    """What browsers and clients send for a question left alone."""
    return value is None or value == "" or value == [] or value == {}


def clean_text(value: object, max_length: int) -> str:
    """NFC, `\\n` line ends, no surrounding white space; at most `max_length` characters. Raises `NotStorable`."""
    if not isinstance(value, str):
        raise NotStorable("wrong_type")
    if len(value) > max_length * _COMPOSED_AT_MOST:
        raise NotStorable("too_long", limit=max_length)
    if not value.isprintable():
        value = _LINE_ENDS.sub("\n", value)
        if _UNSTORABLE.search(value):
            raise NotStorable("bad_characters")
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > max_length:
        raise NotStorable("too_long", limit=max_length)
    return text
