"""Scanning: the lexicon's words in a folded text, leftmost and longest first, in one pass."""

from collections.abc import Iterator
from typing import NamedTuple

from opencem.engines.text.lexicon import Entry, Lexicon

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


class Token(NamedTuple):
    """A word of the lexicon at `folded[start:end]`."""

    start: int
    end: int
    entry: Entry


def scan(folded: str, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of a folded text in order, without overlap. Linear in the length of the text."""
    words, lengths = lexicon.words, lexicon.lengths
    position, size = 0, len(folded)
    while position < size:
        for length in lengths.get(folded[position], ()):
            end = position + length
            entry = words.get(folded[position:end])
            if entry is not None and (not entry.latin or _is_whole_word(folded, position, end)):
                yield Token(position, end, entry)
                position = end - 1
                break
        position += 1


def _is_whole_word(folded: str, start: int, end: int) -> bool:
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return before not in LATIN and after not in LATIN
