"""An agreement to tick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Reading
from ..source import Source
from .agreement import consent_field, consented


@dataclass(frozen=True, kw_only=True)
class Agreement(Question):
    """Answer: a boolean; false is no answer."""

    type = "consent"
    analysis = "consent"
    fields = frozenset({"consent"})
    uses_rows = True

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"consent": consent_field(source, given)}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, bool):
            raise self.refused("wrong_type")
        return Reading(True, (consented(self),)) if value else NOT_ANSWERED
