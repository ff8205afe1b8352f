"""The templates that come with the product, in Chinese and English: one JSON file each in `templates/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from opencem.kit.problems import not_found
from opencem.listen.surveys.definitions import questions_of

FOLDER = Path(__file__).parent / "templates"
_SECONDS_A_QUESTION = 9


@dataclass(frozen=True, slots=True)
class Template:
    """A survey to begin with. `scene` is what it is for, `industry` who it was written for (retail: everybody)."""

    key: str
    scene: str
    industry: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    definition: Mapping[str, Any]

    @property
    def questions(self) -> int:
        return len(questions_of(self.definition))

    @property
    def minutes(self) -> int:
        """About how long it takes a respondent."""
        return max(1, round(self.questions * _SECONDS_A_QUESTION / 60))


@cache
def templates() -> tuple[Template, ...]:
    """All of them, by key; read once per process."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.json")))


def template(key: str) -> Template:
    """Raises Problem `not_found`."""
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise not_found()
    return found


def search(*, words: str, scene: str) -> list[Template]:
    """Those of a scene (any, if empty) whose titles, descriptions or key contain every word."""
    wanted = words.casefold().split()
    return [one for one in templates() if scene in ("", one.scene) and all(word in _words(one) for word in wanted)]


def _words(one: Template) -> str:
    return "\n".join([one.key, one.industry, *one.title.values(), *one.description.values()]).casefold()


def _read(path: Path) -> Template:
    source = json.loads(path.read_text(encoding="utf-8"))
    definition = source["definition"]
    return Template(
        key=path.stem,
        scene=source["scene"],
        industry=source["industry"],
        title=definition["title"],
        description=source["description"],
        definition=definition,
    )
