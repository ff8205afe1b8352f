"""What the templates show, worked out in advance: texts in one language, values given, conditions for the script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from opencem.engines.survey_logic import AnswerError, CompiledRule, Piping, Question, answer_name

from .asked import Asked, rule_text
from .controls import Control, control_of
from .fields import LAYOUTS, written
from .flow import Show, is_last
from .way import Screen, Standing
from .words import Words, words_in

_SAID_BY_ROWS = frozenset({"looks", "table", "location"})
"""Templates that tell what is wrong with a row beside it."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question; `name` is that of its answer, `field` of its field, `id` the beginning of its ids.

    `control` is None for a text between questions.
    """

    name: str
    type: str
    id: str
    field: str
    title: str
    hint: str
    required: bool
    show: str
    shown: bool
    errors: tuple[str, ...]
    most: int | None
    control: Control | None

    @property
    def template(self) -> str:
        return f"respond/questions/{self.control.template}.html" if self.control else ""

    @property
    def takes_files(self) -> bool:
        control = self.control
        return control is not None and (control.files is not None or any(row.files for row in control.rows))

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to answer."""
        return self.type in LAYOUTS

    @property
    def first(self) -> str:
        """The id of what an error leads to."""
        return self.id + (self.control.first if self.control else "-box")


@dataclass(frozen=True, slots=True)
class Carried:
    """A part of an answer from another screen, sent along hidden."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ErrorLink:
    href: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A screen of the survey, ready to be written out. `known` is what the script's rules read of other screens."""

    place: str
    number: int
    count: int
    title: str
    intro: str
    questions: tuple[QuestionView, ...]
    carried: tuple[Carried, ...]
    carried_seen: tuple[str, ...]
    known: str
    errors: tuple[ErrorLink, ...]
    notice: str
    is_first: bool
    is_last: bool
    progress: str
    survey_title: str
    thanks: str

    @property
    def takes_files(self) -> bool:
        """Whether the form has to be able to carry files."""
        return any(question.takes_files for question in self.questions)


def page_view(show: Show, language: str, seen: frozenset[str]) -> PageView:
    """The view of the screen to show; `seen` are the names of the answers asked for before."""
    words, standing = words_in(language), show.standing
    definition = standing.definition
    index = standing.index_of(show.place)
    screen = standing.screens[index] if index is not None else None
    piping = Piping(definition, standing.examination, language, standing.context, screen.step if screen else None)
    questions = _questions(standing, screen, piping, show.errors) if screen else ()
    here = {question.name for question in questions}
    number, count = (index or 0) + 1, max(1, len(standing.screens))
    return PageView(
        place=str(show.place),
        number=number,
        count=count,
        title=piping.fill(screen.step.page.title) if screen and (index or screen.step.item) else "",
        intro=piping.fill(definition.intro) if number == 1 else "",
        questions=questions,
        carried=tuple(_carried(standing, here)),
        carried_seen=tuple(sorted(name for name in seen - here if name.partition("@")[0] in definition.by_key)),
        known=_known(screen),
        errors=_links(questions, show.errors, words),
        notice=words[show.notice] if show.notice else "",
        is_first=number == 1,
        is_last=is_last(standing, show.place),
        progress=words["progress"].format(page=number, pages=count) if definition.theme.progress else "",
        survey_title=piping.fill(definition.title),
        thanks=piping.fill(definition.thanks) or words["thanks_text"],
    )


def _questions(
    standing: Standing, screen: Screen, piping: Piping, errors: tuple[AnswerError, ...]
) -> tuple[QuestionView, ...]:
    return tuple(_view(_asked(standing, screen, question, piping, errors), screen) for question in screen.questions)


def _asked(
    standing: Standing, screen: Screen, question: Question, piping: Piping, errors: tuple[AnswerError, ...]
) -> Asked:
    name = answer_name(question.key, screen.step.item)
    return Asked(
        question=question,
        name=name,
        value=standing.raw.get(name),
        data=screen.step.data,
        piping=piping,
        context=standing.context,
        language=piping.language,
        words=words_in(piping.language),
        errors=errors,
    )


def _view(asked: Asked, screen: Screen) -> QuestionView:
    question = asked.question
    control = None if question.type == "block" else control_of(asked)
    own = asked.errors_of() if control and control.template in _SAID_BY_ROWS else _all_errors(asked)
    return QuestionView(
        name=asked.name,
        type=question.type,
        id=asked.id,
        field=asked.field,
        title=asked.fill(question.title),
        hint=asked.fill(question.hint),
        required=question.is_required(asked.data),
        show=rule_text(question.show_if),
        shown=any(question is each for each in screen.shown),
        errors=own,
        most=question.most_choices if question.type in ("multiple", "tags", "picture") else None,
        control=control,
    )


def _all_errors(asked: Asked) -> tuple[str, ...]:
    """Those of the question and of its rows, where rows have no place of their own to tell them."""
    rows = dict.fromkeys(error.row for error in asked.errors if error.question == asked.name)
    return tuple(text for row in rows for text in asked.errors_of(row))


def _links(questions: tuple[QuestionView, ...], errors: tuple[AnswerError, ...], words: Words) -> tuple[ErrorLink, ...]:
    """The error summary: a link to each control at fault; what is on no control here is told once, without one."""
    links = [ErrorLink(question.first, question.title, text) for question in questions for text in question.errors]
    links += [
        ErrorLink(row.id, row.label, text)
        for question in questions
        if question.control
        for row in question.control.rows
        for text in row.errors
    ]
    return tuple(links) if links or not errors else (ErrorLink("", "", words["invalid"]),)


def _carried(standing: Standing, here: set[str]) -> Iterator[Carried]:
    for name, value in standing.raw.items():
        question = standing.definition.by_key.get(name.partition("@")[0])
        if question is not None and name not in here:
            yield from (Carried(*field) for field in written(question, name, value))


def _known(screen: Screen | None) -> str:
    """What rules on this screen read that is answered elsewhere, as JSON; "" for nothing."""
    if screen is None:
        return ""
    here = {question.key for question in screen.questions}
    read = {name for rule in _rules(screen.questions) for name in rule.dependencies} - here
    known = {name: screen.step.data[name] for name in sorted(read) if name in screen.step.data}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")) if known else ""


def _rules(questions: tuple[Question, ...]) -> Iterator[CompiledRule]:
    for question in questions:
        conditions = [question.show_if, *(group.show_if for group in question.groups)]
        if question.conditional_choices:
            conditions += [choice.show_if for choice in question.choices]
        yield from (each for each in conditions if each is not None)
