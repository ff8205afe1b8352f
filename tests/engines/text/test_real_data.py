"""Real reviews: how often the sign of the sentiment is right, and on how many texts the engine takes a side."""

import ast
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from opencem.engines.text import analyse
from tests.paths import SHARED_DATA

LASTED = SHARED_DATA / "lasted" / "dev.txt"
SHOPPING = SHARED_DATA / "online_shopping_10_cats" / "online_shopping_10_cats.csv"
RESTAURANTS = SHARED_DATA / "semeval14" / "Restaurants_Train.xml.seg"
SAMPLE, SEED = 5_000, 20_240_601
SIGNS = {"POS": 1, "NEG": -1, "Positive": 1, "Negative": -1}


def _lasted() -> Iterator[tuple[str, int]]:
    """Sentences whose triples have a majority that is positive or negative, with its sign."""
    for line in LASTED.read_text("utf-8").splitlines():
        characters, triples = line.split("####")
        counts = Counter(polarity for _, _, polarity in ast.literal_eval(triples)).most_common()
        has_majority = len(counts) == 1 or counts[0][1] > counts[1][1]
        if has_majority and counts[0][0] in SIGNS:
            yield "".join(characters.split(" ")), SIGNS[counts[0][0]]


def _shopping() -> list[tuple[str, int]]:
    with SHOPPING.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (row["review"], 1 if row["label"] == "1" else -1) for row in csv.DictReader(file) if row["review"].strip()
        ]
    return random.Random(SEED).sample(rows, SAMPLE)


def _english() -> list[tuple[str, int]]:
    """Sentences whose aspects all have one and the same sign."""
    lines = RESTAURANTS.read_text("utf-8").splitlines()
    polarities: dict[str, set[str]] = {}
    for sentence, term, polarity in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        polarities.setdefault(sentence.replace("$T$", term), set()).add(polarity.strip())
    agreed = {text: found.pop() for text, found in polarities.items() if len(found) == 1}
    return [(text, SIGNS[polarity]) for text, polarity in agreed.items() if polarity in SIGNS]


def _accuracy_and_coverage(rows: Sequence[tuple[str, int]]) -> tuple[float, float]:
    """Share of right signs among the texts with a sentiment outside the neutral band, and the share of such texts."""
    sided = [(analyse(text).sentiment, sign) for text, sign in rows]
    sided = [(sentiment, sign) for sentiment, sign in sided if abs(sentiment) > 0.2]
    return sum(sentiment * sign > 0 for sentiment, sign in sided) / len(sided), len(sided) / len(rows)


@pytest.mark.skipif(not LASTED.exists(), reason="shared data absent: lasted/dev.txt")
def test_restaurant_sentences() -> None:
    rows = list(_lasted())
    accuracy, coverage = _accuracy_and_coverage(rows)
    right = sum(analyse(text).sentiment * sign > 0 for text, sign in rows) / len(rows)
    assert len(rows) > 2_000
    assert accuracy >= 0.92, (accuracy, coverage)
    assert right >= 0.82, "share of all sentences, the undecided counted as wrong"


@pytest.mark.skipif(not SHOPPING.exists(), reason="shared data absent: online_shopping_10_cats")
def test_shop_reviews_of_ten_categories() -> None:
    accuracy, coverage = _accuracy_and_coverage(_shopping())
    assert accuracy >= 0.89, (accuracy, coverage)
    assert coverage >= 0.85, (accuracy, coverage)


@pytest.mark.skipif(not RESTAURANTS.exists(), reason="shared data absent: semeval14")
def test_english_restaurant_sentences() -> None:
    accuracy, coverage = _accuracy_and_coverage(_english())
    assert accuracy >= 0.91, (accuracy, coverage)
    assert coverage >= 0.70, (accuracy, coverage)
