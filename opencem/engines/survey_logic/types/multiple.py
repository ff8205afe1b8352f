"""Several choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..context import Context
from ..question import Data
from ..reading import Answer, Reading
from ..source import Source
from .chosen import FIELDS, Chosen, limits


@dataclass(frozen=True, kw_only=True)
class Multiple(Chosen):
    """Answer: a list of choice keys, or `{"choices": [...], "text": {key: free text}}`. Rules see the list."""

    type = "multiple"
    analysis = "choices"
    fields = FIELDS | {"min", "max"}

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {**super().own_fields(source, given), **limits(source, given)}

    @cached_property
    def exclusive_keys(self) -> frozenset[str]:
        """Choices beside which no other may be picked, such as "none of these"."""
        return frozenset(choice.key for choice in self.choices if choice.exclusive)

    def read(self, value: object, data: Data, context: Context) -> Reading:
        texts: Mapping[str, object] = {}
        if isinstance(value, Mapping):
            value, texts = self._with_texts(value)
        picked = self._picked(value, data)
        if not picked:
            return Reading()
        if not texts:
            return Reading(picked, tuple([Answer(self.key, "", choice) for choice in picked]))
        if not texts.keys() <= set(picked):
            raise self.refused("text_not_asked")
        answers = (Answer(self.key, "", choice, None, self.open_text(choice, texts.get(choice))) for choice in picked)
        return Reading(picked, tuple(answers))

    def _with_texts(self, value: Mapping[str, object]) -> tuple[object, Mapping[str, object]]:
        texts = value.get("text") or {}
        if not value.keys() <= {"choices", "text"} or not isinstance(texts, Mapping):
            raise self.refused("wrong_type")
        return value.get("choices") or [], texts

    def _picked(self, value: object, data: Data) -> list[str]:
        if not isinstance(value, (list, tuple)):
            raise self.refused("wrong_type")
        if len(value) > len(self.choice_keys):
            raise self.refused("too_many_answers", limit=len(self.choice_keys))
        offered = self.offered_keys(data)
        picked = list(dict.fromkeys([self.offered_choice(choice, offered) for choice in value]))
        if self.most_choices and len(picked) > self.most_choices:
            raise self.refused("too_many_choices", limit=self.most_choices)
        if self.least_choices and 0 < len(picked) < self.least_choices:
            raise self.refused("too_few_choices", limit=self.least_choices)
        if len(picked) > 1 and not self.exclusive_keys.isdisjoint(picked):
            raise self.refused("exclusive_choice")
        return picked
