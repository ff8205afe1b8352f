"""No reader of traditional characters meets a simplified one in the product's own words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from opencem.act.notifications import words as notices
from opencem.engines.query import FIELDS, METRICS
from opencem.kit.chinese import TRADITIONAL, traditional
from opencem.kit.problems import TEXTS, text_of
from opencem.understand.metrics.rendering import field_out, metric_out
from tests.paths import ROOT

KEPT = set("台布于干里后面只余才系准云")
"""Written so in Taiwan too, some with a second form for another sense."""


@cache
def simplified_only() -> frozenset[str]:
    """Characters that OpenCC turns into others, whatever the word, and that are nobody's traditional form."""
    folder = resources.files("opencc") / "dictionary"
    turned = dict(
        line.split("\t") for line in (folder / "STCharacters.txt").read_text("utf-8").splitlines() if "\t" in line
    )
    wanted = {form for forms in turned.values() for form in forms.split()}
    return frozenset(one for one, forms in turned.items() if one not in forms.split() and one not in wanted) - KEPT


def wrong_in(text: str) -> set[str]:
    return set(text) & simplified_only()


def test_the_measure_knows_the_two_apart() -> None:
    assert wrong_in("请选择门店") == {"请", "选", "择", "门"}
    assert not wrong_in("請選擇門市，後台只有一間")


def test_every_problem_and_note_of_the_server(db: None) -> None:
    said = {code: text_of(code, TRADITIONAL) for code in TEXTS}
    for kind in notices._words:
        found = notices._words_of(kind, TRADITIONAL)
        said[kind] = found.title + found.body
    assert len(said) > 200
    assert {code: wrong for code, text in said.items() if (wrong := wrong_in(text))} == {}


def test_every_metric_and_dimension() -> None:
    shown = [str(metric_out(metric, TRADITIONAL)) for metric in METRICS.values()]
    shown += [str(field_out(field, TRADITIONAL)) for field in FIELDS.values()]
    assert [text for text in shown if wrong_in(text)] == []


def hand_written() -> Iterator[tuple[str, str]]:
    """Every text under a key zh-Hant in a literal of the product, with the file."""
    for path in sorted((ROOT / "opencem").rglob("*.py")):
        source = path.read_text("utf-8")
        if "zh-hant" not in source.lower():
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Dict):
                yield from _under_traditional(path, node)


def _under_traditional(path: Path, node: ast.Dict) -> Iterator[tuple[str, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and str(key.value).lower() == TRADITIONAL:
            for each in ast.walk(value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield path.name, each.value


def test_what_was_written_by_hand() -> None:
    found = list(hand_written())
    assert len(found) > 100
    assert [(name, text) for name, text in found if wrong_in(text)] == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/s/no-such-code", "/i/no-such-code"])
def test_pages_that_nobody_signs_in_for(db: None, client: Any, path: str) -> None:
    page = client.get(path, {"lang": "zh-hant"}, headers={"Accept-Language": "zh-Hant"}).content.decode()
    offered = page.replace("简体中文", "").replace("简体", "")  # a language is named in its own script
    assert wrong_in(offered) == set()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in offered)


def test_people_are_not_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template is turned, what it is filled with is not."""
    monkeypatch.setitem(TEXTS, "test_template", {"zh-hans": "没有这个指标：{subject}", "en": "No metric: {subject}"})
    assert text_of("test_template", TRADITIONAL, {"subject": "门店"}) == "沒有這個指標：门店"
    assert traditional("最小样本量") == "最小樣本量"
