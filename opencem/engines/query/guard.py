"""The last look at a statement before it leaves: every read of a fact table carries the scope."""

from __future__ import annotations

import re

from opencem.engines.query.tables import FACTS

_NAMES = "|".join(FACTS)
_QUOTED = re.compile(rf'"(?:{_NAMES})"|`(?:{_NAMES})`')
_BARE_READ = re.compile(rf"\b(?:FROM|JOIN)\s+(?:{_NAMES})\b|,\s*(?:{_NAMES})\s+AS\b", re.IGNORECASE)


class ScopeMissing(RuntimeError):
    """A statement would read a fact table past the scope. A fault of the compiler, never of the caller."""


def check_scoped(sql: str, scope: str) -> None:
    """Raise `ScopeMissing` unless each fact table is read as ``FROM <table> AS f WHERE <scope>``, the scope alone or ANDed."""
    if _BARE_READ.search(sql):
        raise ScopeMissing(sql)
    for found in _QUOTED.finditer(sql):
        before, after = sql[: found.start()], sql[found.end() :]
        if not before.endswith("FROM ") or not _opens_with(after, f" AS f WHERE {scope}"):
            raise ScopeMissing(sql)


def _opens_with(text: str, clause: str) -> bool:
    """The clause stands first in its WHERE and nothing but AND follows it on its level, so no OR can weaken it."""
    if not text.startswith(clause):
        return False
    rest = _own_level(text[len(clause) :])
    return (not rest or rest.startswith(" AND ")) and " OR " not in rest


def _own_level(text: str) -> str:
    """The text up to the end of the subquery it stands in, what is in brackets left out."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
        if depth == 0 and letter != ")":
            kept.append(letter)
    return "".join(kept)
