"""A total shared out among choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source
from .listed import groups_of


@dataclass(frozen=True, kw_only=True)
class ConstantSum(Question):
    """Answer: `{choice: number from 0}`, adding up to `total`. What is left out counts 0 and is not stored."""

    type = "constant_sum"
    analysis = "shares"
    scale_fields = ("total",)
    fields = frozenset({"choices", "total"})

    total: int = 100

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"groups": groups_of(source, given), "total": source.number(given, "total", cls.total, 1, 1_000_000)}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, Mapping):
            raise self.refused("wrong_type")
        if len(value) > len(self.choice_keys):
            raise self.refused("too_many_answers", limit=len(self.choice_keys))
        offered = self.offered_keys(data)
        shares = {key: self._share(key, share, offered) for key, share in value.items() if share not in (None, "")}
        if not shares:
            return NOT_ANSWERED
        if sum(Fraction(repr(share)) for share in shares.values()) != self.total:
            raise self.refused("wrong_total", total=self.total)
        ordered = {choice.key: shares[choice.key] for choice in self.choices if choice.key in shares}
        answers = (Answer(self.key, "", key, float(share)) for key, share in ordered.items())
        return Reading(ordered, tuple(answers))

    def _share(self, key: object, share: object, offered: frozenset[str]) -> float:
        if key not in offered:
            raise self.refused("choice_not_offered", known=key in self.choice_keys)
        if isinstance(share, bool) or not isinstance(share, (int, float)) or share != share:
            raise self.refused("number_needed")
        if not 0 <= share <= self.total:
            raise self.refused("number_out_of_range", low=0, high=self.total)
        return share
