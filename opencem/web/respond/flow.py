"""Which page comes next. Pure: from a definition and a posted form to what is to be done.

Nothing is stored between pages: earlier answers travel in the form, and every answer is checked again with the last page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opencem.engines.survey_logic import AnswerError, Examination, SurveyDefinition, examine

from .form import PostedForm, raw_answers

Raw = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Show:
    """Show a page: with what is wrong on it, or with a notice (a name in `words`) why it is shown again."""

    page: int
    raw: Raw
    errors: tuple[AnswerError, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything is answered: submit."""

    raw: Raw


def first_page(definition: SurveyDefinition) -> Show:
    """Where a respondent starts."""
    return Show(0, {})


def advance(definition: SurveyDefinition, posted: PostedForm) -> Show | Finish:
    """The step after a posted page."""
    page = min(posted.page, len(definition.pages) - 1)
    given = raw_answers(definition, posted.fields)
    raw, reconsider = _settled(definition, given, posted.seen)
    if posted.direction == "stay":
        return Show(page, raw)
    if posted.direction == "back":
        return Show(_previous(definition, raw, page), raw)
    return _forward(definition, raw, page, posted.seen, reconsider)


def _forward(
    definition: SurveyDefinition, raw: Raw, page: int, seen: frozenset[str], reconsider: int | None
) -> Show | Finish:
    if reconsider is not None:
        return Show(reconsider, raw, notice="reconsider")
    so_far = examine(definition, raw, pages=page + 1)
    if so_far.errors:
        return Show(_page_of_first(definition, so_far.errors, page), raw, so_far.errors)
    if _unseen(definition, so_far, page, seen):
        return Show(page, raw, notice="new_question")
    following = _next(definition, raw, page)
    return Finish(raw) if following is None else Show(following, raw)


def _settled(definition: SurveyDefinition, raw: Raw, seen: frozenset[str]) -> tuple[Raw, int | None]:
    """The answers without those that a changed earlier answer has taken away, and the page to choose again on.

    Only for questions that were shown: then the respondent has done nothing wrong. Anything else is refused later.
    """
    settled = dict(raw)
    again: int | None = None
    for error in examine(definition, raw).errors:
        if error.question not in seen or error.question not in settled:
            continue
        if error.code == "hidden_question":
            del settled[error.question]
        elif error.code == "choice_not_offered" and error.params.get("known"):
            del settled[error.question]
            again = _page_of(definition, error.question) if again is None else again
    return settled, again


def _unseen(definition: SurveyDefinition, so_far: Examination, page: int, seen: frozenset[str]) -> bool:
    """Whether this page's answers have brought up a question on the page itself."""
    here = {question.key for question in definition.pages[page].questions}
    return any(question.key in here and question.key not in seen for question in so_far.visible)


def _visible_pages(definition: SurveyDefinition, raw: Raw) -> list[int]:
    shown = {question.key for question in examine(definition, raw).visible}
    pages = enumerate(definition.pages)
    return [index for index, page in pages if any(question.key in shown for question in page.questions)]


def _next(definition: SurveyDefinition, raw: Raw, page: int) -> int | None:
    return next((index for index in _visible_pages(definition, raw) if index > page), None)


def _previous(definition: SurveyDefinition, raw: Raw, page: int) -> int:
    return next((index for index in reversed(_visible_pages(definition, raw)) if index < page), 0)


def is_last(definition: SurveyDefinition, raw: Raw, page: int) -> bool:
    """Whether nothing follows, as far as the answers so far tell."""
    return _next(definition, raw, page) is None


def _page_of(definition: SurveyDefinition, key: str) -> int | None:
    for index, page in enumerate(definition.pages):
        if any(question.key == key for question in page.questions):
            return index
    return None


def _page_of_first(definition: SurveyDefinition, errors: tuple[AnswerError, ...], otherwise: int) -> int:
    pages = [index for error in errors if (index := _page_of(definition, error.question)) is not None]
    return min(pages, default=otherwise)


def page_with(definition: SurveyDefinition, raw: Raw, errors: tuple[AnswerError, ...], page: int) -> Show:
    """The page to correct refused answers on."""
    return Show(_page_of_first(definition, errors, page), raw, errors)
