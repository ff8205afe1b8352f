"""The server's word on a submission: what was visible, what is accepted, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .definition import Question, SurveyDefinition
from .reading import Answer, AnswerError, AnswersRefused, is_blank, read


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission in which everything is in order; `answers` are in question order."""

    answers: tuple[Answer, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Examination:
    """How a submission, perhaps unfinished, stands: `data` is what rules see, `visible` the questions now shown."""

    answers: tuple[Answer, ...]
    errors: tuple[AnswerError, ...]
    visible: tuple[Question, ...]
    data: Mapping[str, object]


def submit(definition: SurveyDefinition, raw: Mapping[str, object], language: str) -> Accepted:
    """Take a whole submission, or nothing of it: raises `AnswersRefused`.

    `raw` holds one JSON value per question key: a number for `nps`; a choice key for `single`; a list of choice keys
    for `tags` and `multiple`; `{row: number}` for `matrix_rating`; a string for `text`; `{"number", "consent"}` for
    `phone`; a boolean for `consent`. A language the survey does not speak counts as its first.
    """
    return accept(definition, examine(definition, raw), language)


def accept(definition: SurveyDefinition, examination: Examination, language: str) -> Accepted:
    """The answers of an examination in which everything is in order; raises `AnswersRefused`."""
    if examination.errors:
        raise AnswersRefused(examination.errors)
    known = language if language in definition.languages else definition.languages[0]
    return Accepted(examination.answers, known)


def visible(definition: SurveyDefinition, raw: Mapping[str, object]) -> frozenset[str]:
    """Keys of the questions shown for these answers; refused answers count as not given."""
    return frozenset(question.key for question in examine(definition, raw).visible)


def examine(definition: SurveyDefinition, raw: Mapping[str, object], pages: int | None = None) -> Examination:
    """Check a submission without raising; `pages` looks only at that many leading pages."""
    if len(raw) > len(definition.by_key):
        limit = {"limit": len(definition.by_key)}
        return Examination((), (AnswerError("", "too_many_answers", params=limit),), (), {})
    unknown = [AnswerError(str(key)[:40], "unknown_question") for key in raw if key not in definition.by_key]
    questions = definition.questions if pages is None else _of_pages(definition, pages)
    return _examine(questions, raw, unknown)


def _of_pages(definition: SurveyDefinition, pages: int) -> Iterable[Question]:
    return (question for page in definition.pages[:pages] for question in page.questions)


def _examine(questions: Iterable[Question], raw: Mapping[str, object], errors: list[AnswerError]) -> Examination:
    """Questions in order: a rule sees only what earlier, visible questions were validly answered."""
    answers: list[Answer] = []
    data: dict[str, object] = {}
    shown: list[Question] = []
    for question in questions:
        value = raw.get(question.key)
        if not question.is_shown(data):
            if not is_blank(value):
                errors.append(AnswerError(question.key, "hidden_question"))
            continue
        shown.append(question)
        try:
            reading = read(question, value, data)
        except AnswersRefused as refusal:
            errors.extend(refusal.errors)
            continue
        answers.extend(reading.answers)
        if reading.value is not None:
            data[question.key] = reading.value
        if question.required is not False and question.is_required(data):
            errors.extend(_left_out(question, reading.value, reading.answers))
    return Examination(tuple(answers), tuple(errors), tuple(shown), data)


def _left_out(question: Question, value: object, answers: tuple[Answer, ...]) -> list[AnswerError]:
    """A required matrix needs every row."""
    if value is None:
        return [AnswerError(question.key, "required")]
    if question.type != "matrix_rating" or len(answers) == len(question.rows):
        return []
    rated = {answer.row for answer in answers}
    return [AnswerError(question.key, "required", row.key) for row in question.rows if row.key not in rated]
