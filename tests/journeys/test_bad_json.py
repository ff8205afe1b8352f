"""Bodies that are no JSON we accept, too large, of the wrong type or with members nobody knows: a clear 4xx, nothing stored."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.journeys.books import row_counts
from tests.journeys.conftest import Company
from tests.journeys.served import Person, Reply

QUESTION = {"metrics": ["nps"], "time": {"from": "2026-01-01", "to": "2026-01-31"}}
NOT_JSON = {
    "cut off": b'{"metrics": [',
    "NaN": b'{"metrics": ["nps"], "limit": NaN}',
    "infinity": b'{"limit": -Infinity}',
    "a key twice": b'{"metrics": ["nps"], "metrics": ["csat"]}',
    "lone surrogate": rb'{"unit": "\ud800"}',
    "lone surrogate as a key": rb'{"\udc00": 1}',
    "NUL escaped": rb'{"unit": "a\u0000b"}',
    "NUL raw": b'{"unit": "a\x00b"}',
    "5,000 digits": b'{"limit": ' + b"9" * 5000 + b"}",
    "depth 100,000": b"[" * 100_000,
    "depth 40,000 of objects": b'{"a":' * 40_000,
    "not UTF-8": b'{"unit": "\xff\xfe"}',
    "UTF-16": '{"unit": "HQ"}'.encode("utf-16"),
    "two values": b'{"metrics": ["nps"]} {}',
    "JavaScript": b"{metrics: ['nps']}",
}
ENDPOINTS = ("/query", "/accounts", "/surveys", "/notifications/read")


def check_problem(reply: Reply, status: int, code: str) -> dict[str, Any]:
    """An RFC 9457 problem of that code, with everything a caller needs."""
    assert reply.status == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    problem = reply.json()
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["type"] == f"urn:opencem:problem:{code}"
    assert problem["title"]
    return dict(problem)


@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_not_json_is_a_400(company_served: Company, name: str) -> None:
    root = company_served.person("root")
    before = row_counts(company_served.served)
    for path in ENDPOINTS:
        reply = root.send(
            "POST", f"/api/v1{path}", NOT_JSON[name], "application/json", **{"X-CSRFToken": root.cookies["csrftoken"]}
        )
        check_problem(reply, 400, "malformed_json")
    token = company_served.tokens["0003"]
    check_problem(root.send("POST", f"/s/{token}", NOT_JSON[name], "application/json"), 400, "malformed_json")
    assert row_counts(company_served.served) == before


def test_a_body_over_the_limit_is_a_413(company_served: Company) -> None:
    root = company_served.person("root")
    large = json.dumps({**QUESTION, "unit": "x" * 3_000_000})
    check_problem(root.raw("POST", "/query", large), 413, "too_large")
    check_problem(root.raw("POST", "/surveys", large), 413, "too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "x"])
def test_another_content_type_is_refused(company_served: Company, content_type: str) -> None:
    reply = company_served.person("root").raw("POST", "/query", "a=b&metrics=nps", content_type)
    assert 400 <= reply.status < 500
    assert reply.json()["code"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/query", {**QUESTION, "sql": "SELECT 1"}, "sql"),
        ("/query", {**QUESTION, "time": {**QUESTION["time"], "until": "x"}}, "time.until"),  # type: ignore[dict-item]
        ("/query", {**QUESTION, "filters": [{"field": "topic", "op": "eq", "value": "x", "raw": 1}]}, "filters.0.raw"),
        ("/accounts", {"username": "u", "name": "n", "password": "p", "grants": [], "is_superuser": True}, "is_superuser"),
        ("/surveys", {"definition": {}, "owner_unit_id": 1}, "owner_unit_id"),
    ],
)  # fmt: skip
def test_a_member_nobody_knows_is_named(company_served: Company, path: str, body: Any, field: str) -> None:
    before = row_counts(company_served.served)
    problem = check_problem(company_served.person("root").api("POST", path, body), 422, "invalid")
    assert (field, "unknown_field") in {
        (e["field"].removeprefix("question.").removeprefix("body."), e["code"]) for e in problem["errors"]
    }
    assert row_counts(company_served.served) == before


@pytest.mark.parametrize(
    "change",
    [
        {"metrics": ["nps; DROP TABLE response"]},
        {"metrics": ["nps"] * 51},
        {"dimensions": ["unit_id"]},
        {"filters": [{"field": "1=1 OR topic", "op": "eq", "value": "x"}]},
        {"filters": [{"field": "topic", "op": "like", "value": "%"}]},
        {"filters": [{"field": "topic", "op": "in", "value": {"a": 1}}]},
        {"order": [{"by": "nps; DELETE FROM answer"}]},
        {"limit": 10**9},
        {"limit": -1},
        {"time": {"from": "2026-02-31", "to": "2026-03-01"}},
        {"time": {"from": "2026-03-02", "to": "2026-03-01"}},
        {"time": {"from": "0001-01-01", "to": "9999-12-31"}, "compare": "year"},
        {"time": {"from": "2026-01-01", "to": "2026-01-02", "zone": "Mars/Olympus"}},
        {"time": {"from": "2026-01-01", "to": "2026-01-02", "zone": "../../etc/passwd"}},
        {"unit": "0001' OR '1'='1"},
    ],
)
def test_a_question_outside_the_vocabulary_is_refused(company_served: Company, change: dict[str, Any]) -> None:
    reply = company_served.person("root").api("POST", "/query", {**QUESTION, **change})
    assert 400 <= reply.status < 500, reply.text
    assert reply.json()["code"]


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({"metrics": ["mean:recommend') --"]}, 1),
        ({"dimensions": ["attr:' OR 1=1 --"]}, 0),
        ({"filters": [{"field": "topic", "op": "eq", "value": "' OR '1'='1"}]}, 1),
        ({"filters": [{"field": "survey", "op": "in", "value": ["x'); DROP TABLE answer; --"]}]}, 1),
    ],
)
def test_what_looks_like_sql_is_a_value_that_nothing_has(
    company_served: Company, change: dict[str, Any], rows: int
) -> None:
    answer = company_served.person("root").do("POST", "/query", {**QUESTION, **change})
    assert len(answer["rows"]) == rows
    assert all(figure["n"] == 0 for row in answer["rows"] for figure in row.values())


@pytest.mark.parametrize("path", ENDPOINTS)
def test_an_empty_body_names_what_is_missing(company_served: Company, path: str) -> None:
    reply = company_served.person("root").raw("POST", path, "")
    assert {error["code"] for error in check_problem(reply, 422, "invalid")["errors"]} == {"required"}


def test_the_reader_is_told_in_their_language(company_served: Company) -> None:
    root = company_served.person("root")
    told = {}
    for language in ("zh-CN", "en-GB"):
        reader = Person(root.port, language, dict(root.cookies))
        problem = check_problem(reader.api("POST", "/query", {**QUESTION, "metrics": []}), 422, "invalid")
        told[language] = (problem["title"], problem["errors"][0]["message"])
    assert told == {"zh-CN": ("提交的内容有误", "格式不对"), "en-GB": ("The request has errors", "Wrong type")}
