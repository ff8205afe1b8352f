"""What the editor is told of a definition: faults, warnings, and how it flows; in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opencem.kit.problems import text_of
from opencem.listen.surveys.definitions import Definition, faults_of
from opencem.listen.surveys.faults import words_of

_RULES = ("show_if", "if", "value", "required", "carry")


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads into the definition as it was sent."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Use:
    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Inspection:
    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    flow: Mapping[str, Any] | None


def inspect(definition: Definition, language: str) -> Inspection:
    faults = tuple(Finding(fault.path, fault.code, words_of(fault, language)) for fault in faults_of(definition))
    return Inspection(faults, (), None)


def uses(definition: Definition, question: str, choice: str, language: str) -> list[Use]:
    """Where a question (or one choice of it) is referred to: rules, piping, carried choices."""
    found = []
    for place, part in _rules_and_texts(definition, ""):
        if _refers(part, question, choice):
            kind = "piping" if isinstance(part, str) else "rule"
            found.append(Use(place, kind, text_of(f"survey_use_{kind}", language)))
    return found


def _rules_and_texts(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Each rule whole, each text by language, each reference to another question, with its path."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            below = f"{place}.{name}" if place else str(name)
            if name in _RULES:
                yield below, part
            else:
                yield from _rules_and_texts(part, below)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _rules_and_texts(item, f"{place}.{position}")
    elif isinstance(value, str) and "{{" in value:
        yield place, value


def _refers(part: Any, question: str, choice: str) -> bool:
    """A rule that reads the question; with `choice`, one that also names the choice."""
    if isinstance(part, str):
        return not choice and bool(re.search(rf"\{{\{{\s*q\.{re.escape(question)}\s*\}}\}}", part))
    words = set(_words(part))
    reads = any(word == question or word.startswith(f"{question}.") for word in words)
    return reads and (not choice or choice in words)


def _words(rule: Any) -> Iterator[str]:
    if isinstance(rule, str):
        yield rule
    elif isinstance(rule, Mapping):
        for part in rule.values():
            yield from _words(part)
    elif isinstance(rule, list):
        for item in rule:
            yield from _words(item)
