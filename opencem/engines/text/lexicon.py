"""The lexicon: opinion words, aspects and modifiers, read once from the tables in `lexicon/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, auto
from functools import cache
from importlib import resources

from opencem.engines.text.folding import fold


class Kind(IntEnum):
    """What a word does in a clause; `lexicon/modifiers.tsv` explains the modifiers."""

    PLAIN = auto()
    OPINION = auto()
    BARE = auto()
    RELATIVE = auto()
    ASPECT = auto()
    NEGATOR = auto()
    DEGREE = auto()
    AFTER = auto()
    SHORT = auto()
    DOUBT = auto()
    RHETORIC = auto()
    BUT = auto()
    TURN = auto()
    SUM = auto()
    CONCEDE = auto()
    WISH = auto()
    WISH_END = auto()
    IMPROVE = auto()
    IF = auto()
    QUESTION = auto()
    PAUSE = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One word: `value` is an opinion's strength or a modifier's factor, `scales` the strengths of a relative word.

    A `latin` word counts only where it is a whole word.
    """

    word: str
    kind: Kind
    topic: str = ""
    value: float = 0.0
    scale: str = ""
    scales: Mapping[str, float] = field(default_factory=dict)
    latin: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "latin", self.word[0].isascii() and self.word[0].isalpha())


PAUSES = ',，:：~～…—()（）[]【】"“”\t|'
STOPS = ".。!！?？;；\n\r"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by their spelling.

    `lengths` gives, for the first two characters at a place, the lengths of word to try there, longest first; where two
    characters begin no longer word, `singles` gives the word of the first character alone.
    """

    words: Mapping[str, Entry]
    lengths: Mapping[str, tuple[int, ...]]
    singles: Mapping[str, Entry]


class DuplicateWord(ValueError):
    """A word stands in two places of the tables, so its meaning would depend on the order of reading."""


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of this package. Raises DuplicateWord when the tables contradict each other."""
    words: dict[str, Entry] = {}
    for entry in (*_plain(), *_opinions(), *_aspects(), *_relatives(), *_modifiers(), *_punctuation()):
        if entry.word in words:
            raise DuplicateWord(f"{entry.word}: {words[entry.word].kind.name} and {entry.kind.name}")
        words[entry.word] = entry
    singles = {word: entry for word, entry in words.items() if len(word) == 1}
    return Lexicon(words, _lengths(words), singles)


def _lengths(words: Mapping[str, Entry]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        if len(word) > 1:
            found.setdefault(word[:2], {1} if word[0] in words else set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def _rows(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """(leading columns, words) of each line of a table that is neither empty nor a comment."""
    text = (resources.files(__package__) / "lexicon" / name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            *columns, words = line.split("\t")
            yield columns, [word.strip() for word in words.split(", ")]


def _plain() -> Iterator[Entry]:
    return (Entry(word, Kind.PLAIN) for _, words in _rows("plain.tsv") for word in words)


OPINION_TABLES = {"opinions.zh.tsv": Kind.OPINION, "opinions.bare.tsv": Kind.BARE, "opinions.en.tsv": Kind.OPINION}


def _opinions() -> Iterator[Entry]:
    for name, kind in OPINION_TABLES.items():
        for (topic, value), words in _rows(name):
            yield from (Entry(word, kind, topic=topic, value=float(value)) for word in words)


def _aspects() -> Iterator[Entry]:
    for (topic, scale), words in _rows("aspects.tsv"):
        yield from (Entry(word, Kind.ASPECT, topic=topic, scale=scale) for word in words)


def _relatives() -> Iterator[Entry]:
    scales: dict[str, dict[str, float]] = {}
    for (scale, value), words in _rows("relative.tsv"):
        for word in words:
            scales.setdefault(word, {})[scale] = float(value)
    return (Entry(word, Kind.RELATIVE, scales=values) for word, values in scales.items())


def _modifiers() -> Iterator[Entry]:
    for (kind, value), words in _rows("modifiers.tsv"):
        yield from (Entry(word, Kind[kind.upper()], value=float(value)) for word in words)


def _punctuation() -> Iterator[Entry]:
    yield from (Entry(mark, Kind.PAUSE) for mark in sorted({fold(mark) for mark in PAUSES}))
    yield from (Entry(mark, Kind.STOP) for mark in sorted({fold(mark) for mark in STOPS}))
