"""What differs between two definitions of one survey: questions added, removed, changed, moved, and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from opencem.listen.surveys.definitions import Definition, objects, title_of
from opencem.listen.surveys.texts import FIELDS, entries

Part = Mapping[str, Any]
_PARTS = ("pages", "questions")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is no text; None where it was not there."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class WordChange:
    """One text in one language; empty where it was not there. `field` is its address within the part."""

    field: str
    language: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    kind: Literal["added", "removed", "changed", "moved"]
    what: Literal["survey", "page", "question"]
    key: str
    title: Mapping[str, str]
    fields: tuple[FieldChange, ...] = ()
    words: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    part: Part
    page: str


def compare(old: Definition, new: Definition) -> list[Change]:
    """The changes from `old` to `new`: the survey itself, then pages, then questions in their new order."""
    changes = list(_changed("survey", str(new.get("key", "")), old, new))
    changes += _parts("page", _pages(old), _pages(new))
    changes += _parts("question", _questions(old), _questions(new))
    return changes


def _pages(definition: Definition) -> dict[str, _Placed]:
    return {str(page.get("key")): _Placed(page, "") for page in objects(definition.get("pages"))}


def _questions(definition: Definition) -> dict[str, _Placed]:
    return {
        str(question.get("key")): _Placed(question, str(page.get("key")))
        for page in objects(definition.get("pages"))
        for question in objects(page.get("questions"))
    }


def _parts(
    what: Literal["page", "question"], old: Mapping[str, _Placed], new: Mapping[str, _Placed]
) -> Iterator[Change]:
    for key, placed in new.items():
        before = old.get(key)
        if before is None:
            yield Change("added", what, key, title_of(placed.part))
            continue
        if before.page != placed.page:
            yield Change("moved", what, key, title_of(placed.part), (FieldChange("page", before.page, placed.page),))
        yield from _changed(what, key, before.part, placed.part)
    for key, placed in old.items():
        if key not in new:
            yield Change("removed", what, key, title_of(placed.part))


def _changed(what: Literal["survey", "page", "question"], key: str, old: Part, new: Part) -> Iterator[Change]:
    fields, words = tuple(_fields(old, new)), tuple(_words(old, new))
    if fields or words:
        yield Change("changed", what, key, title_of(new), fields, words)


def _fields(old: Part, new: Part) -> Iterator[FieldChange]:
    """Fields that differ when texts are left out; of what stands apart, only the order of the keys in both."""
    for name in dict.fromkeys((*old, *new)):
        before, after = (_plain(name, part.get(name)) for part in (old, new))
        if name in _PARTS:
            before, after = _in_both(before, after), _in_both(after, before)
        if name not in FIELDS and before != after:
            yield FieldChange(name, before, after)


def _plain(name: str, value: Any) -> Any:
    if name in _PARTS:
        return [str(part.get("key")) for part in objects(value)]
    return _without_texts(value)


def _in_both(these: list[str], others: list[str]) -> list[str]:
    return [key for key in these if key in others]


def _without_texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {name: part for name, part in value.items() if not (name in FIELDS and isinstance(part, Mapping))}
        return {name: _without_texts(part) for name, part in kept.items()}
    return [_without_texts(item) for item in value] if isinstance(value, list) else value


def _words(old: Part, new: Part) -> Iterator[WordChange]:
    before, after = _texts(old), _texts(new)
    for place in dict.fromkeys((*before, *after)):
        was, now = before.get(place, ""), after.get(place, "")
        if was != now:
            yield WordChange(place[0], place[1], was, now)


def _texts(part: Part) -> dict[tuple[str, str], str]:
    """The texts of a part itself, not of the parts within it, by address and language."""
    own = {name: value for name, value in part.items() if name not in _PARTS}
    return {(entry.address, language): text for entry in entries(own) for language, text in entry.texts.items()}
