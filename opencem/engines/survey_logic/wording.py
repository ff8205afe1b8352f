"""Texts by language, and answers piped into them.

A placeholder is `{{name}}` or `{{name|words if it is empty}}`. What it becomes is plain text, to be escaped like any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

FACTS = frozenset({"customer.name", "unit.name", "order.number"})
"""Placeholders any text may use; their words come from the caller."""

ITEM_NAME = "item.name"
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z][a-z0-9_.]{0,80})\s*(?:\|([^{}]{0,80}))?\}\}")
_LOOKS_LIKE_ONE = re.compile(r"\{\{([^{}]{0,200})\}\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the survey's languages."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """The text in `language`, else in the first language it was written in; "" if it was left out."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


NO_TEXT = Text({})


def placeholders(words: str) -> Iterator[str]:
    """What stands between double braces, white space and default left out; also what is no valid name."""
    for found in _LOOKS_LIKE_ONE.finditer(words):
        valid = _PLACEHOLDER.fullmatch(found[0])
        yield valid[1] if valid else found[1].strip()[:40]


def fill(words: str, value_of: Callable[[str], str]) -> str:
    """The words with every placeholder replaced once; a value is never looked into for placeholders again."""
    if "{{" not in words:
        return words
    return _PLACEHOLDER.sub(lambda found: value_of(found[1]) or (found[2] or "").strip(), words)
