"""A value that came with the link and is never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source

LONGEST = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


@dataclass(frozen=True, kw_only=True)
class Hidden(Question):
    """Answer: the text of the link's parameter `param`. Anyone may write into a link: it proves nothing, unless the survey
    demands a signature (the answer page then leaves out what is not signed)."""

    type = "hidden"
    analysis = "parameter"
    fields = frozenset({"param"})

    param: str = ""

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        param = given.get("param")
        if not isinstance(param, str) or not _NAME.fullmatch(param):
            with source.at("param"):
                source.fault("param_expected", "the name of a parameter: letters, digits and _")
        return {"param": str(param), "max_length": LONGEST}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        text = self.clean(value, LONGEST)
        return Reading(text, (Answer(self.key, text=text),)) if text else NOT_ANSWERED

    def words(self, value: object, texts: object, language: str) -> str:
        return str(value)
