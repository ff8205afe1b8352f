"""Every parameter of every read, with values no page of ours sends: an answer or a clear 4xx, never a 5xx."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.journeys.books import row_counts
from tests.journeys.conftest import Company
from tests.journeys.served import Person
from tests.journeys.test_bad_json import check_problem
from tests.paths import ROOT

STRANGE = {
    "SQL": quote("' OR 1=1 --"),
    "SQL of two": quote("1; DROP TABLE feedback_feedback"),
    "a pattern": quote("%_\\*"),
    "NUL": "%00",
    "half a character": "%ED%A0%80%FF",
    "5,000 digits": "9" * 5000,
    "over 64 bits": "9223372036854775808",
    "negative": "-1",
    "no number": "NaN",
    "other digits": quote("١٢"),
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "a path": quote("../../../etc/passwd", safe=""),
    "nothing": "",
    "markup": quote("<script>alert(1)</script>"),
    "an operator": quote('{"$gt": ""}'),
}
READS = {
    path: [p["name"] for p in call["get"].get("parameters", []) if p["in"] == "query"]
    for path, call in json.loads((ROOT / "spec" / "openapi.json").read_text(encoding="utf-8"))["paths"].items()
    if "get" in call
}


def urls(path: str, value: str) -> list[str]:
    """The path with the value in each of its places, and in each of its parameters one at a time."""
    parts = path.removeprefix("/api/v1").split("/")
    holes = [index for index, part in enumerate(parts) if "{" in part]
    filled = "/".join("x" if "{" in part else part for part in parts)
    places = [
        "/".join(value if i == hole else "1" if "{" in part else part for i, part in enumerate(parts)) for hole in holes
    ]
    return [*places, *(f"{filled}?{name}={value}" for name in READS[path])]


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_value_is_never_the_servers_fault(company_served: Company, name: str) -> None:
    root = company_served.person("root")
    before = row_counts(company_served.served)
    bad = [told for path in READS for url in urls(path, STRANGE[name]) if (told := _fault(root, url))]
    assert bad == []
    after = row_counts(company_served.served)
    grown = {table for table in after if after[table] != before[table]}
    assert grown <= {"audit_auditentry"}  # an export that was allowed is recorded


def _fault(root: Person, url: str) -> str:
    reply = root.api("GET", url)
    if reply.status < 400:
        return ""
    is_problem = reply.headers["content-type"].startswith("application/problem+json") and reply.json()["code"]
    return "" if reply.status < 500 and is_problem else f"{url[:120]}: {reply.status} {reply.text[:200]}"


def _forged(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


FORGED = ["!!!", "é", "A" * 4000, *map(_forged, (
    {"a": 1}, None, 7, [], [1, 2, 3, 4, 5], ["1 OR 1=1"], [2**63], [True], [1.5, "x"], [float("inf"), 1],
    ["2026-01-01", 1], ["2026-01-01T00:00:00+00:00", "x"], ["0001-01-01T00:00:00+23:59", 1], [[[]]],
))]  # fmt: skip
PAGED = (
    "/feedback", "/tickets", "/tickets?sort=newest", "/alerts", "/notifications", "/audit", "/imports", "/scorecards?month=2026-11",
    "/surveys/post_purchase/collectors", "/fusion/people?attitude=detractor&behaviour=stable",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGED)
def test_a_forged_cursor_is_told_as_such(company_served: Company, path: str) -> None:
    root = company_served.person("root")
    assert root.api("GET", path).status == 200
    for cursor in FORGED:
        reply = root.api("GET", f"{path}{'&' if '?' in path else '?'}cursor={quote(cursor)}")
        problem = check_problem(reply, 400, "bad_cursor")
        assert problem["errors"][0]["field"] == "cursor"
