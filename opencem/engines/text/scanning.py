"""Scanning: the lexicon's words in a folded text, leftmost and longest first, in one pass."""

from collections.abc import Iterator
from dataclasses import dataclass

from opencem.engines.text.lexicon import Entry, Lexicon

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(slots=True)
class Token:
    """A word of the lexicon at `folded[start:end]`."""

    start: int
    end: int
    entry: Entry


def scan(folded: str, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of a folded text in order, without overlap. Linear in the length of the text."""
    words, lengths, singles = lexicon.words, lexicon.lengths, lexicon.singles
    position, size = 0, len(folded)
    while position < size:
        tried = lengths.get(folded[position : position + 2])
        if tried is None:
            entry = singles.get(folded[position])
            position += 1
            if entry is not None and (not entry.latin or _is_whole_word(folded, position - 1, position)):
                yield Token(position - 1, position, entry)
            continue
        for length in tried:
            end = position + length
            entry = words.get(folded[position:end]) if end <= size else None
            if entry is not None and (not entry.latin or _is_whole_word(folded, position, end)):
                yield Token(position, end, entry)
                position = end
                break
        else:
            position += 1


def _is_whole_word(folded: str, start: int, end: int) -> bool:
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return before not in LATIN and after not in LATIN
