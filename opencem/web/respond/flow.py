"""Which page comes next. Pure: from a definition and a posted form to what is to be done.

Nothing is stored between pages: earlier answers travel in the form, and every answer is checked again with the last page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """Everything is answered: submit. `examination` is how the answers stood, so that they are not read twice."""

    raw: Raw
    examination: Examination


@dataclass(frozen=True, slots=True)
class _Standing:
    """The answers as they stand, examined once over the whole survey."""

    definition: SurveyDefinition
    raw: Raw
    examination: Examination

    def page_of(self, question: str) -> int | None:
        pages = enumerate(self.definition.pages)
        return next((index for index, page in pages if any(each.key == question for each in page.questions)), None)

    def errors_up_to(self, page: int) -> tuple[AnswerError, ...]:
        """What is wrong on pages answered so far; an answer to no question of the survey is wrong on any."""
        return tuple(error for error in self.examination.errors if (self.page_of(error.question) or 0) <= page)

    def page_of_first(self, errors: Iterable[AnswerError], otherwise: int) -> int:
        pages = (self.page_of(error.question) for error in errors)
        return min((page for page in pages if page is not None), default=otherwise)

    def shown_pages(self) -> list[int]:
        shown = {question.key for question in self.examination.visible}
        pages = enumerate(self.definition.pages)
        return [index for index, page in pages if any(question.key in shown for question in page.questions)]

    def next_after(self, page: int) -> int | None:
        return next((index for index in self.shown_pages() if index > page), None)

    def last_before(self, page: int) -> int:
        return max((index for index in self.shown_pages() if index < page), default=0)

    def brings_up(self, page: int, seen: frozenset[str]) -> bool:
        """Whether a page's answers have brought up a question on the page itself."""
        here = {question.key for question in self.definition.pages[page].questions}
        return any(question.key in here and question.key not in seen for question in self.examination.visible)


def advance(definition: SurveyDefinition, posted: PostedForm) -> Show | Finish:
    """The step after a posted page."""
    page = min(posted.page, len(definition.pages) - 1)
    standing, reconsider = _settled(definition, raw_answers(definition, posted.fields), posted.seen)
    if posted.direction == "stay":
        return Show(page, standing.raw)
    if posted.direction == "back":
        return Show(standing.last_before(page), standing.raw)
    if reconsider is not None:
        return Show(reconsider, standing.raw, notice="reconsider")
    return _forward(standing, page, posted.seen)


def _forward(standing: _Standing, page: int, seen: frozenset[str]) -> Show | Finish:
    errors = standing.errors_up_to(page)
    if errors:
        return Show(standing.page_of_first(errors, page), standing.raw, errors)
    if standing.brings_up(page, seen):
        return Show(page, standing.raw, notice="new_question")
    following = standing.next_after(page)
    return Finish(standing.raw, standing.examination) if following is None else Show(following, standing.raw)


def _settled(definition: SurveyDefinition, raw: Raw, seen: frozenset[str]) -> tuple[_Standing, int | None]:
    """The answers without those that a changed earlier answer has taken away, and the page to choose again on.

    Only for questions that were shown: then the respondent has done nothing wrong. Anything else is refused later.
    """
    standing = _Standing(definition, raw, examine(definition, raw))
    taken_away = [error for error in standing.examination.errors if error.question in seen and _is_taken_away(error)]
    if not taken_away:
        return standing, None
    gone = {error.question for error in taken_away}
    kept = {key: value for key, value in raw.items() if key not in gone}
    again = [error for error in taken_away if error.code == "choice_not_offered"]
    settled = _Standing(definition, kept, examine(definition, kept))
    return settled, settled.page_of_first(again, 0) if again else None


def _is_taken_away(error: AnswerError) -> bool:
    return error.code == "hidden_question" or (error.code == "choice_not_offered" and error.params.get("known") is True)


def is_last(definition: SurveyDefinition, raw: Raw, page: int) -> bool:
    """Whether nothing follows a page, as far as the answers so far tell."""
    return _Standing(definition, raw, examine(definition, raw)).next_after(page) is None


def page_to_correct(definition: SurveyDefinition, raw: Raw, errors: tuple[AnswerError, ...], page: int) -> Show:
    """The page on which to correct answers that were refused at the end."""
    standing = _Standing(definition, raw, examine(definition, raw))
    return Show(standing.page_of_first(errors, page), raw, errors)
