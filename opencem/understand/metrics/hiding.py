"""Minimum n for readers outside the units: small cells are hidden, and enough of their siblings that no subtraction tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from opencem.engines.query.tabulate import Key


def hidden_cells(counts: Mapping[Key, int], splitting: Sequence[int], minimum_n: int) -> frozenset[Key]:
    """Which groups of one metric to hide, given each group's n.

    ``splitting``: positions of the dimensions whose groups add up to a figure that another query shows. Along each of them the cells
    of one line are siblings: their parent minus the shown ones equals the hidden ones pooled, so those must be several and have enough
    answers together. Hiding one may force another in the crossing line, so it goes round until nothing changes. With one dimension
    this is `engines.stats.hidden_siblings`.
    """
    hidden = {key for key, n in counts.items() if 0 < n < minimum_n}
    lines = [line for position in splitting for line in _lines(counts, position)]
    while more := {key for line in lines for key in _partners(counts, line, hidden, minimum_n)}:
        hidden |= more
    return frozenset(hidden)


def _lines(counts: Mapping[Key, int], position: int) -> Iterable[list[Key]]:
    """The cells that differ in one dimension only, smallest first."""
    lines: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: counts[key]):
        lines[key[:position] + key[position + 1 :]].append(key)
    return lines.values()


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
