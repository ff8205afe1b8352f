"""A number or code a person copies from somewhere: an order, a membership card, an identity card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source
from .moment import iso_day

NAMED = {
    "order_number": r"[A-Za-z0-9_-]{4,64}",
    "member_id": r"[A-Za-z0-9_-]{3,40}",
    "cn_id_card": r"[0-9]{17}[0-9Xx]",
}
LONGEST = 100
_CHARACTERS = re.compile(r"(?:a-z|A-Z|0-9|[A-Za-z0-9])+[-_./#]{0,5}|[-_./#]{1,5}")
_ID_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CARD_CHECK = "10X98765432"


@dataclass(frozen=True, kw_only=True)
class Identifier(Question):
    """Answer: a string that matches `pattern` as a whole; one character class and a length, so matching is linear.

    `format` is the name of a known kind, or "" where the survey gives its own characters.
    """

    type = "identifier"
    analysis = "contact"
    fields = frozenset({"format"})

    format: str = ""
    pattern: str = NAMED["order_number"]

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        wanted = given.get("format", "order_number")
        if isinstance(wanted, str):
            name = source.one_of(wanted, "format", NAMED)
            return {"format": name, "pattern": NAMED[name]}
        with source.at("format"):
            return {"pattern": _own_pattern(source, source.mapping(wanted, ("chars", "min", "max")))}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        typed = self.clean(value, LONGEST)
        if not typed:
            return NOT_ANSWERED
        if not re.fullmatch(self.pattern, typed):
            raise self.refused("bad_identifier")
        if self.format == "cn_id_card":
            typed = typed.upper()
            if not is_id_card(typed):
                raise self.refused("bad_identifier")
        return Reading(typed, (Answer(self.key, text=typed),))

    def words(self, value: object, texts: object, language: str) -> str:
        return "" if self.format == "cn_id_card" else str(value)


def is_id_card(number: str) -> bool:
    """Whether 18 characters are a Chinese identity card's: birth date and check character (GB 11643-1999)."""
    if iso_day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}") is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_CARD_WEIGHTS, strict=False))
    return _ID_CARD_CHECK[total % 11] == number[17]


def _own_pattern(source: Source, wanted: Mapping[str, object]) -> str:
    characters = wanted.get("chars")
    if not isinstance(characters, str) or len(characters) > 40 or not _CHARACTERS.fullmatch(characters):
        source.fault("characters_expected", "characters such as A-Z0-9 followed by any of -_./#")
        characters = "A-Za-z0-9"
    least = source.number(wanted, "min", 1, 1, LONGEST)
    most = source.number(wanted, "max", LONGEST, 1, LONGEST)
    if least > most:
        source.fault("min_above_max", "min is above max")
    ranges = re.sub(r"(?:(a-z|A-Z|0-9)|([-./#]))", lambda found: found[1] or "\\" + found[2], characters)
    return f"[{ranges}]{{{least},{most}}}"
