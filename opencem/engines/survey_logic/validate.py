"""The server's word on a submission: what is accepted, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .context import NOTHING_KNOWN, Context
from .definition import End, SurveyDefinition
from .reading import Answer, AnswersRefused
from .walking import Examination, walk


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission in which everything is in order; `answers` are in question order.

    `end` is None where the survey ended with its thanks; `quotas` are those it falls in; `arms` its side of each test.
    """

    answers: tuple[Answer, ...]
    language: str
    end: End | None = None
    quotas: tuple[str, ...] = ()
    arms: Mapping[str, str] = field(default_factory=dict)


def submit(
    definition: SurveyDefinition, raw: Mapping[str, object], language: str, context: Context = NOTHING_KNOWN
) -> Accepted:
    """Take a whole submission, or nothing of it: raises `AnswersRefused`.

    `raw` holds one JSON value per question key, in the form its type in `types/` states; on a page that is repeated,
    one per `key@item code`. A language the survey does not speak counts as its first.
    """
    return accept(definition, walk(definition, raw, context), language)


def accept(definition: SurveyDefinition, examination: Examination, language: str) -> Accepted:
    """The answers of an examination in which everything is in order; raises `AnswersRefused`."""
    if examination.errors:
        raise AnswersRefused(examination.errors)
    known = language if language in definition.languages else definition.languages[0]
    return Accepted(examination.answers, known, examination.end, examination.quotas, examination.arms)


def visible(definition: SurveyDefinition, raw: Mapping[str, object]) -> frozenset[str]:
    """Keys of the questions shown for these answers; refused answers count as not given."""
    return frozenset(question.key for question in examine(definition, raw).visible)


def examine(
    definition: SurveyDefinition,
    raw: Mapping[str, object],
    pages: int | None = None,
    context: Context = NOTHING_KNOWN,
) -> Examination:
    """Check a submission without raising; `pages` looks only at that many leading pages."""
    return walk(definition, raw, context, pages)
