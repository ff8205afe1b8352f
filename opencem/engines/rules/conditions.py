"""Conditions and the facts they are held against; all frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from .vocabulary import Operator


@dataclass(frozen=True, slots=True)
class MentionFacts:
    """One topic named in the text with a polarity, at character offsets [start, end)."""

    topic: str
    polarity: str
    start: int = 0
    end: int = 0


class Facts(Protocol):
    """What a condition is held against: facts by the names of a vocabulary."""

    @property
    def mentions(self) -> tuple[MentionFacts, ...]: ...

    def value_of(self, name: str) -> object:
        """The fact a field names; None if unknown."""


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """What is known of one feedback. None and absent scores are unknown, never zero."""

    scores: Mapping[str, float] = field(default_factory=dict)
    rating: float | None = None
    sentiment: float | None = None
    sentiment_label: str | None = None
    suspicion: float | None = None
    channel: str | None = None
    source: str | None = None
    unit_kind: str | None = None
    touchpoint: str | None = None
    language: str | None = None
    has_text: bool = False
    has_contact: bool = False
    flags: frozenset[str] = frozenset()
    mentions: tuple[MentionFacts, ...] = ()

    def value_of(self, name: str) -> object:
        """The fact a field of the vocabulary names; None if unknown."""
        if name.startswith("score."):
            return self.scores.get(name.removeprefix("score."))
        return self.mentions if name == "mention" else getattr(self, name)


@dataclass(frozen=True, slots=True)
class MentionPattern:
    """A topic, and a polarity or None for any."""

    topic: str
    polarity: str | None = None


Expected: TypeAlias = "float | str | bool | tuple[float, float] | frozenset[str] | MentionPattern"


@dataclass(frozen=True, slots=True)
class Leaf:
    """`field op value`; what `value` is follows from the field's kind and the operator."""

    field: str
    op: Operator
    value: Expected


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. Of what is unknown, neither it nor its opposite holds."""

    part: Condition


Condition: TypeAlias = "All | Any | Not | Leaf"
