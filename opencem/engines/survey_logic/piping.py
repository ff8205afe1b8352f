"""Answers put into later texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .context import NOTHING_KNOWN, Context
from .definition import SurveyDefinition
from .question import Question
from .values import is_number, look_up, to_text
from .walking import Examination, ShownPage
from .wording import ITEM_NAME, Text, fill

_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Piping:
    """Fills placeholders for one respondent in one language; `step` is the page shown, for what is repeated.

    Every value is plain text, to be escaped by whoever writes it into a page. What is unknown or unanswered is "".
    """

    definition: SurveyDefinition
    examination: Examination
    language: str
    context: Context = NOTHING_KNOWN
    step: ShownPage | None = None

    def fill(self, text: Text) -> str:
        """A text in the language, with its placeholders filled."""
        return fill(text.in_language(self.language), self.value_of)

    def value_of(self, name: str) -> str:
        """The words for one placeholder, such as `q.visit` or `customer.name`."""
        head, _, tail = name.partition(".")
        if head == "q":
            question = self.definition.by_key.get(tail)
            return "" if question is None else self._answer(question)
        if head == "calc":
            return _rounded(look_up(self.examination.data, ("calc", tail)))
        if name == ITEM_NAME:
            return self.step.item.name if self.step is not None and self.step.item is not None else ""
        return self.context.facts.get(name, "")

    def _answer(self, question: Question) -> str:
        item = self.step.item if self.step is not None else None
        here = item is not None and self.step is not None and self.step.page.key == self._page_of(question)
        if question.key in self.definition.loops and not here:
            return self._of_all_items(question)
        data = self.step.data if self.step is not None and here else self.examination.data
        value = data.get(question.key)
        row = item.code if item is not None and here else ""
        return "" if value is None else question.words(value, self._texts(question, row), self.language)

    def _of_all_items(self, question: Question) -> str:
        values = self.examination.data.get(question.key)
        words = (question.words(value, {}, self.language) for value in (values if isinstance(values, list) else []))
        return ("、" if self.language.startswith(("zh", "ja")) else ", ").join(filter(None, words))

    def _page_of(self, question: Question) -> str:
        return self.definition.pages[self.definition.page_of[question.key]].key

    def _texts(self, question: Question, row: str) -> Mapping[str, str]:
        """Free texts by choice."""
        return {
            answer.choice: answer.text
            for answer in self.examination.answers
            if answer.question == question.key and answer.row == row and answer.choice and answer.text
        }


def _rounded(value: object) -> str:
    """A calculation as people read it: at most two decimals."""
    return to_text(round(value, _DECIMALS) if is_number(value) and isinstance(value, float) else value)
