"""What the analysis of one text says: its sentiment and its mentions."""

from dataclasses import dataclass
from typing import Literal

Label = Literal["negative", "neutral", "positive", "mixed"]
Language = Literal["zh", "en", ""]
Polarity = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class Mention:
    """One topic with one polarity, in the exact words of the customer.

    `text[start:end]` are the opinion words with their negation and degree; `text[clause_start:clause_end]` is the clause
    they stand in. Offsets count characters (code points) of the original text.
    """

    topic: str
    polarity: Polarity
    start: int
    end: int
    clause_start: int
    clause_end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Sentiment of the whole text in [-1, 1] with its label, and the mentions in the order of the text.

    `version` names the model that said so; `language` is that of most of the text, '' when it has no letters.
    """

    sentiment: float
    label: Label
    mentions: tuple[Mention, ...]
    version: str
    language: Language
