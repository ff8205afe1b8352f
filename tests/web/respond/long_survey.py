"""A survey with a question of every type that is answered in a form."""

from __future__ import annotations

from typing import Any


def text(chinese: str, english: str = "") -> dict[str, str]:
    return {"zh-Hans": chinese, "zh-Hant": chinese, "en": english or chinese}


def choices(*keys: str, **extra: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "label": text(key), **extra.get(key, {})} for key in keys]


def question(key: str, type: str, **own: Any) -> dict[str, Any]:
    return {"key": key, "type": type, "title": text(f"{type} 题"), **own}


def survey(pages: list[dict[str, Any]], **whole: Any) -> dict[str, Any]:
    languages = ["zh-Hans", "zh-Hant", "en"]
    return {"key": "long_one", "title": text("长问卷"), "languages": languages, "pages": pages, **whole}


CONSENT = {"version": "2026-01", "text": text("同意回访")}
LABELS = {"low_label": text("很差"), "high_label": text("很好")}

PAGES: list[dict[str, Any]] = [
    {
        "key": "scores",
        "title": text("打分"),
        "questions": [
            question("intro", "block", hint=text("下面几题都是打分")),
            question("recommend", "nps", **LABELS),
            question("stars", "rating", points=5, look="stars", **LABELS),
            question("faces", "rating", points=5, look="smileys", **LABELS),
            question("hearts", "rating", points=3, look="hearts"),
            question("points", "rating", points=11, look="numbers", **LABELS),
            question("effort", "ces", **LABELS),
            question("level", "slider", min=0, max=50, step=5, **LABELS),
            question("rows", "matrix_rating", rows=choices("price", "speed"), max=5),
        ],
    },
    {
        "key": "choosing",
        "title": text("选择"),
        "questions": [
            question("visit", "single", choices=choices("store", "delivery", "other", other={"open": True})),
            question("bought", "multiple", max=3, choices=choices("tea", "nuts", "cake", "none", none={"exclusive": True})),
            question("city", "dropdown", choices=choices("sh", "gz")),
            question("pack", "picture", choices=choices("box", "bag", box={"image": "/static/box.png"})),
            question("when", "matrix_single", rows=choices("week", "weekend"), choices=choices("morning", "evening")),
            question("how", "matrix_multiple", rows=choices("pay", "pick"), choices=choices("cash", "card", "app"), max=2),
            question("order", "ranking", choices=choices("taste", "price", "look")),
            question("share", "constant_sum", choices=choices("self", "gift"), total=100),
            question("place", "cascade", levels=[text("省"), text("市")], source=[["江苏", "南京"], ["江苏", "苏州"], ["上海"]]),
            question("visit_check", "checklist", items=[*choices("clean", "greeting"), {"key": "safe", "label": text("安全"), "critical": True}]),
        ],
    },
    {
        "key": "writing",
        "title": text("填写"),
        "questions": [
            question("short", "text", lines=1, max_length=30),
            question("long", "text"),
            question("people", "number", min=1, max=20, unit=text("人")),
            question("day", "date", max="today"),
            question("hour", "time"),
            question("mail", "email"),
            question("member", "identifier", format="member_id"),
            question("phone", "phone", consent=CONSENT),
            question("where", "location"),
            question("news", "consent", consent=CONSENT),
            question("campaign", "hidden", param="utm"),
        ],
    },
]  # fmt: skip

FIRST: dict[str, Any] = {
    "q__recommend": "9", "q__stars": "4", "q__faces": "5", "q__hearts": "2", "q__points": "0", "q__effort": "7",
    "q__level": "35", "q__rows__price": "3", "q__rows__speed": "5",
}  # fmt: skip
SECOND: dict[str, Any] = {
    "q__visit": "other", "q__visit__text__other": "路过", "q__bought": ["tea", "cake"], "q__city": "gz", "q__pack": "box",
    "q__when__week": "evening", "q__how__pay": ["cash", "app"], "q__order__1": "price", "q__order__2": "taste",
    "q__order__3": "look", "q__share__self": "70", "q__share__gift": "30", "q__place__1": "江苏",
    "q__visit_check__clean": "yes", "q__visit_check__safe": "no", "q__visit_check__safe__note": "灭火器过期",
}  # fmt: skip
THIRD: dict[str, Any] = {
    "q__short": "不错", "q__long": "一行\n两行", "q__people": "3", "q__day": "2026-06-01", "q__hour": "18:30",
    "q__mail": "a@Example.com", "q__member": "VIP-0042", "q__phone__number": "13812345678", "q__phone__consent": "yes",
    "q__where__lat": "31.2304", "q__where__lng": "121.4737", "q__news": "yes",
}  # fmt: skip
STORED: set[tuple[str, str, str, float | None, str | None]] = {
    ("recommend", "", "", 9, None), ("stars", "", "", 4, None), ("faces", "", "", 5, None), ("hearts", "", "", 2, None),
    ("points", "", "", 0, None), ("effort", "", "", 7, None), ("level", "", "", 35, None),
    ("rows", "price", "", 3, None), ("rows", "speed", "", 5, None),
    ("visit", "", "other", None, "路过"), ("bought", "", "tea", None, None), ("bought", "", "cake", None, None),
    ("city", "", "gz", None, None), ("pack", "", "box", None, None), ("when", "week", "evening", None, None),
    ("how", "pay", "cash", None, None), ("how", "pay", "app", None, None),
    ("order", "", "price", 1, None), ("order", "", "taste", 2, None), ("order", "", "look", 3, None),
    ("share", "", "self", 70, None), ("share", "", "gift", 30, None),
    ("place", "1", "江苏", None, None), ("place", "2", "苏州", None, None),
    ("visit_check", "clean", "yes", None, None), ("visit_check", "safe", "no", None, "灭火器过期"),
    ("short", "", "", None, "不错"), ("long", "", "", None, "一行\n两行"), ("people", "", "", 3, None),
    ("day", "", "", None, "2026-06-01"), ("hour", "", "", None, "18:30"), ("mail", "", "", None, "a@example.com"),
    ("member", "", "", None, "VIP-0042"), ("where", "lat", "", 31.2304, None), ("where", "lng", "", 121.4737, None),
    ("news", "consent", "2026-01", 1, None), ("campaign", "", "", None, "spring"),
}  # fmt: skip
"""The rows of the answers above; a phone is kept with the response."""
