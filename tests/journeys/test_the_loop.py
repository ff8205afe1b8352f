"""From a QR code to a figure, an alert, a ticket, a closed ticket and a scorecard, over HTTP."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.conftest import Company
from tests.journeys.served import Person, Reply, eventually


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def figures(person: Person, store: str, *metrics: str) -> dict[str, Any]:
    """The metrics of one store over the last days."""
    time = {"from": str(today() - timedelta(days=2)), "to": str(today())}
    rows = person.do("POST", "/query", {"metrics": list(metrics), "unit": store, "time": time})["rows"]
    return dict(rows[0]) if rows else {}


def both_take(company: Company, number: str) -> tuple[Person, Person, Reply]:
    """Two agents at once; the one who has it, the other, and what the other was told."""
    agents, shot = [company.person("agent1"), company.person("agent2")], threading.Barrier(2)
    replies: dict[int, Reply] = {}

    def take(index: int) -> None:
        shot.wait()
        replies[index] = agents[index].api("POST", f"/tickets/{number}/take", {})

    threads = [threading.Thread(target=take, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status for reply in replies.values()) == [200, 409]
    winner = next(index for index in replies if replies[index].status == 200)
    return agents[winner], agents[1 - winner], replies[1 - winner]


def test_a_low_score_goes_all_the_way(company_served: Company) -> None:
    company, analyst = company_served, company_served.person("analyst")
    assert figures(analyst, "0001", "responses")["responses"]["value"] in (0, None)
    company.respondent("0001").answer(2, "太贵了，等了四十分钟", stars=2)

    ticket = company.ticket_of("0001")
    seen = eventually(
        lambda: (now := figures(analyst, "0001", "responses", "nps", "csat", "tickets"))["tickets"]["value"] and now
    )
    assert (seen["responses"]["value"], seen["nps"]["value"], seen["nps"]["n"]) == (1, -100.0, 1)
    assert seen["csat"]["value"] == 0.0

    (alert,) = analyst.read("/alerts", unit="0001")["items"]
    assert (alert["rule"]["key"], alert["ticket"], alert["unit"]["code"]) == ("unhappy", ticket["id"], "0001")
    assert ticket["state"] == "new"
    assert ticket["opened_at"] < ticket["first_response_due_at"] < ticket["resolution_due_at"]
    eventually(lambda: company.postbox.to("s1@example.com", ticket["id"]))

    _is_worked_on(company, ticket["id"])
    _drills_down(analyst, ticket)
    month = f"{today():%Y-%m}"
    card = eventually(lambda: _nps_item(analyst, month))
    assert (card["value_all"], card["n_all"]) == (-100.0, 1)


def _is_worked_on(company: Company, number: str) -> None:
    owner, other, told = both_take(company, number)
    assert told.json()["code"] == "ticket_taken"
    path = f"/tickets/{number}"
    version = owner.read(path)["version"]
    contacted = owner.do("POST", f"{path}/comment", {"text": "已致电顾客", "contact": True})
    assert contacted["first_response_met"] is True
    stale = owner.api("POST", f"{path}/wait", {"version": version, "text": "等顾客回电"})
    assert (stale.status, stale.json()["code"]) == (409, "conflict")
    waiting = owner.do("POST", f"{path}/wait", {"version": contacted["version"], "text": "等顾客回电"})
    assert (waiting["state"], waiting["clock"]["state"]) == ("waiting", "paused")
    close = {
        "version": waiting["version"],
        "root_cause": waiting["root_causes"][0]["code"],
        "action_taken": "退款并致歉",
    }
    assert other.api("POST", f"{path}/close", close).status == 403
    for missing, field in (({"action_taken": " "}, "action_taken"), ({"root_cause": "mood"}, "root_cause")):
        refused = owner.api("POST", f"{path}/close", {**close, **missing})
        assert (refused.status, refused.json()["errors"][0]["field"]) == (422, field)
    closed = owner.do("POST", f"{path}/close", close)
    assert (closed["state"], closed["action_taken"]) == ("closed", "退款并致歉")
    again = owner.do("POST", f"{path}/reopen", {"version": closed["version"], "text": "顾客又来电"})
    assert (again["state"], again["reopened"]) == ("active", 1)
    kinds = [entry["kind"] for entry in again["entries"]]
    assert sorted(kinds) == sorted(["opened", "alert", "taken", "contact", "waiting", "closed", "reopened"])


def _drills_down(analyst: Person, ticket: Any) -> None:
    (voice,) = analyst.read("/feedback", unit="0001", score_max=6)["items"]
    assert (voice["recommend"], voice["ticket"]["id"], voice["text"]) == (2, ticket["id"], "太贵了，等了四十分钟")
    assert {(mention["topic"], mention["polarity"]) for mention in voice["mentions"]} >= {("price", -1)}
    opened = analyst.read(f"/feedback/{voice['id']}")
    stars = {answer["row"]: answer["number"] for answer in opened["answers"] if answer["question"] == "satisfaction"}
    assert stars == dict.fromkeys(("product", "service", "environment", "price", "speed"), 2)


def _nps_item(analyst: Person, month: str) -> Any:
    reply = analyst.api("GET", f"/scorecards/0001/{month}")
    if reply.status != 200:
        return None
    return next((item for item in reply.json()["items"] if item["metric"] == "nps" and item["n_all"]), None)


def test_a_form_sent_twice_is_one_response_and_two_forms_are_two(company_served: Company) -> None:
    company = company_served
    phone = company.respondent("0004")
    phone.open()
    phone.first_page(9)
    form = phone.last_page("好吃")
    phone.page.send(form)
    assert phone.page.is_thanked
    phone.page.send(form)
    assert phone.page.is_thanked
    phone.open()
    assert phone.page.is_thanked, "the same browser is told that it has answered"
    company.respondent("0004").answer(10)
    stored = "SELECT count(*), count(DISTINCT submission_key) FROM responses_response r JOIN organization_orgunit u ON u.id = r.unit_id WHERE u.code = '0004'"
    assert company.served.rows(stored) == [(2, 2)]
    analyst = company.person("analyst")
    eventually(lambda: figures(analyst, "0004", "responses")["responses"]["value"] == 2)
    assert figures(analyst, "0004", "nps")["nps"]["value"] == 100.0
    assert company.tickets("0004") == []


def test_a_forgotten_ticket_climbs_and_the_region_is_mailed(company_served: Company) -> None:
    """The escalation job with the clock put forward, its mail through the SMTP server."""
    company = company_served
    company.respondent("0006").answer(0, "再也不来了")
    ticket = company.ticket_of("0006")
    assert ticket["level"] == 0
    late = (datetime.fromisoformat(ticket["first_response_due_at"]) + timedelta(minutes=1)).astimezone(UTC)
    company.served.inside(_LATER.format(at=late.isoformat()))
    raised = company.person("root").read(f"/tickets/{ticket['id']}")
    assert (raised["level"], [entry["kind"] for entry in raised["entries"]].count("escalated")) == (1, 1)
    letters = eventually(lambda: company.postbox.to("r1@example.com", ticket["id"]))
    assert any("超时" in letter["Subject"] or "逾期" in letter["Subject"] for letter in letters), letters
    told = company.person("r1").read("/notifications")["items"]
    assert any(ticket["id"] in str(notice) for notice in told)
    company.served.inside(_LATER.format(at=late.isoformat()))
    assert company.person("root").read(f"/tickets/{ticket['id']}")["level"] == 1, "a second look raises nothing"


_LATER = """
from datetime import datetime
from opencem.act.notifications import mail
from opencem.act.tickets import service
at = datetime.fromisoformat("{at}")
while service.escalate_due(at): pass
while mail.deliver_due(at): pass
"""
