"""The largest survey the bars speak of: 300 questions and 200 rules on 60 pages."""

from __future__ import annotations

from typing import Any

from .every_type import question
from .surveys import choices, text

PAGES, ON_A_PAGE, RULES = 60, 5, 200


def source() -> dict[str, Any]:
    pages = [_page(number) for number in range(PAGES)]
    ends = [{"key": "out", "title": text("谢谢"), "outcome": "screened_out"}]
    return {
        "key": "large",
        "title": text("大问卷"),
        "languages": ["zh-Hans", "zh-Hant", "en"],
        "pages": pages,
        "ends": ends,
    }


def rules_in(value: object) -> int:
    """How many rules a definition has."""
    if isinstance(value, dict):
        return sum((name in ("show_if", "if")) + rules_in(part) for name, part in value.items())
    return sum(map(rules_in, value)) if isinstance(value, list) else 0


def _page(number: int) -> dict[str, Any]:
    page: dict[str, Any] = {"key": f"p{number}", "questions": [_question(number, place) for place in range(ON_A_PAGE)]}
    if 0 < number <= 20:
        page["next"] = [{"if": _rule(number - 1), "to": "end:out" if number == 20 else f"p{number + 2}"}]
    return page


def _question(page: int, place: int) -> dict[str, Any]:
    key = f"q{page}_{place}"
    made = (
        question(key, "nps")
        if place == 0
        else question(key, "single", choices=choices("a", "b", "c", "d"))
        if place == 1
        else question(key, "multiple", choices=choices(*"abcdefgh"))
        if place == 2
        else question(key, "text")
        if place == 3
        else question(key, "matrix_rating", rows=choices("r1", "r2", "r3"))
    )
    if page and 1 <= place <= 4 and (page - 1) * 4 + place <= RULES - 20:
        made["show_if"] = _rule(page - 1)
    return made


def _rule(page: int) -> dict[str, Any]:
    return {
        "and": [
            {"<=": [{"var": f"q{page}_0"}, 6]},
            {"or": [{"selected": [f"q{page}_1", "a"]}, {"selected": [f"q{page}_2", "b"]}]},
            {"!": [{"selected": [f"q{page}_2", "h"]}]},
        ]
    }
