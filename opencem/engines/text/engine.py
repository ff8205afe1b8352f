"""The engine, version 1: lexicon and rules. Pure, deterministic, linear in the length of the text."""

import re
from collections.abc import Sequence

from opencem.engines.text.analysis import Analysis, Label, Language, Mention, Polarity
from opencem.engines.text.clauses import NEUTRAL, Clause, Opinion
from opencem.engines.text.folding import fold
from opencem.engines.text.lexicon import load_lexicon
from opencem.engines.text.sentences import SentenceReader, settle, weights

MODEL_VERSION = "lexicon-2"
THRESHOLD = 0.2
# Evidence that neither side has: keeps a single weak word away from the ends of the scale.
PRIOR = 0.5
STRONG, BALANCE = 1.0, 0.5
HAN_RUN = re.compile("[\u3400-\u9fff]+")
LATIN_WORD = re.compile("[a-zA-Z]+")


def analyse(text: str) -> Analysis:
    """Sentiment and mentions of one text; any string is accepted, an empty one is neutral."""
    positive = negative = 0.0
    mentions: list[Mention] = []
    for sentence in SentenceReader(fold(text)).read(load_lexicon()):
        settle(sentence)
        for clause, weight in zip(sentence, weights(sentence), strict=True):
            for opinion in clause.opinions:
                if opinion.value > 0:
                    positive += weight * opinion.value
                else:
                    negative -= weight * opinion.value
                if opinion.topic:
                    mentions.append(_mention(clause, opinion))
    sentiment = (positive - negative) / (positive + negative + PRIOR)
    return Analysis(sentiment, _label(sentiment, positive, negative), tuple(mentions), MODEL_VERSION, _language(text))


def analyse_many(texts: Sequence[str]) -> list[Analysis]:
    """The analyses of several texts, in their order."""
    return [analyse(text) for text in texts]


def _mention(clause: Clause, opinion: Opinion) -> Mention:
    return Mention(opinion.topic, _polarity(opinion.value), opinion.start, opinion.end, clause.start, clause.end)


def _polarity(value: float) -> Polarity:
    if abs(value) < NEUTRAL:
        return 0
    return 1 if value > 0 else -1


def _label(sentiment: float, positive: float, negative: float) -> Label:
    """`mixed` when both sides are strong and neither is far stronger; else by the sentiment."""
    weaker, stronger = sorted((positive, negative))
    if weaker >= STRONG and weaker >= BALANCE * stronger:
        return "mixed"
    if abs(sentiment) <= THRESHOLD:
        return "neutral"
    return "positive" if sentiment > 0 else "negative"


def _language(text: str) -> Language:
    han, latin = len("".join(HAN_RUN.findall(text))), len(LATIN_WORD.findall(text))
    if not han and not latin:
        return ""
    return "zh" if han >= latin else "en"
