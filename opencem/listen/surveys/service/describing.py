"""What a survey's row says of its definition, kept beside it so that lists read no definitions."""

from __future__ import annotations

from collections.abc import Mapping

from opencem.listen.surveys.definitions import Definition, languages_of, questions_of, title_of
from opencem.listen.surveys.models import Survey

DESCRIBED = ("title", "languages", "questions", "searchable")
"""The fields `describe` sets."""
_NOT_ASKED = ("block", "image", "hidden")


def describe(survey: Survey, definition: Definition) -> None:
    """Takes over title, languages and number of questions; a definition without a title leaves the old one."""
    survey.title = title_of(definition) or survey.title
    survey.languages = languages_of(definition)
    survey.questions = len([q for q in questions_of(definition) if q.get("type") not in _NOT_ASKED])
    survey.searchable = searchable(survey.key, survey.title, _tags(survey))


def searchable(key: str, title: Mapping[str, str], tags: list[str]) -> str:
    return "\n".join([key, *title.values(), *tags]).casefold()


def _tags(survey: Survey) -> list[str]:
    return list(survey.tags.values_list("name", flat=True)) if survey.pk else []
