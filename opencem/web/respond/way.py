"""The way through a survey as these answers lead: which screens there are, and in what order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from opencem.engines.survey_logic import (
    NOTHING_KNOWN,
    AnswerError,
    Context,
    Examination,
    Question,
    ShownPage,
    SurveyDefinition,
    answer_name,
    order_questions,
    walk,
)

from .fields import LINKED
from .form import Place
from .levels import is_unfinished

Raw = Mapping[str, object]
UNSEEN = frozenset({LINKED})
"""Types without a control of their own here."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown at a time. `questions` may come up on it, in the order they are shown; `shown` are there now."""

    place: Place
    step: ShownPage
    questions: tuple[Question, ...]
    shown: tuple[Question, ...]

    def names(self) -> list[str]:
        """The names of the answers that are asked for now."""
        return [answer_name(question.key, self.step.item) for question in self.shown]


@dataclass(frozen=True)
class Standing:
    """The answers as they stand, examined once over the whole survey."""

    definition: SurveyDefinition
    raw: Raw
    context: Context
    examination: Examination

    @classmethod
    def of(cls, definition: SurveyDefinition, raw: Raw, context: Context = NOTHING_KNOWN) -> Standing:
        return cls(definition, raw, context, walk(definition, raw, context))

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """All screens of the way; a page on which nothing can be seen is none."""
        return tuple(screen for step in self.examination.pages for screen in self._screens_of(step))

    def _screens_of(self, step: ShownPage) -> Iterator[Screen]:
        shown = tuple(question for question in step.questions if question.type not in UNSEEN)
        place = Place(self.definition.place[step.page.key], step.item.code if step.item else "")
        if self.definition.theme.screens == "questions":
            for question in order_questions(step.page, shown, self.context.seed):
                yield Screen(Place(place.page, place.item, question.key), step, (question,), (question,))
        elif shown:
            able = tuple(question for question in step.page.questions if question.type not in UNSEEN)
            in_order = order_questions(step.page, able, self.context.seed)
            yield Screen(place, step, in_order, tuple(each for each in in_order if any(each is one for one in shown)))

    def index_of(self, place: Place) -> int | None:
        """Which screen a place is; None when the way no longer leads there."""
        return next((index for index, screen in enumerate(self.screens) if screen.place == place), None)

    def screen_at(self, place: Place) -> Screen | None:
        index = self.index_of(place)
        return None if index is None else self.screens[index]

    def nearest(self, place: Place) -> Place:
        """The place itself, or where a form stands whose place the way no longer leads to."""
        if self.index_of(place) is not None or not self.screens:
            return place
        later = (screen.place for screen in self.screens if screen.place.page >= place.page)
        return next(later, self.screens[-1].place)

    def next_after(self, place: Place) -> Place | None:
        index = self.index_of(place)
        if index is None:
            return next((screen.place for screen in self.screens if screen.place.page > place.page), None)
        return self.screens[index + 1].place if index + 1 < len(self.screens) else None

    def last_before(self, place: Place) -> Place:
        index = self.index_of(place)
        before = self.screens[:index] if index is not None else self._earlier_than(place)
        return before[-1].place if before else self.beginning

    def _earlier_than(self, place: Place) -> tuple[Screen, ...]:
        return tuple(screen for screen in self.screens if screen.place.page < place.page)

    @property
    def beginning(self) -> Place:
        return self.screens[0].place if self.screens else Place()

    def errors_up_to(self, place: Place) -> tuple[AnswerError, ...]:
        """What is wrong with answers given so far; an answer to no question of the survey is wrong anywhere."""
        if not self.examination.errors:
            return ()
        index = self.index_of(place)
        return tuple(error for error in self.examination.errors if self._is_reached(error, place, index))

    def _is_reached(self, error: AnswerError, place: Place, index: int | None) -> bool:
        at = self._screen_of(error.question)
        if at is not None and index is not None:
            return at <= index
        return self.definition.page_of.get(_key_of(error.question), 0) <= place.page

    def _screen_of(self, name: str) -> int | None:
        return next((index for index, screen in enumerate(self.screens) if name in screen.names()), None)

    def place_of_first(self, errors: Iterable[AnswerError], otherwise: Place) -> Place:
        """The first screen on which something is wrong."""
        found = [index for error in errors if (index := self._screen_of(error.question)) is not None]
        return self.screens[min(found)].place if found else otherwise

    def brings_up(self, place: Place, seen: frozenset[str]) -> bool:
        """Whether a page's answers have brought up a question on the page itself."""
        screen = self.screen_at(place)
        return screen is not None and not seen.issuperset(screen.names())

    def unfinished(self, place: Place) -> frozenset[str]:
        """The names of answers on a screen that still have to be narrowed down."""
        screen = self.screen_at(place)
        asked = zip(screen.names(), screen.shown, strict=True) if screen else ()
        return frozenset(name for name, question in asked if is_unfinished(question, self.raw.get(name)))


def _key_of(name: str) -> str:
    return name.partition("@")[0]
