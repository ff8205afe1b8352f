"""One question being asked, with what its control is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from opencem.engines.survey_logic import (
    AnswerError,
    Choice,
    ChoiceGroup,
    CompiledRule,
    Context,
    Piping,
    Question,
    Text,
    order_choices,
)

from .fields import field_name
from .pictures import PictureView, picture_view
from .words import Words, error_text

_TAKEN = frozenset({"box", "error", "ends", "label"})


def id_part(key: str) -> str:
    """The key of a choice or a row as a part of an id; what the page itself calls its parts stays apart."""
    return f"{key}-" if key in _TAKEN else key


@dataclass(frozen=True, slots=True)
class OptionView:
    """One thing to choose. `show` is the condition as JSON, "" for none; `shown` whether it holds now.

    `text_name` is the field of the free text beside it, "" for none.
    """

    value: str
    label: str
    checked: bool = False
    show: str = ""
    shown: bool = True
    image: PictureView | None = None
    exclusive: bool = False
    text_name: str = ""
    text: str = ""
    text_show: str = ""
    face: str = ""

    @property
    def tag(self) -> str:
        """What ends its id."""
        return id_part(self.value)


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    options: tuple[OptionView, ...]
    show: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """`name` is that of the answer (`key`, or `key@item`), `value` its raw answer; `data` is what rules see here."""

    question: Question
    name: str
    value: object
    data: Mapping[str, object]
    piping: Piping
    context: Context
    language: str
    words: Words
    errors: tuple[AnswerError, ...]

    @property
    def field(self) -> str:
        return field_name(self.name)

    @property
    def id(self) -> str:
        """The beginning of the ids; one screen asks a question only once."""
        return f"q-{self.question.key}"

    def fill(self, text: Text) -> str:
        return self.piping.fill(text)

    def errors_of(self, row: str = "") -> tuple[str, ...]:
        mine = (error for error in self.errors if error.question == self.name and error.row == row)
        return tuple(error_text(self.language, error.code, error.params) for error in mine)

    def part(self, name: str) -> object:
        """A part of an answer that is a mapping."""
        return self.value.get(name) if isinstance(self.value, Mapping) else None

    def groups(self) -> tuple[GroupView, ...]:
        """The choices, those picked ticked."""
        return tuple(self._group(group) for group in self.question.groups)

    def _group(self, group: ChoiceGroup) -> GroupView:
        choices = order_choices(self.question, group.choices, self.context.seed)
        options = tuple(self._option(choice) for choice in choices)
        return GroupView(self.fill(group.title), options, rule_text(group.show_if), self.holds(group.show_if))

    def _option(self, choice: Choice) -> OptionView:
        return OptionView(
            value=choice.key,
            label=self.fill(choice.label),
            checked=choice.key in self._picked(),
            show=rule_text(choice.show_if),
            shown=self.holds(choice.show_if),
            image=picture_view(choice.image),
            exclusive=choice.exclusive,
            text_name=f"{self.field}.text.{choice.key}" if choice.open else "",
            text=self._text_beside(choice.key) if choice.open else "",
            text_show=_selected(self.question, choice) if choice.open else "",
        )

    def _picked(self) -> list[object]:
        value = self.value
        if isinstance(value, Mapping):
            value = value["choice"] if "choice" in value else value.get("choices")
        return value if isinstance(value, list) else [value]

    def _text_beside(self, choice: str) -> str:
        text = self.part("text")
        if isinstance(text, Mapping):
            return str(text.get(choice, ""))
        return text if isinstance(text, str) and self.part("choice") == choice else ""

    def holds(self, rule: CompiledRule | None) -> bool:
        return rule is None or rule.holds(self.data)


def _selected(question: Question, choice: Choice) -> str:
    return json.dumps({"selected": [question.key, choice.key]}, separators=(",", ":"))


def rule_text(rule: CompiledRule | None) -> str:
    """A rule as the page's script reads it."""
    return "" if rule is None else json.dumps(rule.source, ensure_ascii=False, separators=(",", ":"))
