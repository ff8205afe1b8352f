"""The closed vocabulary of conditions: which fields there are, of which kind, and which operators each kind takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "word", "flag", "words", "mentions"]
Operator = Literal["<", "<=", ">", ">=", "==", "!=", "between", "in", "not_in", "includes", "is", "present"]

OPERATORS: Mapping[Kind, frozenset[Operator]] = {
    "number": frozenset({"<", "<=", ">", ">=", "==", "!=", "between", "present"}),
    "word": frozenset({"==", "!=", "in", "not_in", "present"}),
    "flag": frozenset({"is"}),
    "words": frozenset({"includes"}),
    "mentions": frozenset({"includes"}),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a condition may ask about. `low`/`high` bound the numbers that make sense; `words` the words.

    A `free` field takes any short text (a level, a product) where others take keys.
    """

    kind: Kind
    low: float = 0.0
    high: float = 0.0
    words: frozenset[str] = frozenset()
    free: bool = False


POLARITIES = frozenset({"positive", "neutral", "negative"})

FIELDS: Mapping[str, Field] = {
    "score.recommend": Field("number", 0, 10),
    "score.csat": Field("number", 1, 10),
    "score.ces": Field("number", 1, 7),
    "rating": Field("number", 0, 10),
    "sentiment": Field("number", -1, 1),
    "suspicion": Field("number", 0, 1),
    "sentiment_label": Field("word", words=POLARITIES | {"mixed"}),
    "channel": Field("word"),
    "source": Field("word"),
    "unit_kind": Field("word"),
    "touchpoint": Field("word"),
    "language": Field("word"),
    "has_text": Field("flag"),
    "has_contact": Field("flag"),
    "flags": Field("words"),
    "mention": Field("mentions"),
}
"""Fields without listed words take any key of the customer's own (a channel, a kind of unit …)."""
