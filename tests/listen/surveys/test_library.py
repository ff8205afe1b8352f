"""The templates that come with the product are whole, in both languages."""

from __future__ import annotations

import re

import pytest

from opencem.engines.survey_logic import inspect
from opencem.listen.surveys import library, texts
from tests.listen.surveys.conftest import Editor

CJK = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[,;:?!]")
KEYS = sorted(path.stem for path in library.FOLDER.glob("*.json"))


def test_there_is_something_for_every_occasion() -> None:
    assert len(KEYS) >= 20
    needed = {
        "post_purchase",
        "delivery",
        "service",
        "membership",
        "store",
        "product",
        "mystery",
        "employee",
        "b2b",
        "digital",
    }
    assert needed <= {one.scene for one in library.templates()}


@pytest.mark.parametrize("key", KEYS)
def test_a_template_is_without_fault_or_oddity(key: str) -> None:
    one = library.template(key)
    found = inspect(dict(one.definition))
    assert (found.faults, found.warnings) == ((), ())
    assert one.definition["key"] == key
    assert 4 <= one.questions <= 20
    assert 1 <= one.minutes <= 5


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_there_in_chinese_and_english(key: str) -> None:
    one = library.template(key)
    described = {"description": one.description}
    for where, by_language in {
        **described,
        **{entry.address: entry.texts for entry in texts.entries(one.definition)},
    }.items():
        assert set(by_language) == {"zh-Hans", "en"}, where
        assert not HALF_WIDTH.search(by_language["zh-Hans"]), where
        assert not CJK.search(by_language["en"]), where


@pytest.mark.parametrize("key", KEYS)
def test_no_placeholder_is_left_in_one_language_only(key: str) -> None:
    for entry in texts.entries(library.template(key).definition):
        assert len({tuple(re.findall(r"{{[^}]*}}", text)) for text in entry.texts.values()}) == 1, entry.address


def test_a_survey_begins_from_a_template_and_can_be_published_at_once(editor: Editor) -> None:
    listed = editor.get("/survey-templates", q="神秘")["items"]
    assert [one["key"] for one in listed] == ["mystery_visit"]
    assert {one["scene"] for one in editor.get("/survey-templates", scene="service")["items"]} == {"service"}
    assert editor.get("/survey-templates/mystery_visit")["definition"]["pages"]
    editor.get("/survey-templates/../models", 404)
    made = editor.start(template="mystery_visit")
    assert made["key"].startswith("mystery_visit")
    assert made["scene"] == "mystery"
    assert editor.post(f"/surveys/{made['key']}/publish", {"revision": 1})["status"] == "published"
