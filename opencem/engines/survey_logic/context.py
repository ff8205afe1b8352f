"""What the caller knows about a submission besides its answers; nothing here is fetched by the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """One item a page is repeated for, such as a product of the order. `code` names it in answers: 1-40 characters."""

    code: str
    name: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """Facts of one submission.

    `seed`: the submission key; it decides random order and A/B arms. `today`: for relative date limits, which are not
    checked without it. `facts`: words for piping, such as {"customer.name": "…"}. `items`: what loops run over, by name
    ("order.items"). `uploads`: the files this submission sent, by id, each with the slot it was sent for
    (`Question.slot`). `knows_path`: whether a path of unit codes exists.
    Where `uploads` or `knows_path` is None the answer's form alone is checked, and the caller must check the rest.
    """

    seed: str = ""
    today: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    uploads: Mapping[str, str] | None = None
    knows_path: Callable[[tuple[str, ...]], bool] | None = None


NOTHING_KNOWN = Context()
