"""What holds for any text whatever, and the lexicon's own consistency."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from opencem.engines.text import MODEL_VERSION, TOPICS, analyse, analyse_many
from opencem.engines.text.folding import fold
from opencem.engines.text.lexicon import Kind, load_lexicon

TOPIC_KEYS = {topic.key for topic in TOPICS}
WORDS = sorted(load_lexicon().words)
CHINESE_WORDS = [word for word in WORDS if not word.isascii()]

fragments = st.one_of(st.sampled_from(WORDS), st.text(max_size=4), st.sampled_from("，。！？ \n,.!?了的我店"))
texts = st.lists(fragments, max_size=30).map("".join)


TO_TRADITIONAL = OpenCC("s2t")


@cache
def _traditional(character: str) -> str:
    return str(TO_TRADITIONAL.convert(character))


@given(texts)
@settings(max_examples=300, deadline=None)
def test_offsets_are_those_of_the_original_text(text: str) -> None:
    for mention in analyse(text).mentions:
        assert 0 <= mention.clause_start <= mention.start < mention.end <= mention.clause_end <= len(text)
        assert text[mention.start : mention.end].strip()
        assert mention.topic in TOPIC_KEYS


@given(texts)
@settings(max_examples=200, deadline=None)
def test_sentiment_is_bounded_and_agrees_with_its_label(text: str) -> None:
    analysis = analyse(text)
    assert -1 <= analysis.sentiment <= 1
    assert analysis.version == MODEL_VERSION
    if analysis.label == "positive":
        assert analysis.sentiment > 0.2
    elif analysis.label == "negative":
        assert analysis.sentiment < -0.2
    elif analysis.label == "neutral":
        assert -0.2 <= analysis.sentiment <= 0.2


@given(st.lists(texts, max_size=5))
@settings(max_examples=60, deadline=None)
def test_many_is_one_by_one_and_repeatable(many: list[str]) -> None:
    assert analyse_many(many) == [analyse(text) for text in many] == analyse_many(list(many))


@given(st.lists(st.sampled_from([*CHINESE_WORDS, "，", "。"]), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_traditional_characters_give_the_simplified_result(text: str) -> None:
    assert analyse("".join(map(_traditional, text))) == analyse(text)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_full_width_and_capitals_are_folded() -> None:
    assert fold("ＴＯＯ　Ｅxpensive！") == "too expensive!"
    assert analyse("ＴＯＯ ＥＸＰＥＮＳＩＶＥ").mentions[0].polarity == -1


@pytest.mark.parametrize(
    "unit", ["好吃", "太贵了，", "不", "a", "没有不好吃。", "<b>", "👍", "等了", "如果便宜就好了，", " ", "1"]
)
def test_long_texts_of_one_unit_say_what_the_unit_says(unit: str) -> None:
    """A step that is quadratic in the text, or in a clause without an end, would not come back from this one."""
    times = 100_000 // len(unit)
    once, many = analyse(f"{unit}。"), analyse(unit * times)
    assert len(many.mentions) == times * len(once.mentions)


def test_aspects_only_then_opinions_only_stay_linear() -> None:
    """Each opinion looks at the aspects before it: at a few of them, not at all."""
    assert len(analyse("菜" * 30_000 + "不错" * 30_000).mentions) == 30_000
    assert analyse("菜和" * 30_000 + "不错" * 30_000).label == "positive"


def test_a_megabyte_of_anything_is_accepted() -> None:
    text = "味道不错<script>alert(1)</script>123👍，" * 30_000
    analysis = analyse(text)
    assert analysis.label == "positive"
    assert len(analysis.mentions) == 30_000


def test_lexicon_words_are_folded_and_their_topics_known() -> None:
    for word, entry in load_lexicon().words.items():
        assert word == fold(word) == entry.word
        assert not entry.topic or entry.topic in TOPIC_KEYS
        assert entry.kind is not Kind.OPINION or 0 < abs(entry.value) <= 2
