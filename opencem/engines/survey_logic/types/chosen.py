"""What questions answered by choices share: parsing, free text beside a choice, carrying forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..jsonlogic import CompiledRule
from ..question import ORDERS, Choice, ChoiceGroup, Question
from ..source import Source
from ..wording import NO_TEXT
from .listed import MOST_CHOICES, groups_of

What = Literal["chosen", "not_chosen"]
LONGEST_OPEN_TEXT = 200
WHATS: tuple[What, ...] = ("chosen", "not_chosen")
FIELDS = frozenset({"choices", "groups", "order", "carry"})


@dataclass(frozen=True, slots=True)
class Carry:
    """Choices taken over from an earlier question: those picked there, or those left."""

    question: str
    what: What


@dataclass(frozen=True, kw_only=True)
class Chosen(Question):
    """A question answered by one or more of its choices."""

    fields = FIELDS
    choice_fields: ClassVar[tuple[str, ...]] = ("open", "exclusive")
    carry: Carry | None = None

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        carry, carried = carried_choices(source, given)
        groups = groups_of(source, given, *cls.choice_fields)
        _keys_once(source, groups, carried)
        return {
            "groups": (*carried, *groups),
            "order": source.one_of(given.get("order", "fixed"), "order", ORDERS),
            "carry": carry,
        }

    def offered_choice(self, choice: object, offered: frozenset[str]) -> str:
        """A choice that may be picked now; raises `AnswersRefused`."""
        if not isinstance(choice, str):
            raise self.refused("wrong_type")
        if choice not in offered:
            raise self.refused("choice_not_offered", known=choice in self.choice_keys)
        return choice

    def open_text(self, choice: str, text: object) -> str | None:
        """The free text beside a choice; None if it was left alone."""
        if text is None or text == "":
            return None
        if not self.choice_by_key[choice].open:
            raise self.refused("text_not_asked")
        return self.clean(text, LONGEST_OPEN_TEXT) or None

    def words(self, value: object, texts: Mapping[str, str], language: str) -> str:
        picked = value if isinstance(value, list) else [value]
        labels = (self._label(choice, texts, language) for choice in picked)
        return ("、" if language.startswith(("zh", "ja")) else ", ").join(filter(None, labels))

    def _label(self, key: object, texts: Mapping[str, str], language: str) -> str:
        choice = self.choice_by_key.get(str(key))
        return "" if choice is None else texts.get(choice.key) or choice.label.in_language(language)


def carried_choices(source: Source, given: Mapping[str, object]) -> tuple[Carry | None, tuple[ChoiceGroup, ...]]:
    """The earlier question's choices, each with the condition under which it is taken over.

    Carrying is put as ordinary conditions, so that the browser needs to know nothing of it.
    """
    if given.get("carry") is None:
        return None, ()
    with source.at("carry"):
        asked = source.mapping(given["carry"], ("from", "what"))
        what: What = "not_chosen" if source.one_of(asked.get("what"), "what", WHATS) == "not_chosen" else "chosen"
        earlier = source.earlier.get(str(asked.get("from")))
        if earlier is None or not isinstance(earlier, Chosen) or earlier.key in source.loop_keys:
            source.fault("carry_expected", "from: an earlier question with choices, outside a loop")
            return None, ()
        groups = [_carried(source, earlier.key, what, group) for group in earlier.groups]
        return Carry(earlier.key, what), tuple(groups)


def _carried(source: Source, question: str, what: What, group: ChoiceGroup) -> ChoiceGroup:
    choices = (_conditional(source, question, what, group.show_if, choice) for choice in group.choices)
    return ChoiceGroup(tuple(choices), NO_TEXT)


def _conditional(source: Source, question: str, what: What, shown: CompiledRule | None, choice: Choice) -> Choice:
    selected: object = {"selected": [question, choice.key]}
    if what == "chosen":
        rule = source.compiled(selected)
    else:
        conditions = [each.source for each in (shown, choice.show_if) if each is not None]
        rule = source.compiled({"and": [*conditions, {"!": [selected]}]})
    return Choice(choice.key, choice.label, rule, choice.image, False, choice.fixed, choice.exclusive)


def _keys_once(source: Source, own: tuple[ChoiceGroup, ...], carried: tuple[ChoiceGroup, ...]) -> None:
    taken = {choice.key for group in carried for choice in group.choices}
    for key in sorted(taken & {choice.key for group in own for choice in group.choices}):
        source.fault("key_taken", f"{key} is carried over already", key=key)


def limits(source: Source, given: Mapping[str, object]) -> dict[str, int | None]:
    """`min` and `max` of how many may be picked."""
    least = source.number(given, "min", 1, 1, MOST_CHOICES) if "min" in given else None
    most = source.number(given, "max", 1, 1, MOST_CHOICES) if "max" in given else None
    if least is not None and most is not None and least > most:
        source.fault("min_above_max", "min is above max")
    return {"least_choices": least, "most_choices": most}
