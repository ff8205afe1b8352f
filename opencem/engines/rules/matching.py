"""Whether a condition holds, in Kleene's three-valued logic: over a missing fact a leaf is neither true nor false."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from .conditions import All, Any, Condition, Expected, Facts, Leaf, MentionFacts, MentionPattern, Not
from .vocabulary import Operator


@dataclass(frozen=True, slots=True)
class Reason:
    """One leaf that made the rule fire: what was asked, what was found, and the words it was found in."""

    field: str
    op: Operator
    expected: Expected
    actual: object
    negated: bool = False
    mentions: tuple[MentionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The rule fired."""

    reasons: tuple[Reason, ...]


def matches(condition: Condition, facts: Facts) -> Match | None:
    """The match with its reasons, or None if the condition does not hold or cannot be known to."""
    held, reasons = _holds(condition, facts, negated=False)
    return Match(reasons) if held else None


_Outcome = tuple[bool | None, tuple[Reason, ...]]


def _holds(condition: Condition, facts: Facts, *, negated: bool) -> _Outcome:
    """The truth of the condition, and the leaves that decided it; `negated` says the leaf stands under a `not`."""
    if isinstance(condition, Leaf):
        return _leaf(condition, facts, negated)
    if isinstance(condition, Not):
        held, reasons = _holds(condition.part, facts, negated=not negated)
        return (None if held is None else not held), reasons
    return _combined(condition, facts, negated)


def _combined(condition: All | Any, facts: Facts, negated: bool) -> _Outcome:
    """One part decides: a false one of `all`, a true one of `any`; else an unknown one; else all of them together."""
    deciding = isinstance(condition, Any)
    outcomes = [_holds(part, facts, negated=negated) for part in condition.parts]
    decided = [reasons for held, reasons in outcomes if held is deciding]
    if decided:
        return deciding, sum(decided, ())
    if any(held is None for held, _ in outcomes):
        return None, ()
    return not deciding, sum((reasons for _, reasons in outcomes), ())


def _leaf(leaf: Leaf, facts: Facts, negated: bool) -> _Outcome:
    actual = facts.value_of(leaf.field)
    if isinstance(leaf.value, MentionPattern):
        return _mentioned(leaf, leaf.value, facts, negated)
    if leaf.op == "present":
        held = (actual is not None) is leaf.value
    elif actual is None:
        return None, ()
    else:
        held = _COMPARE[leaf.op](actual, leaf.value)
    shown = sorted(actual) if isinstance(actual, frozenset) else actual
    return held, (Reason(leaf.field, leaf.op, leaf.value, shown, negated),)


def _mentioned(leaf: Leaf, pattern: MentionPattern, facts: Facts, negated: bool) -> _Outcome:
    found = tuple(
        mention
        for mention in facts.mentions
        if mention.topic == pattern.topic and pattern.polarity in (None, mention.polarity)
    )
    return bool(found), (Reason(leaf.field, leaf.op, pattern, len(found), negated, found),)


def _between(actual: object, bounds: Expected) -> bool:
    low, high = cast(tuple[float, float], bounds)
    return low <= cast(float, actual) <= high


_COMPARE: Mapping[Operator, Callable[[object, Expected], bool]] = {
    "<": lambda actual, value: cast(float, actual) < cast(float, value),
    "<=": lambda actual, value: cast(float, actual) <= cast(float, value),
    ">": lambda actual, value: cast(float, actual) > cast(float, value),
    ">=": lambda actual, value: cast(float, actual) >= cast(float, value),
    "==": lambda actual, value: actual == value,
    "!=": lambda actual, value: actual != value,
    "is": lambda actual, value: actual is value,
    "between": _between,
    "in": lambda actual, value: actual in cast(frozenset[str], value),
    "not_in": lambda actual, value: actual not in cast(frozenset[str], value),
    "includes": lambda actual, value: value in cast(frozenset[str], actual),
}
