"""The speaker: from topics, a product and a score to a text, never the same one over and over."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from .grammar import Kept, load_grammar
from .slips import typed

Topics = Sequence[tuple[str, int]]
"""(topic key of `engines.text.TOPICS`, polarity −1 or 1), what matters most first."""

MOOD_OF_SCORE = ("awful",) * 4 + ("poor",) * 3 + ("fine",) * 2 + ("great",) * 2
MOOD_OF_RATING = ("awful", "awful", "awful", "poor", "fine", "great")
TURNS = {-1: ("但是", "不过", "可惜", "就是", "只是"), 1: ("但是", "不过", "好在", "倒是")}
JOINS = ("，", "，", "，", "。", "；", "，还有", "，而且")
SAME_AT_MOST = 2
DRAWS = 40


class Voices:
    """Texts drawn from one generator: the same seed and the same calls give the same texts."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._grammar = load_grammar()
        self._told: Counter[str] = Counter()

    def comment(self, topics: Topics, product: str, score: int) -> str:
        """The open answer of somebody who gave `score` (0–10)."""
        return self._fresh(lambda: self._remark(topics, product, MOOD_OF_SCORE[score], framed=0.4))

    def review(self, rating: int, topics: Topics, product: str) -> str:
        """A marketplace review with `rating` stars (1–5): longer than a comment."""
        return self._fresh(lambda: self._remark(topics, product, MOOD_OF_RATING[rating], framed=0.65))

    def call(self, topics: Topics, product: str) -> str:
        """An agent's summary of a hotline call; without topics somebody only asked."""
        return self._fresh(lambda: self._summary(topics, product))

    def _fresh(self, draw: Callable[[], str]) -> str:
        """A text told at most SAME_AT_MOST times before; after DRAWS tries the last one goes, and the house repeats itself."""
        text = draw()
        for _ in range(DRAWS):
            if self._told[text] < SAME_AT_MOST:
                break
            text = draw()
        self._told[text] += 1
        return text

    def _remark(self, topics: Topics, product: str, mood: str, framed: float) -> str:
        rng, kept = self._rng, {"product": product}
        parts = []
        if rng.random() < framed:
            where = "parcel" if any(topic == "delivery" for topic, _ in topics) else "visit"
            parts.append(self._frame(rng.choice(("opening", where)), mood, kept))
        parts.append(self._points(topics, kept) if topics else self._frame("alone", mood, kept))
        if rng.random() < framed:
            parts.append(self._frame("closing", mood, kept))
        return typed("，".join(parts), mood, rng)

    def _frame(self, place: str, mood: str, kept: Kept) -> str:
        return self._grammar.frame(place, mood, kept, self._rng)

    def _points(self, topics: Topics, kept: Kept) -> str:
        """The topics in their order; where praise meets complaint stands a turn."""
        said = self._grammar.phrase(*topics[0], kept, self._rng)
        for before, after in pairwise(topics):
            turned = before[1] != after[1]
            join = "，" + self._rng.choice(TURNS[after[1]]) if turned else self._rng.choice(JOINS)
            said += join + self._grammar.phrase(*after, kept, self._rng)
        return said

    def _summary(self, topics: Topics, product: str) -> str:
        kept = {"product": product}
        caller = self._frame("caller", "any", kept)
        if not topics:
            return f"{caller}，{self._frame('ask', 'any', kept)}。{self._frame('end', 'any', kept)}。"
        mood = "poor" if any(polarity < 0 for _, polarity in topics) else "great"
        report, points = self._frame("report", mood, kept), self._points(topics, kept)
        return f"{caller}{report}：{points}。{self._frame('end', mood, kept)}。"
