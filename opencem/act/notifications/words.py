"""What a notification says. The room that sends a kind registers its words, in every language it has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opencem.kit.chinese import TRADITIONAL, traditional

FALLBACK = "zh-hans"


@dataclass(frozen=True, slots=True)
class Words:
    """Templates with `{name}` places for the notification's parameters: one line for the list, a body for the mail."""

    title: str
    body: str


_words: dict[str, Mapping[str, Words]] = {}


def register_words(kinds: Mapping[str, Mapping[str, Words]]) -> None:
    _words.update(kinds)


def title_of(kind: str, parameters: Mapping[str, Any], language: str) -> str:
    """The line in the list and the subject of the mail."""
    return _fill(_words_of(kind, language).title, parameters)


def body_of(kind: str, parameters: Mapping[str, Any], language: str) -> str:
    return _fill(_words_of(kind, language).body, parameters)


def _words_of(kind: str, language: str) -> Words:
    by_language = _words[kind]
    if found := by_language.get(language.lower()):
        return found
    simplified = by_language[FALLBACK]
    if language.lower() != TRADITIONAL:
        return simplified
    return Words(traditional(simplified.title), traditional(simplified.body))


def _fill(template: str, parameters: Mapping[str, Any]) -> str:
    return template.format_map({name: str(value) for name, value in parameters.items()})
