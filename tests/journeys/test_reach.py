"""What a store manager reaches, and what not: by list, id, search, export, totals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Company
from tests.journeys.served import eventually
from tests.journeys.test_the_loop import today

WORDS = "静安店的秘密"


@pytest.fixture(scope="module")
def foreign(company_served: Company) -> dict[str, Any]:
    """A feedback and a ticket of store 0002, which s1 does not manage."""
    company_served.respondent("0002").answer(1, WORDS)
    ticket = company_served.ticket_of("0002")
    voice = company_served.person("s2").read("/feedback")["items"][0]
    collectors = company_served.person("root").read("/surveys/post_purchase/collectors", unit="0002")["items"]
    return {"ticket": ticket["id"], "feedback": voice["id"], "collector": collectors[0]["id"]}


def test_the_manager_of_the_store_sees_it(company_served: Company, foreign: dict[str, Any]) -> None:
    s2 = company_served.person("s2")
    assert s2.read(f"/feedback/{foreign['feedback']}")["text"] == WORDS
    assert s2.read(f"/tickets/{foreign['ticket']}")["id"] == foreign["ticket"]
    assert s2.read("/me")["home"] == "store"


@pytest.mark.parametrize(
    "path",
    [
        "/feedback/{feedback}", "/tickets/{ticket}", "/tickets/{ticket}/assignees", "/collectors/{collector}/qr.png",
        "/feedback?unit=0002", "/tickets?unit=0002", "/alerts?unit=0002", "/scorecards?month=2026-11&unit=0002",
        "/units/0002/history", "/feedback?unit=HQ", "/fusion/matrix?unit=R1",
    ],
)  # fmt: skip
def test_what_is_elsewhere_does_not_exist(company_served: Company, foreign: dict[str, Any], path: str) -> None:
    reply = company_served.person("s1").api("GET", path.format(**foreign))
    assert reply.status in (403, 404), reply.text
    assert WORDS not in reply.text


def test_nothing_of_it_in_lists_search_export_and_totals(company_served: Company, foreign: dict[str, Any]) -> None:
    s1 = company_served.person("s1")
    for path in ("/feedback", "/tickets?state=all", "/alerts", "/units", f"/search?q={'%E7%A7%98%E5%AF%86'}"):
        text = s1.api("GET", path).text
        assert WORDS not in text
        assert foreign["ticket"] not in text
    mine = {"metrics": ["tickets"], "dimensions": ["store"], "time": {"from": str(today()), "to": str(today())}}
    stores = {row["store"]["code"] for row in s1.do("POST", "/query", mine)["rows"]}
    assert stores <= {"0001"}
    refused = s1.api("POST", "/query", {**mine, "unit": "0002"})
    assert (refused.status, refused.json()["code"]) == (404, "not_found")
    export = s1.api("GET", "/feedback/export.xlsx")
    assert export.status == 403 or WORDS.encode() not in export.body


@pytest.mark.parametrize("act", ["take", "comment", "close", "reopen", "transfer"])
def test_no_hand_on_the_ticket_of_another_store(company_served: Company, foreign: dict[str, Any], act: str) -> None:
    body = {
        "take": {},
        "comment": {"text": "x"},
        "close": {"version": 1, "root_cause": "other", "action_taken": "x"},
        "reopen": {"version": 1},
        "transfer": {"version": 1, "to_account": 1},
    }[act]
    reply = company_served.person("s1").api("POST", f"/tickets/{foreign['ticket']}/{act}", body)
    assert reply.status == 404
    kept = company_served.person("root").read(f"/tickets/{foreign['ticket']}")
    assert (kept["state"], kept["owner"], kept["version"]) == ("new", None, 1)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/accounts"), ("GET", "/audit"), ("GET", "/system/health"), ("POST", "/accounts"), ("POST", "/surveys")],
)
def test_what_is_headquarters_own_is_forbidden(company_served: Company, method: str, path: str) -> None:
    body = {"username": "x", "name": "x", "password": "x", "grants": []} if path == "/accounts" else {"definition": {}}
    reply = company_served.person("s1").api(method, path, body if method == "POST" else None)
    assert (reply.status, reply.json()["code"]) == (403, "forbidden")


def test_a_new_right_and_a_lost_one_count_at_once(company_served: Company, foreign: dict[str, Any]) -> None:
    root, r1 = company_served.person("root"), company_served.person("r1")
    account = next(one for one in root.read("/accounts") if one["username"] == "r1")
    assert r1.api("GET", f"/feedback/{foreign['feedback']}").status == 200
    path = f"/accounts/{account['id']}"
    root.do("PATCH", path, {"grants": [{"role": "region_manager", "unit": "R2"}]})
    try:
        assert r1.api("GET", f"/feedback/{foreign['feedback']}").status == 404
    finally:
        root.do("PATCH", path, {"grants": [{"role": "region_manager", "unit": "R1"}]})
    eventually(lambda: r1.api("GET", f"/feedback/{foreign['feedback']}").status == 200)
