"""Definitions as JSON, complete or not: what can be read off them without knowing that they are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opencem.engines.survey_logic import DefinitionError, DefinitionFault, SurveyDefinition

Definition = Mapping[str, Any]
MOST_BYTES = 2 * 1024 * 1024
LONGEST_TITLE = 300
DEFAULT_LANGUAGE = "zh-Hans"


def faults_of(definition: Definition) -> tuple[DefinitionFault, ...]:
    """Everything that keeps a definition from being published; empty when nothing does."""
    try:
        SurveyDefinition.parse(dict(definition))
    except DefinitionError as error:
        return tuple(error.errors)
    return ()


def objects(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; nothing where it is no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def questions_with_place(definition: Definition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each question with its path, such as `pages.0.questions.2`."""
    for p, page in enumerate(_list(definition.get("pages"))):
        if isinstance(page, Mapping):
            for q, question in enumerate(_list(page.get("questions"))):
                if isinstance(question, Mapping):
                    yield f"pages.{p}.questions.{q}", question


def questions_of(definition: Definition) -> list[Mapping[str, Any]]:
    return [question for _, question in questions_with_place(definition)]


def languages_of(definition: Definition) -> list[str]:
    """The languages a definition names, each once; the house's own where it names none."""
    named = [tag for tag in _list(definition.get("languages")) if isinstance(tag, str) and 0 < len(tag) <= 35]
    return list(dict.fromkeys(named)) or [DEFAULT_LANGUAGE]


def text_of(value: object) -> dict[str, str]:
    """`{language: text}` without what is no text."""
    if not isinstance(value, Mapping):
        return {}
    return {str(tag): text for tag, text in value.items() if isinstance(text, str) and text}


def title_of(definition: Definition) -> dict[str, str]:
    return {tag: text[:LONGEST_TITLE] for tag, text in text_of(definition.get("title")).items()}


def blank(key: str, title: Mapping[str, str], languages: Sequence[str]) -> dict[str, Any]:
    """A survey with one page and no question: a draft to begin with."""
    return {
        "key": key,
        "title": dict(title),
        "languages": list(languages),
        "pages": [{"key": "page_1", "questions": []}],
    }


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
