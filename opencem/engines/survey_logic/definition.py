"""What a survey version is: frozen values, parsed once per version (see `parsing`) and kept by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from .jsonlogic import CompiledRule
from .question import Question, Role, UploadTerms
from .wording import Text

Language: TypeAlias = str
"""A language tag (BCP 47)."""

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
"""The languages the product itself speaks; a survey may speak any."""

Outcome = Literal["completed", "screened_out"]
OUTCOMES: tuple[Outcome, ...] = ("completed", "screened_out")

Screens = Literal["pages", "questions"]
SCREENS: tuple[Screens, ...] = ("pages", "questions")

TO_AN_END = "end:"


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a page leads if `condition` holds: a later page's key, or `end:` and an end's."""

    condition: CompiledRule
    to: str

    @property
    def end(self) -> str | None:
        """The key of the end it leads to; None for a page."""
        return self.to.removeprefix(TO_AN_END) if self.to.startswith(TO_AN_END) else None


@dataclass(frozen=True, slots=True)
class Arm:
    """One side of an A/B test: of the pages with the same group, those of one arm are shown, drawn by weight."""

    group: str
    arm: str
    weight: int = 1


@dataclass(frozen=True)
class Page:
    """Questions shown together.

    `loop` names what it is repeated for; `order` "random" mixes its questions; neighbours of the same `shuffle` are
    shown in random order, and so never depend on each other.
    """

    key: str
    title: Text
    questions: tuple[Question, ...]
    show_if: CompiledRule | None = None
    next: tuple[Jump, ...] = ()
    order: Literal["fixed", "random"] = "fixed"
    loop: str | None = None
    ab: Arm | None = None
    shuffle: str = ""

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is always shown, once, and leads to the page after it."""
        return self.show_if is None and not self.next and self.loop is None and self.ab is None


@dataclass(frozen=True, slots=True)
class End:
    """A way to finish that a page or a full quota leads to; without one the survey ends with its `thanks`."""

    key: str
    title: Text
    text: Text
    outcome: Outcome
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A value worked out once the answers it needs (`needs`, also through other calculations) are in."""

    key: str
    value: CompiledRule
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `limit` submissions for which `condition` holds; the next ones end at `end`. Counting is the caller's."""

    key: str
    limit: int
    condition: CompiledRule
    end: str
    hold_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Theme:
    """How it looks: `color` as #rrggbb or "" for the house's own; pictures of this site."""

    color: str = ""
    logo: str = ""
    cover: str = ""
    progress: bool = True
    screens: Screens = "pages"


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
    theme: Theme = Theme()
    ends: tuple[End, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    quotas: tuple[Quota, ...] = ()
    tags: tuple[str, ...] = ()
    scene: str = ""

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

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of each page by its key."""
        return {page.key: position for position, page in enumerate(self.pages)}

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The position of the page of each question."""
        return {each.key: position for position, page in enumerate(self.pages) for each in page.questions}

    @cached_property
    def end_by_key(self) -> Mapping[str, End]:
        return {end.key: end for end in self.ends}

    @cached_property
    def upload_slots(self) -> Mapping[str, UploadTerms]:
        """What may be sent along, by slot (`Question.slot`)."""
        return {each.slot(row): terms for each in self.questions for row, terms in each.uploads.items()}

    @cached_property
    def loops(self) -> Mapping[str, str]:
        """What the questions on repeated pages are repeated for, by question."""
        return {question.key: page.loop for page in self.pages if page.loop for question in page.questions}

    @cached_property
    def arms(self) -> Mapping[str, Mapping[str, int]]:
        """The weight of each arm by A/B group."""
        arms: dict[str, dict[str, int]] = {}
        for page in self.pages:
            if page.ab is not None:
                arms.setdefault(page.ab.group, {})[page.ab.arm] = page.ab.weight
        return arms

    @cached_property
    def shuffles(self) -> bool:
        """Whether any pages change places."""
        return any(page.shuffle for page in self.pages)

    @cached_property
    def due(self) -> Mapping[int, tuple[Calculation, ...]]:
        """The calculations that can be made after a page, by its position; those that read no answer stand at -1."""
        due: dict[int, list[Calculation]] = {}
        for calculation in self.calculations:
            last = max((self.page_of[key] for key in calculation.needs if key in self.page_of), default=-1)
            due.setdefault(last, []).append(calculation)
        return {page: tuple(calculations) for page, calculations in due.items()}

    def with_role(self, role: Role) -> tuple[Question, ...]:
        """The questions that mean `role`, in order."""
        return tuple(question for question in self.questions if question.role == role)
