from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from opencem.act.tickets.models import Ticket


@pytest.fixture
def number(ticket: Any) -> str:
    found: str = ticket(now=datetime.now(UTC)).number
    return found


def test_an_agent_works_a_ticket(api: Any, number: str) -> None:
    agent = api("agent")
    listed = agent.get("/tickets").json()["items"]
    assert [row["id"] for row in listed] == [number]
    assert listed[0]["clock"]["kind"] == "first_response"
    assert listed[0]["clock"]["state"] == "running"
    assert listed[0]["unit"] == {"code": "0001", "name": "徐汇店"}
    assert agent.get("/tickets/next").json()["ticket"]["id"] == number
    taken = agent.post(f"/tickets/{number}/take", {}).json()
    assert (taken["state"], taken["owner"]["name"], taken["version"]) == ("active", "小林", 2)
    commented = agent.post(f"/tickets/{number}/comment", {"text": "已致电"}).json()
    assert commented["clocks"]["first_response"]["state"] == "met"
    waiting = agent.post(f"/tickets/{number}/wait", {"version": 3, "text": "等回电"}).json()
    assert (waiting["clock"]["state"], waiting["clocks"]["resolution"]["state"]) == ("paused", "paused")
    agent.post(f"/tickets/{number}/resume", {"version": 4})
    closed = agent.post(
        f"/tickets/{number}/close", {"version": 5, "root_cause": "waiting", "action_taken": "退款"}
    ).json()
    assert (closed["state"], closed["clock"]["state"], closed["actions"]) == ("closed", "met", ["comment", "reopen"])
    assert [entry["kind"] for entry in closed["entries"]] == [
        "opened", "alert", "taken", "contact", "waiting", "resumed", "closed",
    ]  # fmt: skip
    assert agent.get("/tickets/summary").json()["open"] == 0
    assert agent.post(f"/tickets/{number}/reopen", {"version": 6, "text": "还是不行"}).json()["reopened"] == 1


def test_release_transfer_and_assignees(api: Any, number: str, people: Any) -> None:
    agent = api("agent")
    names = {one["name"] for one in agent.get(f"/tickets/{number}/assignees").json()}
    assert names == {"陈店长", "小林", "小杨", "李区长", "郑总"}
    agent.post(f"/tickets/{number}/take", {})
    assert agent.post(f"/tickets/{number}/release", {"version": 2}).json()["state"] == "new"
    moved = agent.post(f"/tickets/{number}/transfer", {"version": 3, "to_account": people["s1_manager"].pk})
    assert moved.json()["owner"]["name"] == "陈店长"


