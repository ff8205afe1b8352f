"""The suppression list and the opt-outs: seen by whom they concern, changed with a reason, heeded by the sending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencem.listen.invitations import service, tokens
from opencem.listen.invitations.facts import Reach, reaches_of
from opencem.listen.invitations.models import Batch, Invitation, OptOut, Suppression
from tests.conftest import NOW

Sign = Callable[[str], Any]


@pytest.fixture
def customers(person: Callable[..., int]) -> dict[str, int]:
    return {
        "0001": person("M1", "0001", phone="+8613800000001", email="a@example.com"),
        "0003": person("M3", "0003", phone="+8613800000003"),
    }


def upload(client: Any, content: str, name: str = "list.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return client.client.post("/api/v1/suppressions/import", {"file": file, **more})


def listed(client: Any, **query: Any) -> list[str]:
    page = client.get("/suppressions", **query)
    assert page.status_code == 200, page.content
    return [row["shown"] for row in page.json()["items"]]


def test_an_address_on_the_list_is_not_written_to_until_it_is_taken_off(api: Sign, customers: dict[str, int]) -> None:
    client, who = api("hq_admin"), customers["0001"]
    made = client.post("/suppressions", {"kind": "phone", "value": "138 0000 0001", "note": "本人来电"})
    assert (made.status_code, made.json()["shown"], made.json()["by"]) == (201, "138****0001", "郑总")
    assert client.post("/suppressions", {"kind": "phone", "value": "+8613800000001"}).status_code == 200
    assert reaches_of([who], ["sms"])[who]["sms"] is Reach.SUPPRESSED
    path = f"/suppressions/{made.json()['id']}/remove"
    assert client.post(path, {"reason": " "}).json()["errors"][0]["field"] == "reason"
    assert client.post(path, {"reason": "号码换了主人"}).status_code == 204
    assert reaches_of([who], ["sms"])[who]["sms"] is Reach.OPEN
    told = [entry for entry in client.get("/audit").json()["items"] if entry["action"].startswith("suppression.")]
    assert [(entry["action"], entry["reason"]) for entry in told] == [
        ("suppression.removed", "号码换了主人"),
        ("suppression.added", ""),
    ]
    assert "13800000001" not in str(told)


def test_a_file_adds_what_it_can_and_tells_of_the_rest(api: Sign, customers: dict[str, int]) -> None:
    client = api("hq_admin")
    client.post("/suppressions", {"kind": "email", "value": "old@example.com"})
    rows = "手机号,邮箱\n13800000009,\nabc,\n,old@example.com\n13800000009,\n,\n13800000003,x@example.com\n"
    done = upload(client, rows, note="监管要求")
    assert done.status_code == 200, done.content
    told = done.json()
    assert (told["added"], told["already"]) == (3, 1)
    assert [(each["row"], each["code"]) for each in told["rejected"]] == [
        (3, "identity_bad"),
        (5, "person_twice"),
    ]
    assert told["rejected"][1]["shown"] == "138****0009"
    assert Suppression.objects.filter(note="监管要求").count() == 3
    again = upload(client, rows).json()
    assert (again["added"], again["already"]) == (0, 4)


@pytest.mark.parametrize(
    ("content", "code"),
    [("会员号\nM1\n", "file_without_address"), ("什么\nx\n", "file_without_key"), ("", None)],
)
def test_a_file_that_names_no_address_is_refused(api: Sign, customers: dict[str, int], content: str, code: str) -> None:
    refused = upload(api("hq_admin"), content)
    assert refused.status_code in (400, 413, 422)
    assert code is None or refused.json()["code"] == code
    assert Suppression.objects.count() == 0


def test_a_region_sees_and_changes_only_what_concerns_its_own_customers(api: Sign, customers: dict[str, int]) -> None:
    hq, region = api("hq_admin"), api("r1_manager")
    foreign = hq.post("/suppressions", {"kind": "phone", "value": "13800000003"}).json()["id"]
    hq.post("/suppressions", {"kind": "phone", "value": "13899999999"})
    hq.post("/suppressions", {"kind": "phone", "value": "13800000001"})
    assert listed(region) == ["138****0001"]
    assert len(listed(hq)) == 3
    assert region.post(f"/suppressions/{foreign}/remove", {"reason": "x"}).status_code == 404
    for value in ("13800000003", "13811112222"):
        refused = region.post("/suppressions", {"kind": "phone", "value": value})
        assert (refused.status_code, refused.json()["code"]) == (422, "person_unknown"), (
            "foreign and unknown look alike"
        )
    assert region.post("/suppressions", {"kind": "email", "value": "a@example.com"}).status_code == 201
    told = upload(region, "phone\n13800000003\n13800000001\n").json()
    assert (told["added"], told["already"], [each["code"] for each in told["rejected"]]) == (0, 1, ["person_unknown"])
    assert api("s1_manager").get("/suppressions").status_code in (200, 403)
    assert api("stranger").get("/suppressions").status_code == 403


def test_it_is_searched_by_the_whole_address_or_a_note(api: Sign, customers: dict[str, int]) -> None:
    client = api("hq_admin")
    client.post("/suppressions", {"kind": "phone", "value": "13800000001", "note": "投诉后要求"})
    client.post("/suppressions", {"kind": "email", "value": "b@example.com"})
    assert listed(client, q="138-0000-0001") == ["138****0001"]
    assert listed(client, q="B@Example.com") == ["b***@example.com"]
    assert listed(client, q="投诉") == ["138****0001"]
    assert listed(client, q="1380000") == []
    assert listed(client, q="\x00") != []
    assert len(listed(client, limit=1)) == 1
    first = client.get("/suppressions", limit=1).json()
    rest = client.get("/suppressions", limit=1, cursor=first["next_cursor"]).json()
    assert (first["total"], rest["next_cursor"], rest["items"][0]["shown"]) == (2, None, "138****0001")


@pytest.fixture
def opted_out(customers: dict[str, int], company: dict[str, int], survey: Any) -> OptOut:
    """The customer of 0001 has pressed 退订 in a batch's message."""
    batch = Batch.rows.create(
        public_id="b1",
        name="六月回访",
        survey=survey["survey"],
        unit_id=company["0001"],
        channels=["sms"],
        created_at=NOW,
    )
    invitation = Invitation.rows.create(
        batch=batch, survey=survey["survey"], unit_id=company["0001"], customer_id=customers["0001"], channel="sms",
        state="sent", sent_at=NOW, created_at=NOW, expires_at=NOW,
    )  # fmt: skip
    assert Client().post(f"/i/{tokens.mint(invitation.pk)}/stop").status_code == 200
    return OptOut.objects.get()


