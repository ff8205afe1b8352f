"""Choices and rows as they stand in a definition."""

from __future__ import annotations

from collections.abc import Mapping

from ..question import Choice, ChoiceGroup, Row
from ..source import Source
from ..wording import NO_TEXT

MOST_CHOICES = 200


def groups_of(source: Source, given: Mapping[str, object], *extra: str) -> tuple[ChoiceGroup, ...]:
    """`choices` and `groups` of a question; `extra` are a choice's further fields. Keys are unique in the question."""
    taken: set[str] = set()
    groups: tuple[ChoiceGroup, ...] = ()
    if "choices" in given:
        groups = (ChoiceGroup(_choices(source, given, taken, extra), NO_TEXT, None, "choices"),)
    if "groups" in given:
        groups += source.each(given, "groups", lambda each: _group(source, each, taken, extra), 1, MOST_CHOICES)
    if not taken and "carry" not in given:
        source.fault("choices_expected", "a question of this type needs choices")
    return groups


def _group(source: Source, value: object, taken: set[str], extra: tuple[str, ...]) -> ChoiceGroup:
    group = source.mapping(value, ("title", "show_if", "choices"))
    place = f"groups.{source.path[-1]}.choices"
    choices = _choices(source, group, taken, extra)
    return ChoiceGroup(choices, source.text(group, "title"), source.rule(group, "show_if"), place)


def _choices(
    source: Source, holder: Mapping[str, object], taken: set[str], extra: tuple[str, ...]
) -> tuple[Choice, ...]:
    return source.each(holder, "choices", lambda each: _choice(source, each, taken, extra), 1, MOST_CHOICES)


def _choice(source: Source, value: object, taken: set[str], extra: tuple[str, ...]) -> Choice:
    choice = source.mapping(value, ("key", "label", "show_if", "fixed", *extra))
    return Choice(
        key=source.new_key(choice, taken),
        label=source.text(choice, "label", needed=True),
        show_if=source.rule(choice, "show_if"),
        image=source.own_file(choice, "image"),
        open=source.flag(choice, "open"),
        fixed=source.flag(choice, "fixed"),
        exclusive=source.flag(choice, "exclusive"),
    )


def rows_of(source: Source, given: Mapping[str, object]) -> tuple[Row, ...]:
    """`rows` of a matrix, each key once."""
    taken: set[str] = set()
    return source.each(given, "rows", lambda each: _row(source, each, taken), 1, MOST_CHOICES)


def _row(source: Source, value: object, taken: set[str]) -> Row:
    row = source.mapping(value, ("key", "label"))
    return Row(source.new_key(row, taken), source.text(row, "label", needed=True))
