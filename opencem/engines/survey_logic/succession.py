"""What a new version of a survey changes, and what that does to figures that run across versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .definition import SurveyDefinition
from .question import Question
from .source import DefinitionFault


@dataclass(frozen=True, slots=True)
class Comparison:
    """Keys of questions, in the order of the new survey (of the old one for what is removed).

    `choices_removed` are (question, choice or row); their answers stay but nobody can give them any more. `breaks`
    forbid publishing, with paths in the new definition.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    choices_removed: tuple[tuple[str, str], ...]
    breaks: tuple[DefinitionFault, ...]


def compare(old: SurveyDefinition, new: SurveyDefinition) -> Comparison:
    """The differences that matter to answers; words are not looked at."""
    return Comparison(
        added=tuple(key for key in new.by_key if key not in old.by_key),
        removed=tuple(key for key in old.by_key if key not in new.by_key),
        moved=tuple(_moved(old, new)),
        choices_removed=tuple(_choices_removed(old, new)),
        breaks=tuple(_breaks(old, new)),
    )


def scale(question: Question) -> tuple[object, ...]:
    """What must stay for answers to be counted together: the type, and the type's own scale."""
    return (question.type, *(getattr(question, name) for name in question.scale_fields))


def _moved(old: SurveyDefinition, new: SurveyDefinition) -> Iterator[str]:
    """Questions on another page, by its key."""
    for key, position in new.page_of.items():
        if key in old.page_of and old.pages[old.page_of[key]].key != new.pages[position].key:
            yield key


def _choices_removed(old: SurveyDefinition, new: SurveyDefinition) -> Iterator[tuple[str, str]]:
    for key, question in old.by_key.items():
        successor = new.by_key.get(key)
        if successor is not None:
            kept = successor.choice_keys | successor.row_keys
            keys = [part.key for part in question.choices] + [part.key for part in question.rows]
            yield from ((key, part) for part in keys if part not in kept)


def _breaks(old: SurveyDefinition, new: SurveyDefinition) -> Iterator[DefinitionFault]:
    for position, page in enumerate(new.pages):
        for place, question in enumerate(page.questions):
            before = old.by_key.get(question.key)
            if question.key and before is not None and scale(before) != scale(question):
                words = f"{question.key} was published with another type or scale; give its successor a key of its own"
                path = f"pages.{position}.questions.{place}"
                yield DefinitionFault(path, "scale_changed", words, {"question": question.key})
