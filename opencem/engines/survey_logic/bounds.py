"""How large a definition may be, found out before any of it is read."""

from __future__ import annotations

from collections.abc import Mapping

MOST_VALUES = 200_000
MOST_CHARACTERS = 4_000_000
DEEPEST = 60


def oversize(value: object) -> tuple[str, str] | None:
    """A fault's code and message if some JSON is too large or too deep; stops looking as soon as it is."""
    values = characters = 0
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        inside = _inside(each)
        values += len(inside) + 1
        characters += len(each) if isinstance(each, str) else 0
        if depth > DEEPEST:
            return "too_deep", f"nested deeper than {DEEPEST} levels"
        if values > MOST_VALUES or characters > MOST_CHARACTERS:
            return "too_large", f"more than {MOST_VALUES} values or {MOST_CHARACTERS} characters"
        waiting.extend((part, depth + 1) for part in inside)
    return None


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []
