"""What every import needs: keys that fit, conditions put in when all questions are known, a list of what was left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencem.listen.surveys.interchange.conditions import Names, NotUnderstood, read_condition

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something of the file that has no place in a survey here. `where` is its name or row in the file."""

    where: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition (perhaps with faults, as a draft may have) and what could not be taken over."""

    definition: dict[str, Any]
    not_taken: tuple[NotTaken, ...]


@dataclass(slots=True)
class Drafting:
    """An import under way. `keys` and `choices` translate the file's names; `conditions` wait until all are known."""

    keys: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    conditions: list[tuple[dict[str, Any], str, str]] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)

    def leave(self, where: str, code: str, **params: object) -> None:
        self.not_taken.append(NotTaken(where, code, params))

    def question_key(self, name: str) -> str:
        """The key of a question the file calls `name`; the first of a name is the one conditions mean."""
        key = free_key(name, self.taken, "question")
        self.taken.add(key)
        self.keys.setdefault(name, key)
        return key

    def choice_keys(self, question: str, values: list[str]) -> list[str]:
        """Keys for a question's choices, remembered for conditions."""
        taken: set[str] = set()
        keys = []
        for value in values:
            keys.append(free_key(value, taken, "choice"))
            taken.add(keys[-1])
        self.choices[question] = dict(zip(values, keys, strict=True))
        return keys

    def condition(self, holder: dict[str, Any], field_name: str, text: str) -> None:
        """Puts the rule of `text` into `holder` once `settle` is called."""
        if text:
            self.conditions.append((holder, field_name, text))

    def settle(self) -> None:
        """All questions are known: conditions become rules, or are left out and told."""
        names = Names(self.keys.get, lambda question, value: self.choices.get(question, {}).get(value))
        for holder, name, text in self.conditions:
            try:
                holder[name] = read_condition(text, names)
            except NotUnderstood:
                self.leave(str(holder.get("key", "")), "import_condition", text=text[:120])


def free_key(name: str, taken: set[str], otherwise: str) -> str:
    """A key made of `name`, with a number where it is taken already."""
    stem = _OTHER.sub("_", name.casefold()).strip("_")[: _LONGEST_KEY - 4].rstrip("_")
    if not stem or not ("a" <= stem[0] <= "z"):
        stem = f"{otherwise}_{stem}".rstrip("_")[: _LONGEST_KEY - 4]
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def in_languages(languages: Sequence[str], chinese: str, english: str) -> dict[str, str]:
    """Words of ours that an import needs, such as "Other"; alike in Simplified and Traditional."""
    return {tag: chinese if tag.startswith("zh") else english for tag in languages}
