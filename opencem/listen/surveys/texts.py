"""Every text of a definition by its address, so that a translator's file finds its way back after questions moved."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencem.listen.surveys.definitions import Definition, languages_of, text_of

FIELDS = ("title", "intro", "thanks", "hint", "label", "low_label", "high_label", "text", "unit")
_LIST_OF_TEXTS = "levels"  # of a cascade
LONGEST = 4000
"""Characters of one text, as the logic engine takes them."""


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One text in its languages. `address` names list items by their keys: `pages.score.questions.nps.title`.

    `where` is the title of the question, or of the survey, that it belongs to, in the survey's first language.
    """

    address: str
    where: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Missing:
    address: str
    language: str


def entries(definition: Definition) -> list[TextEntry]:
    """All texts, in the order of the survey."""
    first = languages_of(definition)[0]
    found = []
    for address, holder, field in _places(definition, ""):
        parent = _nearest_title(definition, address)
        found.append(TextEntry(address, _first_of(parent, first), text_of(holder[field])))
    return found


def missing(definition: Definition, languages: Sequence[str]) -> list[Missing]:
    """Texts that are there in some language but not in one of `languages`."""
    return [
        Missing(entry.address, language)
        for entry in entries(definition)
        for language in languages
        if entry.texts and language not in entry.texts
    ]


def with_texts(definition: Definition, changes: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A copy with texts set by address and language; an empty text removes that language. Unknown addresses are let be."""
    changed: dict[str, Any] = copy.deepcopy(dict(definition))
    for address, holder, field in list(_places(changed, "")):
        if address in changes:
            merged = {**text_of(holder[field]), **changes[address]}
            holder[field] = {language: text for language, text in merged.items() if text}
    return changed


def _places(value: Any, address: str) -> Iterator[tuple[str, Any, Any]]:
    """(address, the object or list that holds the text, its field or position), depth first."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            below = f"{address}.{name}" if address else str(name)
            if name in FIELDS and isinstance(part, Mapping):
                yield below, value, name
            elif isinstance(part, (Mapping, list)) and not _is_rule(name):
                yield from _places(part, below)
    elif isinstance(value, list) and address.endswith(f".{_LIST_OF_TEXTS}"):
        yield from ((f"{address}.{at}", value, at) for at, item in enumerate(value) if isinstance(item, Mapping))
    elif isinstance(value, list):
        for name, item in zip(_names(value), value, strict=True):
            yield from _places(item, f"{address}.{name}")


def _is_rule(name: str) -> bool:
    return name in ("show_if", "if", "value", "required")


def _names(items: Sequence[Any]) -> list[str]:
    """The keys of a list's items, or their positions where they have none or share one."""
    keys = [item.get("key") if isinstance(item, Mapping) else None for item in items]
    return [
        key if isinstance(key, str) and key and "." not in key and keys.index(key) == at else str(at)
        for at, key in enumerate(keys)
    ]


def _nearest_title(definition: Definition, address: str) -> Mapping[str, str]:
    """The title of the innermost part on the way to an address that has one."""
    part: Any = definition
    title = text_of(definition.get("title"))
    for step in address.split(".")[:-1]:
        part = part[_names(part).index(step)] if isinstance(part, list) else part[step]
        if isinstance(part, Mapping):
            title = text_of(part.get("title")) or title
    return title


def _first_of(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