def test_problems_are_told_in_chinese(api: Any, number: str) -> None:
    api("agent").post(f"/tickets/{number}/take", {})
    taken = api("s1_manager").post(f"/tickets/{number}/take", {})
    assert (taken.status_code, taken.json()["code"], taken.json()["title"]) == (409, "ticket_taken", "工单已被小林领取")
    stale = api("agent").post(f"/tickets/{number}/wait", {"version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    unknown = api("agent").post(f"/tickets/{number}/close", {"version": 2, "root_cause": "?", "action_taken": "x"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "root_cause")


@pytest.mark.parametrize("body", [{}, {"version": "x"}, {"version": 2, "extra": 1}, {"version": 2, "text": "x" * 5001}])
def test_malformed_bodies_are_refused(api: Any, number: str, body: dict[str, Any]) -> None:
    assert api("agent").post(f"/tickets/{number}/release", body).status_code == 422


@pytest.mark.parametrize("query", [{"state": "x"}, {"priority": "x"}, {"sort": "x"}, {"cursor": "###"}])
def test_malformed_queries_are_refused(api: Any, number: str, query: dict[str, Any]) -> None:
    assert api("agent").get("/tickets", **query).status_code in (400, 422)


@pytest.mark.parametrize("action", ["take", "release", "comment", "wait", "resume", "transfer", "close", "reopen"])
def test_another_stores_manager_reaches_nothing(api: Any, number: str, action: str) -> None:
    other = api("s2_manager")
    body = {
        "take": {},
        "comment": {"text": "x"},
        "transfer": {"version": 1, "to_account": 1},
        "close": {"version": 1, "root_cause": "other", "action_taken": "x"},
    }.get(action, {"version": 1})
    assert other.post(f"/tickets/{number}/{action}", body).status_code == 404
    assert other.get(f"/tickets/{number}").status_code == 404
    assert other.get(f"/tickets/{number}/assignees").status_code == 404
    assert other.get("/tickets", state="all").json()["items"] == []
    assert other.get("/tickets", state="all", q=number).json()["items"] == []
    assert other.get("/tickets/summary").json()["open"] == 0
    assert other.get("/tickets/next").json()["ticket"] is None
    assert other.get("/tickets", unit="0001").status_code == 404
    assert other.get("/tickets/summary", unit="0001").status_code == 404
    assert Ticket.rows.get(number=number).version == 1


def test_who_may_only_read_cannot_work(api: Any, number: str) -> None:
    analyst = api("hq_analyst")
    assert analyst.get(f"/tickets/{number}").status_code == 200
    assert analyst.post(f"/tickets/{number}/take", {}).status_code == 403
    assert api("stranger").get("/tickets").status_code == 403


def test_what_one_may_do_follows_from_owner_and_role(api: Any, number: str) -> None:
    def may(username: str) -> list[str]:
        actions: list[str] = api(username).get(f"/tickets/{number}").json()["actions"]
        return actions

    assert may("agent") == ["take", "comment", "transfer"]
    assert may("hq_analyst") == []
    api("agent").post(f"/tickets/{number}/take", {})
    assert may("agent") == may("r1_manager") == ["comment", "wait", "transfer", "release", "close"]
    assert may("s1_manager") == ["comment"]


def test_policies(api: Any, number: str, pump: Any, analytics: Any) -> None:
    admin = api("hq_admin")
    urgent = next(one for one in admin.get("/sla-policies").json() if one["priority"] == "urgent")
    body = {key: urgent[key] for key in ("version", "resolution_minutes", "calendar", "pause_while_waiting")}
    body |= {"first_response_minutes": 5, "escalation_minutes": [0]}
    changed = admin.put(f"/sla-policies/{urgent['id']}", body)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    pump()
    detail = admin.get(f"/tickets/{number}").json()
    assert (detail["policy"]["version"], detail["entries"][-1]["kind"]) == (2, "policy")
    assert admin.put(f"/sla-policies/{urgent['id']}", body).status_code == 409
    assert admin.put("/sla-policies/999999", body).status_code == 404
    assert api("r1_manager").put(f"/sla-policies/{urgent['id']}", body).status_code == 403


def test_many_are_taken_each_for_itself(ticket: Any, api: Any, people: Any) -> None:
    mine, theirs, south = (ticket(store).number for store in ("0001", "0001", "0003"))
    api("agent").post(f"/tickets/{theirs}/take")
    outcome = api("r1_agent").post("/tickets/batch", {"act": "take", "numbers": [mine, theirs, south, mine, "none"]})
    assert outcome.status_code == 200, outcome.content
    assert outcome.json()["done"] == [mine]
    assert [(each["number"], each["code"]) for each in outcome.json()["refused"]] == [
        (theirs, "ticket_taken"),
        (south, "not_found"),
        ("none", "not_found"),
    ]
    assert "小林" in outcome.json()["refused"][0]["message"]
    assert api("agent").get(f"/tickets/{mine}").json()["owner"]["name"] == "小杨"


def test_many_are_transferred_to_who_may_work_on_them(ticket: Any, api: Any, people: Any) -> None:
    north, south = ticket("0001").number, ticket("0003").number
    body = {"act": "transfer", "numbers": [north, south], "text": "转给小杨"}
    assert api("agent").post("/tickets/batch", body).status_code == 422
    outcome = api("agent").post("/tickets/batch", body | {"to_account": people["r1_agent"].pk}).json()
    assert (outcome["done"], outcome["refused"][0]["code"]) == ([north], "ticket_assignee")
    assert api("agent").get(f"/tickets/{north}").json()["entries"][-1]["text"] == "转给小杨"


@pytest.mark.parametrize("body", [{"act": "close"}, {"numbers": []}, {"numbers": ["x"] * 501}, {"numbers": "x"}])
def test_a_batch_of_nonsense_is_refused(api: Any, number: str, body: dict[str, Any]) -> None:
    assert api("agent").post("/tickets/batch", {"act": "take", "numbers": [number], **body}).status_code == 422
    assert api("agent").get(f"/tickets/{number}").json()["owner"] is None
