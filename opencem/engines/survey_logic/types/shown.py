"""What is only shown: a text, a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import Reading
from ..source import Source


@dataclass(frozen=True, kw_only=True)
class Block(Question):
    """A text between questions: its title and hint. Takes no answer."""

    type = "block"
    analysis = "none"
    takes_answers = False

    def read(self, value: object, data: Data, context: Context) -> Reading:
        raise self.refused("takes_no_answer")


@dataclass(frozen=True, kw_only=True)
class Image(Block):
    """A picture of this site; its title is what a screen reader says."""

    type = "image"
    fields = frozenset({"src"})

    src: str = ""

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {"src": source.own_file(given, "src", needed=True)}
