"""A survey with one question of each type that format 2 added."""

from __future__ import annotations

from typing import Any

from opencem.engines.survey_logic import SurveyDefinition

from .surveys import choices, text

Json = dict[str, Any]


def question(key: str, kind: str, **fields: Any) -> Json:
    return {"key": key, "type": kind, "title": text(key), **fields}


def questions() -> list[Json]:
    images = [{"key": "red", "label": text("红"), "image": "/media/red.png"}, *choices("blue")]
    other = {"key": "other", "label": text("其他"), "open": True, "fixed": True}
    points = [
        {"key": "greeting", "label": text("迎宾"), "weight": 2, "critical": True},
        {"key": "shelf", "label": text("货架"), "weight": 1, "evidence": True},
        {"key": "music", "label": text("音乐")},
    ]
    return [
        question("rating", "rating", points=11, look="hearts"),
        question("effort", "ces"),
        question("city", "dropdown", choices=[*choices("bj", "sh"), other]),
        question("colour", "picture", choices=images),
        question("colours", "picture", multiple=True, choices=images),
        question("drinks", "multiple", min=2, max=3, choices=[*choices("tea", "milk", "water"), other, none()]),
        question("which", "matrix_single", rows=choices("day", "night"), choices=choices("a", "b")),
        question("all_of", "matrix_multiple", rows=choices("day", "night"), choices=choices("a", "b", "c"), max=2),
        question("rank", "ranking", choices=choices("a", "b", "c")),
        question("best_two", "ranking", choices=choices("a", "b", "c"), max=2),
        question("slider", "slider", min=0, max=1, step=0.1),
        question("shares", "constant_sum", choices=choices("a", "b", "c"), total=10),
        question("amount", "number", min=0, max=99.5, unit=text("元")),
        question("day", "date", min="today-30d", max="today"),
        question("hour", "time"),
        question("email", "email"),
        question("card", "identifier", format="cn_id_card"),
        question("order", "identifier", format={"chars": "A-Z0-9-", "min": 3, "max": 8}),
        question("area", "cascade", levels=[text("省"), text("市")], source=[["广东", "深圳"], ["海南"]]),
        question("store", "cascade", levels=[text("区"), text("店")], source="units"),
        question("photo", "file", max_files=2, accept=["image", "pdf"]),
        question("signed", "signature"),
        question("place", "location"),
        question("words", "block"),
        question("poster", "image", src="/media/poster.png"),
        question("campaign", "hidden", param="utm"),
        question("visit", "checklist", items=points),
        question("again", "multiple", carry={"from": "drinks", "what": "not_chosen"}),
    ]


def none() -> Json:
    return {"key": "none", "label": text("都不要"), "exclusive": True}


def source(*more: Json) -> Json:
    page = {"key": "page", "questions": [*questions(), *more]}
    return {"key": "every_type", "title": text("各种题"), "languages": ["zh-Hans", "zh-Hant", "en"], "pages": [page]}


EVERY_TYPE = SurveyDefinition.parse(source())
