"""What the answer page's form sends beside the answers (`fields`): names that begin with `_`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from .fields import PREFIX, Fields

Direction = Literal["next", "back", "stay"]


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the survey: a page by its position, of a repeated page one item, or one question alone."""

    page: int = 0
    item: str = ""
    question: str = ""

    def __str__(self) -> str:
        """As the form carries it."""
        item = f"@{quote(self.item, safe='')}" if self.item else ""
        return f"{self.page}{item}" + (f"/{self.question}" if self.question else "")

    @classmethod
    def read(cls, text: str) -> Place:
        """Anything odd is the beginning, which skips nothing: every answer is checked again."""
        where, _, question = text[:300].partition("/")
        page, _, item = where.partition("@")
        known = page.isascii() and page.isdigit() and len(page) <= 3
        return cls(int(page), unquote(item), question) if known else cls()


@dataclass(frozen=True, slots=True)
class PostedForm:
    """One page sent. `seen` are the names of the answers the respondent has been asked for."""

    key: str
    place: Place
    direction: Direction
    language: str
    seen: frozenset[str]
    fields: Fields


def read_form(fields: Mapping[str, Sequence[str]]) -> PostedForm:
    """Read the page's own fields; anything odd in them counts as left out."""
    return PostedForm(
        key=_first(fields, "_key"),
        place=Place.read(_first(fields, "_page")),
        direction=_direction(fields),
        language=_first(fields, "_to_language") or _first(fields, "_language"),
        seen=frozenset(fields.get("_seen", ())),
        fields={name: values for name, values in fields.items() if name.startswith(PREFIX)},
    )


def _direction(fields: Fields) -> Direction:
    if "_to_language" in fields or "_stay" in fields:
        return "stay"
    return "back" if "_back" in fields else "next"


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return values[0] if values else ""
