"""How large a definition may be, found out before any of it is read."""

from __future__ import annotations

MOST_VALUES = 200_000
MOST_CHARACTERS = 4_000_000
DEEPEST = 60


def oversize(value: object) -> tuple[str, str] | None:
    """A fault's code and message if some JSON is too large or too deep; stops looking as soon as it is."""
    size = _Size()
    level = [value]
    for _ in range(DEEPEST):
        level = [part for each in level for part in size.inside(each)]
        if size.values > MOST_VALUES or size.characters > MOST_CHARACTERS:
            return "too_large", f"more than {MOST_VALUES} values or {MOST_CHARACTERS} characters"
        if not level:
            return None
    return "too_deep", f"nested deeper than {DEEPEST} levels"


class _Size:
    def __init__(self) -> None:
        self.values = self.characters = 0

    def inside(self, value: object) -> list[object]:
        """The lists and objects directly inside, once everything else there is counted."""
        if isinstance(value, dict):
            self.characters += sum(len(name) for name in value if isinstance(name, str))
            return self._count(list(value.values()))
        return self._count(value) if isinstance(value, list) else []

    def _count(self, parts: list[object]) -> list[object]:
        self.values += len(parts)
        self.characters += sum(len(part) for part in parts if isinstance(part, str))
        return [part for part in parts if isinstance(part, (dict, list))]