def test_it_is_told_who_opted_out_when_and_through_which_message(api: Sign, opted_out: OptOut) -> None:
    (row,) = api("hq_admin").get("/opt-outs").json()["items"]
    assert (row["source"], row["through"], row["channel"], row["revoked_at"]) == ("link", "六月回访", "", None)
    assert api("r1_manager").get("/opt-outs").json()["total"] == 1
    assert api("r2_manager").get("/opt-outs").json()["total"] == 0
    assert api("r1_manager").get("/opt-outs", q="13800000001").json()["total"] == 1
    assert api("r1_manager").get("/opt-outs", q="13800000003").json()["total"] == 0


def test_an_opt_out_is_taken_back_with_a_reason_once(api: Sign, opted_out: OptOut, customers: dict[str, int]) -> None:
    path, who = f"/opt-outs/{opted_out.pk}/take-back", customers["0001"]
    assert api("r2_manager").post(path, {"reason": "x"}).status_code == 404
    assert api("r1_manager").post(path, {"reason": ""}).status_code == 422
    assert reaches_of([who], ["sms"])[who]["sms"] is Reach.OPTED_OUT
    assert api("r1_manager").post(path, {"reason": "顾客来电要求恢复"}).json()["revoked_at"] is not None
    assert reaches_of([who], ["sms"])[who]["sms"] is Reach.OPEN
    assert api("r1_manager").get("/opt-outs").json()["total"] == 0
    assert api("r1_manager").get("/opt-outs", revoked="true").json()["total"] == 1
    api("r1_manager").post(path, {"reason": "again"})
    told = [each for each in api("hq_admin").get("/audit").json()["items"] if each["action"] == "opt_out.taken_back"]
    assert [each["reason"] for each in told] == ["顾客来电要求恢复"]


def test_a_bounce_stands_on_the_list_too(api: Sign, customers: dict[str, int]) -> None:
    from opencem.listen.invitations.service.progress import _suppress_address

    _suppress_address(customers["0001"], "email", NOW)
    (row,) = api("hq_admin").get("/suppressions", reason="bounced").json()["items"]
    assert (row["shown"], row["by"]) == ("a***@example.com", "")
    assert service.opt_out("forged", NOW) is False
