"""How the value of each question type is read: one function per type, from untrusted JSON to typed answer rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .definition import Question, QuestionType
from .phone import to_e164

Data = Mapping[str, object]
"""The answers so far as rules see them, keyed by question."""

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


def is_blank(value: object) -> bool:
    """What browsers and clients send for a question left alone."""
    return value is None or value == "" or value == [] or value == {}


def read(question: Question, value: object, data: Data) -> Reading:
    """Read one value; raises `AnswersRefused`. Blank and white-space values are no answer."""
    return NOT_ANSWERED if is_blank(value) else _READERS[question.type](question, value, data)


def refused(question: Question, code: str, row: str = "", **params: object) -> AnswersRefused:
    """The exception for a single fault of one question."""
    return AnswersRefused((AnswerError(question.key, code, row, params),))


def _nps(question: Question, value: object, data: Data) -> Reading:
    score = _whole_number(question, value)
    return Reading(score, (Answer(question.key, number=float(score)),))


def _whole_number(question: Question, value: object, row: str = "") -> int:
    low, high = question.scale
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise refused(question, "not_a_number", row)
    if not low <= value <= high or value != int(value):
        raise refused(question, "out_of_range", row, low=low, high=high)
    return int(value)


def _matrix(question: Question, value: object, data: Data) -> Reading:
    if not isinstance(value, Mapping):
        raise refused(question, "wrong_type")
    if len(value) > len(question.rows):
        raise refused(question, "too_many_answers", limit=len(question.rows))
    scores = {str(row): _rating(question, str(row), score) for row, score in value.items() if not is_blank(score)}
    answers = tuple(
        Answer(question.key, row.key, number=float(scores[row.key])) for row in question.rows if row.key in scores
    )
    return Reading(scores, answers) if scores else NOT_ANSWERED


def _rating(question: Question, row: str, score: object) -> int:
    if row not in question.row_keys:
        raise refused(question, "unknown_row")
    return _whole_number(question, score, row)


def _single(question: Question, value: object, data: Data) -> Reading:
    choice = _offered(question, value, question.offered_keys(data))
    return Reading(choice, (Answer(question.key, choice=choice),))


def _multiple(question: Question, value: object, data: Data) -> Reading:
    if not isinstance(value, (list, tuple)):
        raise refused(question, "wrong_type")
    if len(value) > len(question.choice_keys):
        raise refused(question, "too_many_answers", limit=len(question.choice_keys))
    offered = question.offered_keys(data)
    picked = list(dict.fromkeys(_offered(question, choice, offered) for choice in value))
    if question.most_choices and len(picked) > question.most_choices:
        raise refused(question, "too_many_choices", limit=question.most_choices)
    return Reading(picked, tuple(Answer(question.key, choice=choice) for choice in picked))


def _offered(question: Question, choice: object, offered: frozenset[str]) -> str:
    if not isinstance(choice, str):
        raise refused(question, "wrong_type")
    if choice not in offered:
        raise refused(question, "choice_not_offered", known=choice in question.choice_keys)
    return choice


def _text(question: Question, value: object, data: Data) -> Reading:
    text = _clean(question, value, question.max_length)
    return Reading(text, (Answer(question.key, text=text),)) if text else NOT_ANSWERED


def _clean(question: Question, value: object, max_length: int) -> str:
    """NFC, `\\n` line ends, no surrounding white space; at most `max_length` characters."""
    if not isinstance(value, str):
        raise refused(question, "wrong_type")
    if len(value) > max_length * _COMPOSED_AT_MOST:
        raise refused(question, "too_long", limit=max_length)
    if not value.isprintable():
        value = _LINE_ENDS.sub("\n", value)
        if _UNSTORABLE.search(value):
            raise refused(question, "bad_characters")
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > max_length:
        raise refused(question, "too_long", limit=max_length)
    return text


def _phone(question: Question, value: object, data: Data) -> Reading:
    """`{"number": str, "consent": bool}`. The number is kept only with consent, and with the words agreed to."""
    if not isinstance(value, Mapping) or not set(value) <= {"number", "consent"}:
        raise refused(question, "wrong_type")
    typed = value.get("number")
    if is_blank(typed):
        return NOT_ANSWERED
    number = to_e164(_clean(question, typed, 40))
    if number is None:
        raise refused(question, "bad_phone")
    if value.get("consent") is not True:
        raise refused(question, "consent_needed")
    return Reading({"number": number, "consent": True}, (Answer(question.key, text=number), _consented(question)))


def _consented(question: Question) -> Answer:
    """The agreement itself, with the version of the words that were shown."""
    return Answer(question.key, row="consent", choice=question.consent.version if question.consent else "", number=1.0)


def _consent(question: Question, value: object, data: Data) -> Reading:
    if not isinstance(value, bool):
        raise refused(question, "wrong_type")
    return Reading(True, (_consented(question),)) if value else NOT_ANSWERED


_READERS: Mapping[QuestionType, Callable[[Question, object, Data], Reading]] = {
    "nps": _nps,
    "tags": _multiple,
    "multiple": _multiple,
    "single": _single,
    "matrix_rating": _matrix,
    "text": _text,
    "phone": _phone,
    "consent": _consent,
}
