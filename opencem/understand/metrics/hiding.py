"""Minimum n for readers outside the units: small cells are hidden, and enough of their siblings that no subtraction tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from opencem.engines.query.tabulate import Key
from opencem.engines.stats import hidden_in_tree

Above = Callable[[Any], Sequence[Hashable]]
"""What stands above a value of a dimension, nearest first: the units above a unit, the month of a day."""
NOTHING_ABOVE: Mapping[int, Above] = {}


def hidden_cells(
    counts: Mapping[Key, int], splitting: Sequence[int], minimum_n: int, above: Mapping[int, Above] = NOTHING_ABOVE
) -> frozenset[Key]:
    """Which groups of one metric to hide, given each group's n.

    ``splitting``: positions of the dimensions whose groups add up to a figure that another query shows. Along each of them the cells
    of one line are siblings: their parent minus the shown ones equals the hidden ones pooled, so those must be several and have enough
    answers together. Hiding one may force another in the crossing line, so it goes round until nothing changes. With one dimension
    this is `engines.stats.hidden_siblings`.

    ``above``: by position, what other queries show the total of: the cells under each such node are a line of their own, and what
    lies below a node that is hidden there is hidden here (`engines.stats.hidden_in_tree`), so that a region minus its cities tells
    no more than headquarters minus its regions.
    """
    hidden = {key for key, n in counts.items() if 0 < n < minimum_n}
    for position in splitting:
        if position in above:
            hidden |= _in_tree(counts, position, above[position], minimum_n)
    lines = [line for position in splitting for line in _lines(counts, position, above.get(position))]
    while more := {key for line in lines for key in _partners(counts, line, hidden, minimum_n)}:
        hidden |= more
    return frozenset(hidden)


def _in_tree(counts: Mapping[Key, int], position: int, above: Above, minimum_n: int) -> set[Key]:
    """The cells that are hidden, or lie below something hidden, where each level of the tree is shown by itself."""
    crossings: dict[Key, list[Key]] = defaultdict(list)
    for key in counts:
        crossings[_without(key, position)].append(key)
    hidden: set[Key] = set()
    for cells in crossings.values():
        parents, pooled = _tree(counts, cells, position, above)
        found = hidden_in_tree(parents, pooled, minimum_n=minimum_n)
        hidden |= {key for key in cells if key in found and counts[key] > 0}
    return hidden


def _tree(
    counts: Mapping[Key, int], cells: Sequence[Key], position: int, above: Above
) -> tuple[dict[Hashable, Hashable | None], dict[Hashable, int]]:
    """Child → parent and pooled n. A cell is a leaf under its own value, which may have others below it."""
    parents: dict[Hashable, Hashable | None] = {}
    pooled: dict[Hashable, int] = defaultdict(int)
    for key in sorted(cells, key=lambda key: str(key[position])):
        line: list[Hashable] = [key, ("of", key[position]), *(("of", node) for node in above(key[position]))]
        for node, parent in zip(line, [*line[1:], None], strict=True):
            parents[node] = parent
            pooled[node] += counts[key]
    return parents, pooled


def _lines(counts: Mapping[Key, int], position: int, above: Above | None) -> Iterable[list[Key]]:
    """The cells that differ in one dimension only, all of them and those under each node above, smallest first."""
    lines: dict[tuple[Key, Hashable], list[Key]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: counts[key]):
        for node in (None, *(above(key[position]) if above else ())):
            lines[_without(key, position), node].append(key)
    return lines.values()


def _without(key: Key, position: int) -> Key:
    return key[:position] + key[position + 1 :]


def _partners(counts: Mapping[Key, int], line: Sequence[Key], hidden: set[Key], minimum_n: int) -> list[Key]:
    """The smallest shown cells of a line that must be hidden beside those hidden in it."""
    cells = [key for key in line if key in hidden]
    if not cells:
        return []
    together = sum(counts[key] for key in cells)
    found: list[Key] = []
    for key in line:
        if len(cells) + len(found) > 1 and together >= minimum_n:
            break
        if key not in hidden and counts[key] > 0:
            found.append(key)
            together += counts[key]
    return found
