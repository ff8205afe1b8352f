"""The survey the tests of this folder answer: one question of every type, with conditions."""

from __future__ import annotations

from typing import Any

from opencem.engines.survey_logic import SurveyDefinition


def text(words: str) -> dict[str, str]:
    return {"zh-Hans": words, "zh-Hant": words, "en": words}


def choices(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": text(key)} for key in keys]


def source() -> dict[str, Any]:
    """A fresh copy, to be broken at will."""
    return {
        "key": "store_visit",
        "title": text("到店体验"),
        "languages": ["zh-Hans", "zh-Hant", "en"],
        "color": "#b4232a",
        "pages": [
            {"key": "score", "questions": [recommend(), reasons(), visit(), extras()]},
            {"key": "detail", "title": text("细节"), "questions": [stars(), comment(), come_back(), phone(), news()]},
        ],
    }


def recommend() -> dict[str, Any]:
    return {"key": "recommend", "type": "nps", "title": text("推荐"), "required": True, "role": "recommend"}


def reasons() -> dict[str, Any]:
    detractor = {"==": [{"nps_group": "recommend"}, "detractor"]}
    return {
        "key": "reasons",
        "type": "tags",
        "title": text("原因"),
        "max": 2,
        "show_if": {"answered": "recommend"},
        "role": "reason",
        "groups": [
            {"title": text("不满"), "show_if": detractor, "choices": choices("dear", "stale", "slow")},
            {"title": text("喜欢"), "show_if": {"!": [detractor]}, "choices": choices("tasty", "fresh")},
        ],
    }


def visit() -> dict[str, Any]:
    return {"key": "visit", "type": "single", "title": text("方式"), "choices": choices("store", "delivery")}


def extras() -> dict[str, Any]:
    return {"key": "extras", "type": "multiple", "title": text("还买了"), "choices": choices("tea", "nuts", "cake")}


def stars() -> dict[str, Any]:
    rows = choices("product", "service", "price", "speed")
    required = {"selected": ["visit", "store"]}
    return {"key": "stars", "type": "matrix_rating", "title": text("打分"), "rows": rows, "required": required}


def comment() -> dict[str, Any]:
    return {"key": "comment", "type": "text", "title": text("说说"), "max_length": 20, "role": "verbatim"}


def come_back() -> dict[str, Any]:
    shown = {"<=": [{"var": "recommend"}, 6]}
    return {
        "key": "come_back",
        "type": "single",
        "title": text("还来吗"),
        "show_if": shown,
        "choices": choices("y", "n"),
    }


def phone() -> dict[str, Any]:
    consent = {"version": "2026-01", "text": text("同意回访")}
    return {"key": "phone", "type": "phone", "title": text("手机"), "consent": consent, "role": "contact"}


def news() -> dict[str, Any]:
    consent = {"version": "n1", "text": text("订阅")}
    return {"key": "news", "type": "consent", "title": text("订阅"), "consent": consent}


SURVEY = SurveyDefinition.parse(source())
