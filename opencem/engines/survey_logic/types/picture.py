"""Choices shown as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data
from ..reading import Reading
from ..source import Source
from .multiple import Multiple
from .single import read_one


@dataclass(frozen=True, kw_only=True)
class Picture(Multiple):
    """As `single`, or as `multiple` where `multiple` is true; each choice may have an image."""

    type = "picture"
    fields = Multiple.fields | {"multiple"}
    choice_fields = ("open", "exclusive", "image")

    multiple: bool = False

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {**super().own_fields(source, given), "multiple": source.flag(given, "multiple")}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        return super().read(value, data, context) if self.multiple else read_one(self, value, data)
