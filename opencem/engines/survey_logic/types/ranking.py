"""Choices put in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data
from ..reading import Answer, Reading
from ..source import Source
from .chosen import Chosen
from .listed import MOST_CHOICES


@dataclass(frozen=True, kw_only=True)
class Ranking(Chosen):
    """Answer: choice keys, best first; all that are offered, or up to `max`. Stored with the rank from 1 as number."""

    type = "ranking"
    analysis = "ranking"
    fields = frozenset({"choices", "groups", "order", "carry", "max"})
    choice_fields = ()

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        most = source.number(given, "max", 1, 1, MOST_CHOICES) if "max" in given else None
        return {**super().own_fields(source, given), "most_choices": most}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, (list, tuple)):
            raise self.refused("wrong_type")
        offered = self.offered_keys(data)
        limit = min(self.most_choices or len(offered), len(offered))
        if len(value) > len(self.choice_keys):
            raise self.refused("too_many_answers", limit=len(self.choice_keys))
        ranked = [self.offered_choice(choice, offered) for choice in value]
        self._check(ranked, limit)
        answers = (Answer(self.key, "", choice, float(rank)) for rank, choice in enumerate(ranked, 1))
        return Reading(ranked, tuple(answers))

    def _check(self, ranked: list[str], limit: int) -> None:
        if len(set(ranked)) < len(ranked):
            raise self.refused("ranked_twice")
        if len(ranked) > limit:
            raise self.refused("too_many_choices", limit=limit)
        if self.most_choices is None and len(ranked) < limit:
            raise self.refused("rank_all", limit=limit)
