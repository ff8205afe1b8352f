"""Cursors come back from the caller's hands."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from opencem.kit.paging import decode_cursor, encode_cursor
from opencem.kit.problems import Problem

AT = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


def forged(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_cursor_comes_back_as_the_position_it_was_made_of() -> None:
    assert decode_cursor(encode_cursor([AT.isoformat(), 7]), datetime, int) == [AT, 7]
    assert decode_cursor(encode_cursor([1.5, 7]), float, int) == [1.5, 7]
    assert decode_cursor(None, int) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "!!!", "AAAA", "é", forged({"a": 1}), forged(7), forged(None), forged([1]), forged([AT.isoformat()]),
        forged([AT.isoformat(), 1, 2]), forged([AT.isoformat(), "1 OR 1=1"]), forged([AT.isoformat(), 2**63]),
        forged([AT.isoformat(), True]), forged([AT.isoformat(), 1.5]), forged(["2026-06-15", 1]), forged(["x", 1]),
        forged(["0001-01-01T00:00:00+23:59", 1]), forged([["a"], 1]), "W" * 100_000,
    ],
)  # fmt: skip
def test_anything_else_is_a_bad_cursor(cursor: str) -> None:
    with pytest.raises(Problem) as refused:
        decode_cursor(cursor, datetime, int)
    assert (refused.value.code, refused.value.status) == ("bad_cursor", 400)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "1"])
def test_a_number_is_finite(value: object) -> None:
    with pytest.raises(Problem):
        decode_cursor(forged([value]), float)
