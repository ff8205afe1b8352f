"""What the templates show, worked out in advance: texts in one language, values given, conditions for the script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from opencem.engines.survey_logic import (
    AnswerError,
    Choice,
    ChoiceGroup,
    CompiledRule,
    Question,
    SurveyDefinition,
    examine,
)

from .flow import Show, is_last
from .words import Words, error_text, words_in

_KINDS = {"nps": "number", "matrix_rating": "number", "tags": "list", "multiple": "list", "consent": "flag"}


@dataclass(frozen=True, slots=True)
class OptionView:
    """One thing to tick. `show` is the condition as JSON, "" for none; `shown` whether it holds now."""

    value: str
    label: str
    checked: bool
    show: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    options: tuple[OptionView, ...]
    show: str
    shown: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of a matrix; `rated` is None while it is not."""

    name: str
    id: str
    label: str
    options: tuple[OptionView, ...]
    rated: int | None
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question; `name` is that of its field, `id` the beginning of its ids."""

    key: str
    type: str
    id: str
    name: str
    kind: str
    title: str
    hint: str
    required: bool
    show: str
    shown: bool
    errors: tuple[str, ...]
    options: tuple[OptionView, ...]
    groups: tuple[GroupView, ...]
    rows: tuple[RowView, ...]
    text: str
    consent: str
    consented: bool
    most: int | None
    max_length: int
    low: str
    high: str
    scale_high: int

    @property
    def first(self) -> str:
        """The id of what an error leads to: the first control, or the whole where that depends on other answers."""
        if self.rows:
            return self.rows[0].id
        return f"{self.id}-box" if self.groups else self.id


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer from another page, sent along hidden."""

    name: str
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class ErrorLink:
    href: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the survey, ready to be written out."""

    number: int
    count: int
    title: str
    intro: str
    questions: tuple[QuestionView, ...]
    carried: tuple[Carried, ...]
    carried_seen: tuple[str, ...]
    errors: tuple[ErrorLink, ...]
    notice: str
    is_first: bool
    is_last: bool
    progress: str


def page_view(definition: SurveyDefinition, show: Show, language: str, seen: frozenset[str]) -> PageView:
    """The view of the page to show; `seen` are the questions shown before."""
    words = words_in(language)
    page = definition.pages[show.page]
    examination = examine(definition, show.raw)
    visible = {question.key for question in examination.visible}
    writer = _Writer(language, show.raw, examination.data, show.errors)
    here = {question.key for question in page.questions}
    questions = tuple(writer.question(question, question.key in visible) for question in page.questions)
    return PageView(
        number=show.page + 1,
        count=len(definition.pages),
        title=page.title.in_language(language),
        intro=definition.intro.in_language(language) if show.page == 0 else "",
        questions=questions,
        carried=tuple(_carried(definition, show.raw, here)),
        carried_seen=tuple(sorted(key for key in seen if key in definition.by_key and key not in here)),
        errors=_links(questions, show.errors, words),
        notice=words[show.notice] if show.notice else "",
        is_first=show.page == 0,
        is_last=is_last(definition, show.raw, show.page),
        progress=words["progress"].format(page=show.page + 1, pages=len(definition.pages)),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    language: str
    raw: Mapping[str, object]
    data: Mapping[str, object]
    errors: tuple[AnswerError, ...]

    def question(self, question: Question, shown: bool) -> QuestionView:
        value = self.raw.get(question.key)
        typed = value.get("number") if question.type == "phone" and isinstance(value, Mapping) else value
        rows = tuple(self._row(question, row.key, row.label.in_language(self.language)) for row in question.rows)
        return QuestionView(
            key=question.key,
            type=question.type,
            id=f"q-{question.key}",
            name=f"q.{question.key}",
            kind=_KINDS.get(question.type, "text"),
            title=question.title.in_language(self.language),
            hint=question.hint.in_language(self.language),
            required=question.is_required(self.data),
            show=_rule(question.show_if),
            shown=shown,
            errors=self._errors(question.key, ""),
            options=self._scale(question, value) if question.type == "nps" else (),
            groups=tuple(self._group(group, value) for group in question.groups),
            rows=rows,
            text=typed if isinstance(typed, str) else "",
            consent=question.consent.text.in_language(self.language) if question.consent else "",
            consented=value is True or (isinstance(value, Mapping) and value.get("consent") is True),
            most=question.most_choices,
            max_length=question.max_length,
            low=question.low_label.in_language(self.language),
            high=question.high_label.in_language(self.language),
            scale_high=question.scale[1],
        )

    def _scale(self, question: Question, value: object) -> tuple[OptionView, ...]:
        low, high = question.scale
        chosen = value if isinstance(value, int) and not isinstance(value, bool) else None
        return tuple(OptionView(str(score), str(score), score == chosen) for score in range(low, high + 1))

    def _row(self, question: Question, row: str, label: str) -> RowView:
        ratings = self.raw.get(question.key)
        rated = ratings.get(row) if isinstance(ratings, Mapping) else None
        stars = words_in(self.language)["stars"]
        options = tuple(
            replace(option, label=stars.format(number=option.value)) for option in self._scale(question, rated)
        )
        number = rated if isinstance(rated, int) and any(option.checked for option in options) else None
        name = f"q.{question.key}.{row}"
        return RowView(name, f"q-{question.key}-{row}", label, options, number, self._errors(question.key, row))

    def _group(self, group: ChoiceGroup, value: object) -> GroupView:
        picked = value if isinstance(value, list) else [value]
        options = tuple(self._option(choice, choice.key in picked) for choice in group.choices)
        return GroupView(
            group.title.in_language(self.language), options, _rule(group.show_if), self._holds(group.show_if)
        )

    def _option(self, choice: Choice, checked: bool) -> OptionView:
        label = choice.label.in_language(self.language)
        return OptionView(choice.key, label, checked, _rule(choice.show_if), self._holds(choice.show_if))

    def _holds(self, rule: CompiledRule | None) -> bool:
        return rule is None or rule.holds(self.data)

    def _errors(self, question: str, row: str) -> tuple[str, ...]:
        mine = (error for error in self.errors if error.question == question and error.row == row)
        return tuple(error_text(self.language, error.code, error.params) for error in mine)


def _rule(rule: CompiledRule | None) -> str:
    return "" if rule is None else json.dumps(rule.source, ensure_ascii=False, separators=(",", ":"))


def _links(questions: tuple[QuestionView, ...], errors: tuple[AnswerError, ...], words: Words) -> tuple[ErrorLink, ...]:
    """The error summary: a link to each control at fault; what is on no control here is told once, without one."""
    links = [ErrorLink(question.first, question.title, text) for question in questions for text in question.errors]
    links += [
        ErrorLink(row.id, row.label, text) for question in questions for row in question.rows for text in row.errors
    ]
    return tuple(links) if links or not errors else (ErrorLink("", "", words["invalid"]),)


def _carried(definition: SurveyDefinition, raw: Mapping[str, object], here: set[str]) -> Iterator[Carried]:
    for key, value in raw.items():
        question = definition.by_key.get(key)
        if question is not None and key not in here:
            yield from _hidden_fields(f"q.{key}", value, _KINDS.get(question.type, "text"))


def _hidden_fields(name: str, value: object, kind: str) -> Iterator[Carried]:
    if isinstance(value, Mapping):
        for part, inner in value.items():
            yield from _hidden_fields(f"{name}.{part}", inner, "flag" if isinstance(inner, bool) else kind)
    elif isinstance(value, list):
        for item in value:
            yield Carried(name, str(item), kind)
    elif value is True:
        yield Carried(name, "yes", "flag")
    elif value is not None and value is not False:
        yield Carried(name, str(value), kind)
