"""Nine answers at three stores, read by people of different scopes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW

GIVEN = (
    # store, recommend, stars, comment, days before
    ("0001", 10, 5, "肉夹馍很香", 0),
    ("0001", 9, 5, "", 1),
    ("0001", 2, 1, "太贵了，不会再来", 2),
    ("0002", 8, 4, "还行", 3),
    ("0002", 0, 1, "等了一个小时", 40),
    ("0003", 10, 5, "=2+5 公式开头", 4),
    ("0003", 7, 3, "", 5),
    ("0003", 6, 2, "一般", 6),
    ("0003", 10, 5, "好吃", 7),
)


@pytest.fixture
def given(analytics: Any, answer: Callable[..., int], pump: Callable[[], None]) -> list[int]:
    """Response ids in the order of `GIVEN`; the projection has seen them."""
    ids = [
        answer(store, recommend=score, stars=stars, comment=comment, at=NOW - timedelta(days=days))
        for store, score, stars, comment, days in GIVEN
    ]
    pump()
    return ids


def ids_of(page: Any) -> list[int]:
    assert page.status_code == 200, page.content
    return [row["id"] for row in page.json()["items"]]
