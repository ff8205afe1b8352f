"""The speaker's texts are many, repeatable, and say what they were asked to say."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from opencem.demo.voices import Voices
from opencem.demo.voices.grammar import load_grammar
from opencem.demo.voices.voices import MOOD_OF_SCORE
from opencem.demo.world.products import PRODUCTS
from opencem.engines.text import TOPICS, analyse

TEXTS = 60_000
ASKED = [(topic.key, polarity) for topic in TOPICS for polarity in (1, -1)]


def _wish(rng: random.Random) -> list[tuple[str, int]]:
    """One to three topics, as unevenly as in the demo: mostly taste, seldom food safety."""
    topics = rng.choices(TOPICS, weights=[6, 9, 3, 2, 5, 4, 2, 2, 1, 2, 3, 0.3], k=rng.choice([1, 1, 1, 2, 2, 3]))
    return [(topic.key, rng.choice([1, 1, -1])) for topic in dict.fromkeys(topics)]


def _texts(count: int, seed: int) -> list[tuple[list[tuple[str, int]], str]]:
    rng = random.Random(seed)
    voices = Voices(random.Random(seed + 1))
    told = []
    for number in range(count):
        wish, product = _wish(rng), rng.choice(PRODUCTS).name
        if number % 4 == 0:
            told.append((wish, voices.review(rng.randint(1, 5), wish, product)))
        else:
            told.append((wish, voices.comment(wish, product, rng.randint(0, 10))))
    return told


@pytest.fixture(scope="module")
def told() -> list[tuple[list[tuple[str, int]], str]]:
    return _texts(TEXTS, seed=11)


def test_no_text_stands_more_than_a_few_times(told: list[tuple[list[tuple[str, int]], str]]) -> None:
    counts = Counter(text for _, text in told)
    assert max(counts.values()) <= 3
    assert len(counts) > 0.95 * TEXTS


def test_the_engine_finds_most_of_what_was_meant(told: list[tuple[list[tuple[str, int]], str]]) -> None:
    sample = told[::20]
    found = meant = 0
    for wish, text in sample:
        mentions = {(mention.topic, mention.polarity) for mention in analyse(text).mentions}
        meant += len(wish)
        found += len(mentions & set(wish))
    assert found / meant >= 0.9


def test_what_was_not_meant_is_seldom_found(told: list[tuple[list[tuple[str, int]], str]]) -> None:
    sample = told[::20]
    stray = sum(bool({m.topic for m in analyse(text).mentions} - {topic for topic, _ in wish}) for wish, text in sample)
    assert stray / len(sample) <= 0.15


@pytest.mark.parametrize(("topic", "polarity"), ASKED)
def test_every_topic_can_be_praised_and_blamed(topic: str, polarity: int) -> None:
    """With each phrase, so that no single one is lost on the engine."""
    grammar, rng = load_grammar(), random.Random(3)
    for template in grammar.phrases[topic, polarity]:
        texts = [grammar.fill(template, {"product": rng.choice(PRODUCTS).name}, rng) for _ in range(10)]
        hits = [(topic, polarity) in {(m.topic, m.polarity) for m in analyse(text).mentions} for text in texts]
        assert sum(hits) >= 8, texts


def test_frames_bring_no_topic_of_their_own() -> None:
    grammar, rng = load_grammar(), random.Random(3)
    for (place, mood), templates in grammar.frames.items():
        for template in templates:
            for _ in range(5):
                text = grammar.fill(template, {"product": "猫爪酥"}, rng)
                assert not analyse(text).mentions, (place, mood, text)


def test_the_same_seed_gives_the_same_texts() -> None:
    assert _texts(300, seed=5) == _texts(300, seed=5)
    assert _texts(300, seed=5) != _texts(300, seed=6)


def test_mood_follows_the_score_when_nobody_has_a_point() -> None:
    voices = Voices(random.Random(2))
    means = {}
    for score in (0, 5, 8, 10):
        texts = [voices.comment([], "猫爪酥", score) for _ in range(200)]
        means[score] = sum(analyse(text).sentiment for text in texts) / len(texts)
    assert means[0] < means[5] < -0.1 < 0.2 < means[8] < means[10]
    assert len(MOOD_OF_SCORE) == 11


def test_calls_read_like_an_agents_summary() -> None:
    voices = Voices(random.Random(4))
    complaint = voices.call([("food_safety", -1)], "藤椒鸭脖")
    assert "来电" in complaint
    assert ("food_safety", -1) in {(m.topic, m.polarity) for m in analyse(complaint).mentions}
    asked = [voices.call([], "藤椒鸭脖") for _ in range(100)]
    assert all("来电" in text for text in asked)
    assert sum(bool(analyse(text).mentions) for text in asked) <= 10


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(KeyError):
        Voices(random.Random(1)).comment([("colour", 1)], "猫爪酥", 5)


def test_nothing_is_left_unfilled(told: list[tuple[list[tuple[str, int]], str]]) -> None:
    assert not any(mark in text for _, text in told for mark in "{}|\t")


def test_a_text_keeps_to_one_hour_and_one_amount() -> None:
    grammar = load_grammar()
    for seed in range(50):
        rng, kept = random.Random(seed), {"product": "猫爪酥"}
        first, second = (grammar.fill(("", "clock", "，", "unit", ""), kept, rng) for _ in range(2))
        assert first == second
