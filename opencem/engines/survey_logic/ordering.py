"""Chance that can be repeated: the order of choices and questions, and the arm of a test, from a submission's seed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from .question import Choice, Order

if TYPE_CHECKING:
    from .definition import SurveyDefinition

Thing = TypeVar("Thing")


def order(items: Sequence[Thing], seed: str, how: Order = "random", fixed: Collection[int] = ()) -> tuple[Thing, ...]:
    """The items as this seed orders them: shuffled, or rotated to another beginning.

    Items at the positions `fixed` keep their place. The same items and seed always give the same order; orders are
    uniform over seeds up to 2**-64.
    """
    movable = [position for position in range(len(items)) if position not in fixed]
    if how == "fixed" or len(movable) < 2:
        return tuple(items)
    if how == "rotate":
        start = draw(seed, "rotate") % len(movable)
        moved = movable[start:] + movable[:start]
    else:
        moved = sorted(movable, key=lambda position: draw(seed, str(position)))
    places = dict(zip(movable, moved, strict=True))
    return tuple(items[places.get(position, position)] for position in range(len(items)))


def order_choices(choices: Sequence[Choice], seed: str, how: Order) -> tuple[Choice, ...]:
    """As `order`; choices marked `fixed`, such as "other", keep their place."""
    return order(choices, seed, how, {place for place, choice in enumerate(choices) if choice.fixed})


def arms_of(definition: SurveyDefinition, seed: str) -> Mapping[str, str]:
    """Which arm of each A/B group a submission with this seed is in, by the weights of the arms."""
    return {group: _arm(arms, seed, group) for group, arms in definition.arms.items()}


def _arm(arms: Mapping[str, int], seed: str, group: str) -> str:
    ticket = draw(seed, f"ab:{group}") % sum(arms.values())
    for arm, weight in arms.items():
        ticket -= weight
        if ticket < 0:
            return arm
    raise AssertionError("a ticket below the sum of the weights falls in one of them")


def draw(seed: str, purpose: str) -> int:
    """64 bits that look random and are always the same for a seed and a purpose."""
    return int.from_bytes(blake2b(f"{purpose}\x1f{seed}".encode(), digest_size=8).digest(), "big")
