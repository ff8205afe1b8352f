"""A phone number to call back on, kept with consent only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading, is_blank
from ..source import Source
from .agreement import consent_field, consented
from .phone_number import to_e164


@dataclass(frozen=True, kw_only=True)
class Phone(Question):
    """Answer: `{"number": str, "consent": bool}`. The number is kept only with consent, with the words agreed to."""

    type = "phone"
    analysis = "contact"
    fields = frozenset({"consent"})
    uses_rows = True

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"consent": consent_field(source, given)}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, Mapping) or not value.keys() <= {"number", "consent"}:
            raise self.refused("wrong_type")
        typed = value.get("number")
        if is_blank(typed):
            return NOT_ANSWERED
        number = to_e164(self.clean(typed, 40))
        if number is None:
            raise self.refused("bad_phone")
        if value.get("consent") is not True:
            raise self.refused("consent_needed")
        return Reading({"number": number, "consent": True}, (Answer(self.key, text=number), consented(self)))
