"""A rating by stars, smileys, hearts or numbers, and the effort score that is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..source import Source
from .scored import Scored, scale_of

Look = Literal["stars", "smileys", "hearts", "numbers"]
LOOKS: tuple[Look, ...] = ("stars", "smileys", "hearts", "numbers")


@dataclass(frozen=True, kw_only=True)
class Rating(Scored):
    """Answer: a whole number from 1 to `points` (from 0 to 10 where there are eleven)."""

    type = "rating"
    fields = frozenset({"points", "look", "low_label", "high_label"})
    usual_points: ClassVar[int] = 5

    look: Look = "stars"

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {
            "scale": scale_of(source.number(given, "points", cls.usual_points, 2, 11)),
            "look": source.one_of(given.get("look", cls.look), "look", LOOKS),
            "low_label": source.text(given, "low_label"),
            "high_label": source.text(given, "high_label"),
        }


@dataclass(frozen=True, kw_only=True)
class Ces(Rating):
    """Customer effort (CES): seven points, agreement that it was easy is good."""

    type = "ces"
    fields = frozenset({"points", "low_label", "high_label"})
    usual_points = 7

    look: Look = "numbers"
