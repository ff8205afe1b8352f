"""The grammar: phrases with slots, read from the tables beside this file, and filled at random."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

SLOT = re.compile(r"\{(\w+)\}")

Template = tuple[str, ...]
"""Literal words and names of slots in turn: words at even places, slots at odd ones."""

Kept = dict[str, str]
"""What a text has told already, by slot, beginning with the product: nobody comes at two different hours."""
STEADY = frozenset({"clock", "when", "unit", "mins", "days"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """`phrases` by (topic, polarity), `frames` by (place, mood), `slots` by name."""

    phrases: Mapping[tuple[str, int], Sequence[Template]]
    frames: Mapping[tuple[str, str], Sequence[Template]]
    slots: Mapping[str, Sequence[Template]]

    def fill(self, template: Template, kept: Kept, rng: random.Random) -> str:
        """The words of a template. What is kept is told the same again; other slots are drawn."""
        return "".join(part if not place % 2 else self._word(part, kept, rng) for place, part in enumerate(template))

    def phrase(self, topic: str, polarity: int, kept: Kept, rng: random.Random) -> str:
        """Something said about a topic. Raises KeyError for a topic nobody has words for."""
        return self.fill(rng.choice(self.phrases[topic, polarity]), kept, rng)

    def frame(self, place: str, mood: str, kept: Kept, rng: random.Random) -> str:
        """Something said around the point, in this mood or in any."""
        own, neutral = self.frames.get((place, mood), ()), self.frames.get((place, "any"), ())
        return self.fill(rng.choice([*own, *neutral]), kept, rng)

    def _word(self, slot: str, kept: Kept, rng: random.Random) -> str:
        if slot in kept:
            return kept[slot]
        word = self.fill(rng.choice(self.slots[slot]), kept, rng)
        if slot in STEADY:
            kept[slot] = word
        return word


@cache
def load_grammar() -> Grammar:
    """The grammar of this package."""
    phrases: dict[tuple[str, int], list[Template]] = defaultdict(list)
    for topic, polarity, phrase in _rows("phrases.tsv"):
        phrases[topic, int(polarity)].append(_template(phrase))
    frames: dict[tuple[str, str], list[Template]] = defaultdict(list)
    for place, mood, phrase in _rows("frames.tsv"):
        frames[place, mood].append(_template(phrase))
    slots = {name: [_template(choice) for choice in choices.split("|")] for name, choices in _rows("slots.tsv")}
    return Grammar(dict(phrases), dict(frames), slots)


def _template(phrase: str) -> Template:
    return tuple(SLOT.split(phrase))


def _rows(name: str) -> Iterator[list[str]]:
    for line in (resources.files(__package__) / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
