"""Hiding of small cells from audiences outside the unit, and of the siblings that would give them away."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def hidden_siblings(counts: Mapping[Key, int], *, minimum_n: int = 5) -> frozenset[Key]:
    """Which of the children of one shown parent to hide, given the n of each.

    A child with 0 < n < ``minimum_n`` is hidden. Parent minus the shown children equals the hidden ones pooled, so the smallest shown
    siblings are hidden too until that remainder has at least ``minimum_n`` answers of at least two children. A child with n = 0 has no answers to protect.
    """
    hidden = {key for key, n in counts.items() if 0 < n < minimum_n}
    if not hidden:
        return frozenset()
    order = {key: position for position, key in enumerate(counts)}
    shown = sorted((key for key, n in counts.items() if n >= minimum_n), key=lambda key: (counts[key], order[key]))
    for key in shown:
        if len(hidden) > 1 and sum(counts[other] for other in hidden) >= minimum_n:
            break
        hidden.add(key)
    return frozenset(hidden)


def hidden_in_tree(
    parents: Mapping[Key, Key | None], counts: Mapping[Key, int], *, minimum_n: int = 5
) -> frozenset[Key]:
    """The same over a tree given as child → parent; ``counts`` are pooled n of each node.

    Whatever lies below a hidden node is hidden with it, since its children would add up to it.
    """
    children: dict[Key | None, list[Key]] = {}
    for key, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(key)
    hidden: set[Key] = set()
    waiting: list[Key | None] = [None]
    while waiting:
        node = waiting.pop()
        below = children.get(node, [])
        hidden |= (
            set(below) if node in hidden else hidden_siblings({key: counts[key] for key in below}, minimum_n=minimum_n)
        )
        waiting.extend(below)
    return frozenset(hidden)
