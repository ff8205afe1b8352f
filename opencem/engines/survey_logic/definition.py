"""What a survey version is: frozen values, parsed once per version (see `parsing`) and kept by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .jsonlogic import CompiledRule

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")

QuestionType = Literal["nps", "tags", "matrix_rating", "single", "multiple", "text", "phone", "consent"]
QUESTION_TYPES: tuple[QuestionType, ...] = (
    "nps",
    "tags",
    "matrix_rating",
    "single",
    "multiple",
    "text",
    "phone",
    "consent",
)

Role = Literal["recommend", "csat", "ces", "verbatim", "reason", "contact"]
ROLES: tuple[Role, ...] = ("recommend", "csat", "ces", "verbatim", "reason", "contact")
"""What a question means to metrics and alerts, whatever its key."""

DEFAULT_MAX_LENGTH = 2000
NPS_SCALE = (0, 10)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the survey's languages."""

    by_language: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """The text in `language`, else in the first language it was written in; "" if it was left out."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: Text
    show_if: CompiledRule | None = None


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices shown together under one condition, such as what detractors may complain about."""

    choices: tuple[Choice, ...]
    title: Text
    show_if: CompiledRule | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Consent:
    """The words a person agrees to; a changed text is a new version."""

    version: str
    text: Text


@dataclass(frozen=True)
class Question:
    """One question. `required` and `show_if` are rules over the answers to earlier questions."""

    key: str
    type: QuestionType
    title: Text
    hint: Text
    required: bool | CompiledRule
    show_if: CompiledRule | None
    role: Role | None
    groups: tuple[ChoiceGroup, ...] = ()
    rows: tuple[Row, ...] = ()
    scale: tuple[int, int] = NPS_SCALE
    low_label: Text = Text({})
    high_label: Text = Text({})
    most_choices: int | None = None
    max_length: int = DEFAULT_MAX_LENGTH
    consent: Consent | None = None

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice of every group, offered or not."""
        return tuple(choice for group in self.groups for choice in group.choices)

    @cached_property
    def choice_keys(self) -> frozenset[str]:
        return frozenset(choice.key for choice in self.choices)

    @cached_property
    def row_keys(self) -> frozenset[str]:
        return frozenset(row.key for row in self.rows)

    @cached_property
    def conditional_choices(self) -> bool:
        """Whether what is offered depends on earlier answers."""
        conditions = [*(group.show_if for group in self.groups), *(choice.show_if for choice in self.choices)]
        return any(condition is not None for condition in conditions)

    def is_required(self, answers: Mapping[str, object]) -> bool:
        """Whether the question needs an answer, given the answers so far."""
        return self.required if isinstance(self.required, bool) else self.required.holds(answers)

    def is_shown(self, answers: Mapping[str, object]) -> bool:
        """Whether the question is shown, given the answers so far."""
        return self.show_if is None or self.show_if.holds(answers)

    def offered(self, answers: Mapping[str, object]) -> tuple[ChoiceGroup, ...]:
        """The groups shown now, each with only the choices shown now."""
        if not self.conditional_choices:
            return self.groups
        shown = (
            ChoiceGroup(tuple(filter(lambda choice: _holds(choice.show_if, answers), group.choices)), group.title)
            for group in self.groups
            if _holds(group.show_if, answers)
        )
        return tuple(group for group in shown if group.choices)

    def offered_keys(self, answers: Mapping[str, object]) -> frozenset[str]:
        """Keys of the choices a respondent can pick now."""
        if not self.conditional_choices:
            return self.choice_keys
        return frozenset(choice.key for group in self.offered(answers) for choice in group.choices)


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class SurveyDefinition:
    """A whole survey version. `color` is the brand colour as #rrggbb, or "" for the house's own."""

    key: str
    title: Text
    intro: Text
    thanks: Text
    languages: tuple[Language, ...]
    pages: tuple[Page, ...]
    color: str = ""

    @classmethod
    def parse(cls, source: object) -> SurveyDefinition:
        """Read the JSON of a survey; raises `DefinitionError` with every fault found."""
        from .parsing import parse_definition

        return parse_definition(source)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in page order."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    def with_role(self, role: Role) -> tuple[Question, ...]:
        """The questions that mean `role`, in order."""
        return tuple(question for question in self.questions if question.role == role)


def _holds(condition: CompiledRule | None, answers: Mapping[str, object]) -> bool:
    return condition is None or condition.holds(answers)
