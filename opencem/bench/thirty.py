"""A long survey for the benches: 30 questions on five pages, 20 rules (conditions, jumps, calculations), a quota."""

from __future__ import annotations

import random
from typing import Any

ROWS = ("product", "service", "environment")
TOPICS = ("好吃", "干净", "热情", "实惠", "新鲜")


def definition(quota: int) -> dict[str, Any]:
    """The survey; its quota takes everybody who came to a store, `quota` of them."""
    return {
        "key": "thirty_questions",
        "title": _words("三十道题"),
        "thanks": _words("谢谢"),
        "ends": [{"key": "full", "title": _words("名额已满"), "text": _words("谢谢关注"), "outcome": "screened_out"}],
        "calculations": [
            {"key": "stars", "value": {"+": [{"var": f"stars_{n}"} for n in range(1, 7)]}},
            {"key": "worst", "value": {"min": [{"var": f"stars_{n}"} for n in range(1, 7)]}},
        ],
        "quotas": [{"key": "visitors", "limit": quota, "if": {"==": [{"var": "came"}, "store"]}, "end": "full"}],
        "pages": [_first(), _stars(), _places(), _topics(), _last()],
    }


def form(key: str, rng: random.Random) -> dict[str, object]:
    """Every answer, as the fields of its last page: somebody who came to a store and was asked all thirty."""
    names = [each["key"] for page in definition(1)["pages"] for each in page["questions"]]
    ratings = {f"q.place_{n}.{row}": rng.randint(2, 5) for n in range(1, 5) for row in ROWS}
    return {
        "_key": key, "_page": 4, "_language": "zh-Hans", "_elapsed": rng.randint(60, 300), "_seen": names,
        "q.recommend": rng.choice((3, 5, 6)), "q.came": "store", "q.why": "far", "q.age": rng.randint(18, 70),
        "q.bought": ["nuts", "cake"], "q.first_time": "no",
        **{f"q.stars_{n}": rng.randint(1, 3) for n in range(1, 7)}, **ratings,
        **{f"q.topic_{n}": ["c1", "c3"] for n in range(1, 9)},
        **{f"q.words_{n}": f"{rng.choice(TOPICS)}，{rng.choice(TOPICS)}" for n in range(1, 7)},
    }  # fmt: skip


def _first() -> dict[str, Any]:
    questions = [
        _question("recommend", "nps", role="recommend", required=True),
        _question("came", "single", required=True, choices=_choices("store", "online")),
        _question("why", "single", show_if={"<=": [{"var": "recommend"}, 6]}, choices=_choices("far", "dear")),
        _question("age", "number", show_if={"==": [{"var": "came"}, "store"]}, min=1, max=120),
        _question("bought", "multiple", choices=_choices("nuts", "meat", "cake")),
        _question("first_time", "single", show_if={"in": ["cake", {"var": "bought"}]}, choices=_choices("yes", "no")),
    ]
    return {
        "key": "first", "questions": questions, "next": [{"if": {"==": [{"var": "came"}, "online"]}, "to": "topics"}],
    }  # fmt: skip


def _stars() -> dict[str, Any]:
    questions = [_question(f"stars_{n}", "rating", points=5, required=True) for n in range(1, 7)]
    jump = {"if": {">=": [{"var": "calc.stars"}, 29]}, "to": "last"}
    return {"key": "stars", "questions": questions, "next": [jump]}


def _places() -> dict[str, Any]:
    """Asked about what got few stars."""
    questions = [
        _question(f"place_{n}", "matrix_rating", show_if={"<=": [{"var": f"stars_{n}"}, 3]}, max=5,
                  rows=[{"key": row, "label": _words(row)} for row in ROWS])
        for n in range(1, 5)
    ]  # fmt: skip
    return {"key": "places", "questions": questions, "show_if": {"<=": [{"var": "calc.worst"}, 3]}}


def _topics() -> dict[str, Any]:
    questions = [
        _question(f"topic_{n}", "multiple", choices=_choices(*(f"c{number}" for number in range(6))))
        for n in range(1, 9)
    ]
    return {"key": "topics", "questions": questions}


def _last() -> dict[str, Any]:
    """Words about what was picked: each of six topics has its condition."""
    questions = [
        _question(f"words_{n}", "text", show_if={"in": ["c3", {"var": f"topic_{n}"}]}, max_length=500)
        for n in range(1, 7)
    ]
    return {"key": "last", "questions": questions}


def _question(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "title": _words(f"问题 {key}"), **fields}


def _choices(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "label": _words(key)} for key in keys]


def _words(text: str) -> dict[str, str]:
    return {"zh-Hans": text}
