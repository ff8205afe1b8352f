"""Words, languages and colours of the answer page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines import survey_logic
from opencem.engines.survey_logic import LANGUAGES
from opencem.web.respond import words
from opencem.web.respond.language import choose
from opencem.web.respond.theme import _contrast_with_white, _rgb, theme_of
from opencem.web.respond.words import ANSWER_CODES, error_text, words_in


def test_every_language_has_every_word_with_the_same_gaps() -> None:
    simplified = words_in("zh-Hans")
    for language in LANGUAGES:
        texts = words_in(language)
        assert set(texts) == set(simplified)
        for name, text in texts.items():
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", simplified[name])), name


def test_no_word_is_left_over() -> None:
    room = Path(words.__file__).parent
    written = "".join(path.read_text("utf-8") for path in [*room.glob("*.py"), *room.rglob("*.html")])
    used = set(re.findall(r'words\.(\w+)|"(\w+)"', written.replace(Path(words.__file__).read_text("utf-8"), "")))
    named = {name.removesuffix("_title").removesuffix("_text") for name in words_in("en")} - set(ANSWER_CODES)
    known = {part.removesuffix("_title").removesuffix("_text") for pair in used for part in pair}
    assert named <= known


def test_chinese_is_punctuated_as_chinese() -> None:
    for language in ("zh-Hans", "zh-Hant"):
        assert not [text for text in words_in(language).values() if re.search(r"[\u4e00-\u9fff}] ?[,;:!?]", text)]


def test_every_code_of_the_engine_has_a_sentence() -> None:
    written = "".join(path.read_text("utf-8") for path in Path(survey_logic.__file__).parent.rglob("*.py"))
    raised = set(
        re.findall(r'(?:refused|NotStorable|AnswerError)\((?:\w+, |[^"()]*\([^"()]*\)[^"()]*)?"(\w+)"', written)
    )
    assert {"too_long", "unknown_question", "wrong_total"} <= raised <= set(ANSWER_CODES)
    for language in LANGUAGES:
        for code in ANSWER_CODES:
            text = error_text(language, code, {"limit": 3, "low": 0, "high": 10, "step": 5, "total": 100})
            assert "{" not in text
            assert text != code


@pytest.mark.parametrize(
    ("wanted", "header", "chosen"),
    [
        ("", "", "zh-Hans"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "zh-TW,zh;q=0.9", "zh-Hant"),
        ("", "zh-HK", "zh-Hant"),
        ("", "en-GB,en", "en"),
        ("", "fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.1", "en"),
        ("", "en;q=0.1,zh;q=0.8", "zh-Hans"),
        ("", "en;q=0", "zh-Hans"),
        ("", ";;q=,,q=x;q=y", "zh-Hans"),
        ("en", "zh-CN", "en"),
        ("fr", "zh-TW", "zh-Hant"),
    ],
)
def test_language_is_asked_for_then_the_browsers_then_the_surveys(wanted: str, header: str, chosen: str) -> None:
    assert choose(wanted, header, LANGUAGES) == chosen


def test_a_language_the_survey_does_not_speak_is_not_chosen() -> None:
    assert choose("en", "en", ("zh-Hans",)) == "zh-Hans"


@given(st.integers(0, 0xFFFFFF))
def test_white_on_any_brand_colour_can_be_read(number: int) -> None:
    assert _contrast_with_white(_rgb(theme_of(f"#{number:06x}").brand)) >= 4.45


def test_a_dark_brand_colour_stays_as_it_is() -> None:
    assert theme_of("#b4232a").brand == "#b4232a"
    assert theme_of("#b4232a").source.startswith("'sha256-")
