"""What the editor is told of a definition, in the reader's language: faults, warnings, its flow, uses of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opencem.engines import survey_logic
from opencem.kit.problems import text_of
from opencem.listen.surveys.definitions import Definition
from opencem.listen.surveys.extending import broken_locks
from opencem.listen.surveys.faults import words_of


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
    """Faults forbid publishing, warnings do not. `flow` is the engine's graph, None where too much is wrong."""

    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    flow: Mapping[str, Any] | None


def inspect(definition: Definition, language: str, base: Definition | None = None) -> Inspection:
    """`base` is what is locked, for a survey that extends another."""
    found = survey_logic.inspect(dict(definition))
    faults = [*found.faults, *(broken_locks(definition, base) if base is not None else ())]
    return Inspection(
        faults=tuple(Finding(fault.path, fault.code, words_of(fault, language)) for fault in faults),
        warnings=tuple(Finding(odd.path, odd.code, words_of(odd, language)) for odd in found.warnings),
        flow=found.flow.as_json() if found.flow else None,
    )


def uses(definition: Definition, question: str, choice: str, language: str) -> list[Use]:
    """Where a question, or one choice of it, is referred to: what breaks when it goes."""
    read, _ = survey_logic.read_definition(dict(definition))
    if read is None:
        return []
    found = survey_logic.uses(read, question, choice)
    return [Use(use.path, use.kind, text_of(f"survey_use_{use.kind}", language)) for use in found]
