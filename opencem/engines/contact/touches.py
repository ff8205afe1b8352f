"""What a trigger (事件触发) may ask of the event that set it off: the vocabulary and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from opencem.engines.rules import Field, MentionFacts

TOUCH_FIELDS: Mapping[str, Field] = {
    "unit": Field("words"),
    "unit_kind": Field("word"),
    "channel": Field("word"),
    "amount": Field("number", 0, 1e9),
    "discount": Field("number", 0, 1e9),
    "promotion": Field("flag"),
    "product": Field("words", free=True),
    "level": Field("word", free=True),
    "orders": Field("number", 0, 1e6),
}
"""`unit` holds the codes of the unit and of everything above it, so one condition names a store or a whole region;
`product` the numbers and names bought; `orders` how many orders the customer has made, this one included."""


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """What is known of one event. None is unknown, never zero. Amounts in the company's currency."""

    unit: frozenset[str] = frozenset()
    unit_kind: str | None = None
    channel: str | None = None
    amount: float | None = None
    discount: float | None = None
    promotion: bool | None = None
    product: frozenset[str] = frozenset()
    level: str | None = None
    orders: int | None = None
    mentions: tuple[MentionFacts, ...] = field(default=())

    def value_of(self, name: str) -> object:
        """The fact a field of `TOUCH_FIELDS` names; None if unknown."""
        return getattr(self, name)
