"""Chance that can be repeated: the order of choices and questions, and the arm of a test, from a submission's seed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from .question import Choice, Order, Question

if TYPE_CHECKING:
    from .definition import Page, SurveyDefinition

Thing = TypeVar("Thing")


def order(items: Sequence[Thing], seed: str, how: Order = "random", fixed: Collection[int] = ()) -> tuple[Thing, ...]:
    """The items as this seed orders them: shuffled, or rotated to another beginning.

    Items at the positions `fixed` keep their place. The same items and seed always give the same order.
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


def order_choices(question: Question, choices: Sequence[Choice], seed: str) -> tuple[Choice, ...]:
    """Some choices of a question as it orders them; those marked `fixed`, such as "other", keep their place.

    Each question mixes on its own: that two have as many choices does not give them the same order.
    """
    fixed = {place for place, choice in enumerate(choices) if choice.fixed}
    return order(choices, f"{question.key}\x1f{seed}", question.order, fixed)


def order_questions(page: Page, questions: Sequence[Question], seed: str) -> tuple[Question, ...]:
    """The questions shown on a page as it orders them."""
    return order(questions, f"{page.key}\x1f{seed}", page.order)


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
    written = f"{purpose}\x1f{seed}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "big")
