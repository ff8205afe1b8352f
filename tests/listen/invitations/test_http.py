"""Batches, triggers, rules and explanations over HTTP, by people who may and people who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencem.kit.clock import now
from opencem.listen.customers.models import Customer
from opencem.listen.invitations import service, tokens
from opencem.listen.invitations.models import Batch, ContactPolicy, Invitation, OptOut, State
from opencem.platform.audit.models import AuditEntry

BATCH = {"name": "六月回访", "survey": "post_purchase", "unit": "HQ", "channels": ["email"]}


@pytest.fixture(autouse=True)
def _always_awake(survey: Any) -> None:
    """Without quiet hours, so that the tests run the same by day and by night."""
    from opencem.listen.invitations.rules import BUILT_IN

    ContactPolicy.objects.create(version=1, content={**BUILT_IN, "quiet": None}, changed_at=now())


def test_a_batch_from_draft_to_answer(api: Any, person: Any, pump: Any, mail: Any) -> None:
    hq = api("hq_admin")
    for number in range(3):
        person(f"M{number}", email=f"m{number}@example.com", level="金" if number else "")
    made = hq.post("/invitation-batches", {**BATCH, "people": {"levels": ["金"]}, "reminder_hours": [72]})
    assert made.status_code == 201, made.content
    batch = made.json()
    assert (batch["state"], batch["people"]["filter"]["levels"], batch["preview"]) == ("draft", ["金"], None)
    path = f"/invitation-batches/{batch['id']}"
    assert hq.post(f"{path}/preview").status_code == 200
    pump()
    seen = hq.get(path).json()["preview"]
    assert (seen["chosen"], seen["send"]) == (2, 2)
    assert seen["rules"][0] == {"rule": "unreachable", "left_out": 0, "left": 2}
    assert hq.post(f"{path}/start", {"version": 1}).json()["state"] == "scheduled"
    pump()
    assert sorted(message.recipient for message in mail.taken) == ["m1@example.com", "m2@example.com"]
    token = mail.taken[0].link.rpartition("/")[2]
    service.completed(token, 4711, now())
    funnel = hq.get(path).json()["funnel"]
    assert {name: funnel[name] for name in ("created", "sent", "delivered", "completed")} == {
        "created": 2, "sent": 2, "delivered": 2, "completed": 1,
    }  # fmt: skip
    assert funnel["rates"]["response"] == 0.5
    listed = hq.get("/invitations", batch=batch["id"], state="completed").json()["items"]
    assert [item["customer"]["name"] for item in listed] == [Customer.objects.get(pk=_customer(token)).name]
    assert AuditEntry.objects.filter(action__startswith="batch.").values_list("action", flat=True).count() == 2


def _customer(token: str) -> int:
    number = tokens.read(token)
    assert number is not None
    return int(Invitation.rows.get(pk=number).customer_id)


def test_a_file_over_http(api: Any, person: Any, pump: Any) -> None:
    person("M1", email="m1@example.com")
    hq = api("hq_admin")
    batch = hq.post("/invitation-batches", BATCH).json()
    path = f"/invitation-batches/{batch['id']}"
    file = SimpleUploadedFile("名单.csv", "邮箱\nm1@example.com\nnobody@example.com\n".encode("gb18030"))
    taken = hq.client.post(f"/api/v1{path}/file", {"file": file})
    assert (taken.status_code, taken.json()["state"]) == (200, "reading")
    pump()
    people = hq.get(path).json()["people"]
    assert (people["file"], people["listed"], people["rejected"]) == ("名单.csv", 1, 1)
    assert people["rejects"] == [
        {
            "row": 3,
            "code": "person_unknown",
            "message": "客户资料里没有这个人，或不在你的数据范围内",
            "shown": "n***@example.com",
        }
    ]
    wrong = hq.client.post(f"/api/v1{path}/file", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "file_without_key")
    assert hq.client.post(f"/api/v1{path}/file", {}).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channels": []}, "channels"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"share": 0}, "share"),
        ({"share": 1.5}, "share"),
        ({"name": "  "}, "name"),
        ({"expires_hours": 10**12}, "expires_hours"),
        ({"reminder_hours": [1, 2, 3, 4]}, "reminder_hours"),
        ({"message": {"zh-Hans": {"subject": "", "text": "没有链接"}}}, "message.zh-Hans.text"),
        ({"people": {"ordered_days": 0}}, "people.ordered_days"),
        ({"people": {"customer_id__in": [1]}}, "people.customer_id__in"),
        ({"per_minute": 0}, "per_minute"),
        ({"survey": "x" * 100}, "survey"),
    ],
)
def test_bad_input_is_a_clear_refusal(api: Any, change: dict[str, Any], field: str) -> None:
    response = api("hq_admin").post("/invitation-batches", {**BATCH, **change})
    assert response.status_code == 422, response.content
    assert field in {error["field"] for error in response.json()["errors"]}
    assert not Batch.rows.exists()


def test_who_may_not_send_may_not(api: Any) -> None:
    for username in ("s1_manager", "agent"):
        assert api(username).post("/invitation-batches", BATCH).status_code == 403
    assert api("r1_manager").post("/invitation-batches", BATCH).status_code == 404
    assert api("r1_manager").post("/invitation-batches", {**BATCH, "unit": "R1"}).status_code == 201
    assert api("s1_manager").get("/invitation-batches").json()["items"] == []


def test_nothing_starts_without_a_sender_and_nobody_overwrites_another(api: Any) -> None:
    hq = api("hq_admin")
    batch = hq.post("/invitation-batches", {**BATCH, "channels": ["wechat"]}).json()
    path = f"/invitation-batches/{batch['id']}"
    assert hq.post(f"{path}/start", {"version": 1}).json()["code"] == "channel_unbound"
    assert hq.put(path, {**BATCH, "name": "改名", "version": 1}).json()["name"] == "改名"
    assert hq.put(path, {**BATCH, "version": 1}).status_code == 409
    assert hq.post(f"{path}/resume").json()["code"] == "batch_state"
    assert hq.post("/invitation-batches/none/pause").status_code == 404


def test_rules_are_versions(api: Any) -> None:
    hq = api("hq_admin")
    rules = hq.get("/contact-rules").json()
    assert (rules["version"], rules["quiet"], rules["bound"]) == (1, None, ["email", "sms"])
    content = {"version": 1, "fatigue": rules["fatigue"], "quiet": {"begins": 1260, "ends": 540}, "complaint_days": 30}
    assert hq.put("/contact-rules", content).json()["version"] == 2
    assert hq.put("/contact-rules", content).status_code == 409
    twice = {**content, "version": 2, "fatigue": [rules["fatigue"][0], rules["fatigue"][0]]}
    assert hq.put("/contact-rules", twice).json()["code"] == "rule_key_twice"
    nothing = {**rules["fatigue"][0], "gap_hours": None}
    assert (
        hq.put("/contact-rules", {**content, "version": 2, "fatigue": [nothing]}).json()["code"]
        == "contact_rule_invalid"
    )
    same = {**content, "version": 2, "quiet": {"begins": 60, "ends": 60}}
    assert hq.put("/contact-rules", same).json()["code"] == "quiet_hours_invalid"
    assert api("hq_analyst").put("/contact-rules", content).status_code == 403
    assert ContactPolicy.objects.count() == 2


def test_a_trigger_is_made_simulated_and_switched_on(api: Any, person: Any, order: Any, pump: Any) -> None:
    hq = api("hq_admin")
    order("O1", person("M1", email="m1@example.com"), at=now() - timedelta(days=3))
    wish = {**BATCH, "name": "购后", "event": "order.recorded", "delay_minutes": 60}
    made = hq.post("/triggers", wish).json()
    assert (made["active"], made["simulation"]) == (False, None)
    path = f"/triggers/{made['id']}"
    assert hq.post(f"{path}/simulate").status_code == 200
    pump()
    simulation = hq.get(path).json()["simulation"]
    assert (simulation["events"], simulation["matched"], simulation["asked"]) == (1, 1, 1)
    assert not Invitation.rows.exists()
    assert hq.put(path, {**wish, "version": 1, "active": True}).json()["active"]
    bad = hq.post("/triggers", {**wish, "condition": {"all": [{"field": "nps", "op": "<", "value": 6}]}})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "condition.all.0.field")
    assert [each["id"] for each in hq.get("/triggers").json()] == [made["id"]]


def test_a_touch_event_over_http(api: Any) -> None:
    body = {
        "kind": "refund", "external_id": "R1", "unit": "0001", "customer": {"phone": "13800000001"},
        "occurred_at": now().isoformat(), "amount": 88,
    }  # fmt: skip
    hq = api("hq_admin")
    assert (hq.post("/touch-events", body).status_code, hq.post("/touch-events", body).status_code) == (201, 200)
    assert hq.post("/touch-events", {**body, "customer": {"phone": "12"}}).json()["code"] == "identity_bad"
    assert hq.post("/touch-events", {**body, "customer": {}}).status_code == 422
    assert hq.post("/touch-events", {**body, "kind": "Bad Kind"}).status_code == 422
    assert hq.post("/touch-events", {**body, "occurred_at": "2026-06-15T12:00"}).status_code == 422
    assert api("r2_manager").post("/touch-events", {**body, "external_id": "R2"}).status_code == 404


def test_why_a_person_was_not_asked(api: Any, person: Any, company: Any, survey: Any, pump: Any, mail: Any) -> None:
    customer = person("M1", email="m1@example.com")
    public_id = Customer.objects.get(pk=customer).public_id
    hq = api("hq_admin")
    for name in ("first", "second"):
        batch = hq.post("/invitation-batches", {**BATCH, "name": name}).json()
        hq.post(f"/invitation-batches/{batch['id']}/start", {"version": 1})
        pump()
    told = api("s1_manager").get(f"/customers/{public_id}/invitations").json()
    assert [(each["state"], each["reason"]) for each in told["invitations"]] == [
        ("skipped", "fatigue:week"), ("delivered", ""),
    ]  # fmt: skip
    assert [step["state"] for step in told["invitations"][1]["steps"]] == ["scheduled", "sent", "delivered"]
    assert {each["by_name"] for each in told["invitations"]} == {""}  # the batches are headquarters'
    assert (told["now"]["outcome"], told["now"]["rule"], told["now"]["rules_version"]) == ("skip", "fatigue:week", 1)
    week = next(check for check in told["now"]["checks"] if check["rule"] == "fatigue:week")
    assert (week["name"], week["verdict"], week["until"]) == ("任意问卷间隔 7 天", "skip", told["now"]["next_at"])
    assert api("s2_manager").get(f"/customers/{public_id}/invitations").status_code == 404
    assert hq.get("/customers/none/invitations").status_code == 404

    agent = api("agent")
    assert agent.post(f"/customers/{public_id}/do-not-ask", {"ask": False}).json()["now"]["rule"] == "opt_out"
    assert agent.post(f"/customers/{public_id}/do-not-ask", {"ask": True}).json()["opted_out"] == []
    assert agent.post(f"/customers/{public_id}/do-not-ask", {"ask": False, "channel": "pigeon"}).status_code == 422
    assert OptOut.objects.get().revoked_at is not None


def test_the_funnel_counts_by_definition(
    api: Any, person: Any, company: Any, survey: Any, people: Any, scope: Any, wish: Any
) -> None:
    """Ten of each store's people, every state once or more; the rates by hand."""
    at = now()
    batch = service.draft_batch(
        scope=scope("hq_admin"), by=people["hq_admin"], wish=wish(), people={}, per_minute=None, now=at
    )
    ways = [
        ("skipped", "sampling", 0), ("skipped", "sampling", 0), ("skipped", "opt_out", 0), ("skipped", "fatigue:week", 0),
        ("bounced", "receipt", 1), ("delivered", "", 2), ("opened", "", 3), ("started", "", 4), ("completed", "", 5),
        ("completed", "", 5),
    ]  # fmt: skip
    stamps = ("sent_at", "delivered_at", "opened_at", "started_at", "completed_at")
    for store in ("0001", "0003"):
        for number, (state, reason, reached) in enumerate(ways):
            Invitation.rows.create(
                batch=batch, survey=survey["survey"], unit_id=company[store], customer_id=person(f"{store}-{number}", store),
                channel="sms" if number % 2 else "email", state=State(state), reason=reason, created_at=at,
                expires_at=at + timedelta(days=7), **dict.fromkeys(stamps[:reached], at),
            )  # fmt: skip
    page = api("hq_admin").get("/invitations/funnel", by="unit").json()
    store = page["items"][0]["funnel"]
    assert [item["key"] for item in page["items"]] == ["0001", "0003"]
    assert {name: store[name] for name in ("created", "sampled_out", "suppressed", "sent", "delivered", "opened", "started", "completed")} == {
        "created": 10, "sampled_out": 2, "suppressed": 2, "sent": 6, "delivered": 5, "opened": 4, "started": 3, "completed": 2,
    }  # fmt: skip
    assert store["rates"] == {
        "delivery": 5 / 6, "open": 4 / 5, "start": 3 / 5, "response": 2 / 5, "completion": 2 / 3,
    }  # fmt: skip
    assert page["total"]["created"] == 20
    assert page["total"]["rates"] == store["rates"]
    own = api("s1_manager").get("/invitations/funnel", by="channel").json()
    assert (own["total"]["created"], {item["key"] for item in own["items"]}) == (10, {"email", "sms"})
    assert own["reasons"][0] == {"state": "skipped", "reason": "sampling", "number": 2}
    tomorrow = (at + timedelta(days=2)).date().isoformat()
    assert api("hq_admin").get("/invitations/funnel", by="batch", since=tomorrow).json()["total"]["created"] == 0
    assert api("hq_admin").get("/invitations/funnel", by="moon").status_code == 422
