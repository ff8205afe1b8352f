"""Journeys are written as a whole, by who may write for the whole company, and lose nothing that is in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencem.listen.journeys import queries, service
from opencem.listen.journeys.models import Journey, Touchpoint

HEADQUARTERS = ("hq_admin",)


def body_of(journey: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the editor sends back: all but the code, which is in the address."""
    return {key: value for key, value in journey.items() if key != "code"} | changes


def default_journey(client: Any) -> dict[str, Any]:
    journeys: dict[str, Any] = client.get("/journeys").json()
    return next(journey for journey in journeys["items"] if journey["code"] == "customer")


def test_a_company_starts_with_the_journey_that_imports_and_channels_are_filed_in(company: Any) -> None:
    assert list(queries.names()) == [
        "store_checkout", "app_order", "delivery_arrival", "parcel_arrival", "hotline", "review",
    ]  # fmt: skip
    assert [(c, p.code) for c in ("store", "meituan", "jd") if (p := queries.of_channel(c))] == [
        ("store", "store_checkout"),
        ("meituan", "delivery_arrival"),
        ("jd", "parcel_arrival"),
    ]
    assert queries.of_channel("carrier_pigeon") is None
    service.ensure_default_journey()
    assert Journey.objects.count() == 1


def test_an_answer_is_filed_at_its_channels_touchpoint(company: Any, survey: Any, answer: Callable[..., int]) -> None:
    from opencem.listen.responses.models import Response

    assert Response.rows.get(pk=answer("0001", recommend=9)).touchpoint_code == "store_checkout"


def test_a_drag_is_one_change_and_is_audited(api: Callable[[str], Any]) -> None:
    from opencem.platform.audit.models import AuditEntry

    client = api("hq_admin")
    journey = default_journey(client)
    stages = journey["stages"]
    stages[1]["touchpoints"].reverse()
    moved = stages[4]["touchpoints"].pop()
    stages[3]["touchpoints"].insert(0, moved)
    stages.insert(0, stages.pop(4))
    changed = client.put("/journeys/customer", body_of(journey)).json()
    assert [stage["code"] for stage in changed["stages"]] == ["share", "discover", "purchase", "receive", "support"]
    assert [point["code"] for point in changed["stages"][2]["touchpoints"]] == ["app_order", "store_checkout"]
    assert [point["code"] for point in changed["stages"][4]["touchpoints"]] == ["review", "hotline"]
    assert changed["version"] == journey["version"] + 1
    entry = AuditEntry.objects.get(action="journey.changed")
    assert entry.before["stages"]["share"] == ["review"]
    assert entry.after["stages"]["share"] == []


def test_the_second_editor_is_told(api: Callable[[str], Any]) -> None:
    client = api("hq_admin")
    journey = default_journey(client)
    assert client.put("/journeys/customer", body_of(journey, name_zh="先来")).status_code == 200
    late = client.put("/journeys/customer", body_of(journey, name_zh="后到"))
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert default_journey(client)["name_zh"] == "先来"


def test_a_touchpoint_in_use_is_not_deleted_and_nothing_is_half_written(api: Callable[[str], Any], survey: Any) -> None:
    client = api("hq_admin")
    journey = default_journey(client)
    journey["stages"] = journey["stages"][:1]
    refused = client.put("/journeys/customer", body_of(journey, name_zh="半截"))
    assert (refused.status_code, refused.json()["code"]) == (409, "touchpoint_in_use")
    assert "到店结账" in refused.json()["title"]
    after = default_journey(client)
    assert (after["name_zh"], after["version"], len(after["stages"])) == ("顾客旅程", journey["version"], 5)


def test_a_touchpoint_out_of_use_goes_and_what_was_said_there_stays(
    api: Callable[[str], Any], survey: Any, answer: Callable[..., int]
) -> None:
    from opencem.listen.responses.models import Response

    client = api("hq_admin")
    answer("0001", recommend=9)
    journey = default_journey(client)
    journey["stages"][4]["touchpoints"] = []
    assert client.put("/journeys/customer", body_of(journey)).status_code == 200
    assert not Touchpoint.objects.filter(code="review").exists()
    assert Response.rows.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "hotline", "name_zh": "又一个", "name_en": "Again"}, "stages.0.touchpoints.0.code"),
        ({"code": "kiosk", "name_zh": "自助机", "name_en": "Kiosk", "channels": ["store"]}, "stages.0.touchpoints.0.channels"),
    ],
)  # fmt: skip
def test_codes_and_channels_stand_once(api: Callable[[str], Any], change: Any, field: str) -> None:
    client = api("hq_admin")
    journey = default_journey(client)
    journey["stages"][0]["touchpoints"] = [change]
    refused = client.put("/journeys/customer", body_of(journey))
    assert refused.status_code == 422
    assert field in {error["field"] for error in refused.json()["errors"]}


def test_a_touchpoint_stands_in_one_journey(api: Callable[[str], Any]) -> None:
    client = api("hq_admin")
    stage = {"code": "s", "name_zh": "段", "name_en": "S", "touchpoints": []}
    new = {"code": "b2b", "name_zh": "企业客户旅程", "name_en": "B2B", "stages": [stage]}
    assert client.post("/journeys", new).status_code == 201
    assert client.post("/journeys", new).json()["code"] == "journey_code_taken"
    stage["touchpoints"] = [{"code": "hotline", "name_zh": "热线", "name_en": "Hotline", "channels": []}]
    refused = client.put("/journeys/b2b", body_of(new, version=1))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "touchpoint_elsewhere")


@pytest.mark.parametrize(
    "broken",
    [
        {"name_zh": ""},
        {"name_zh": "x" * 61},
        {"stages": [{"code": "Bad Code", "name_zh": "x", "name_en": "x"}]},
        {"stages": [{"code": "s", "name_zh": "x", "name_en": "x", "extra": 1}]},
        {"stages": "none"},
        {"version": "first"},
    ],
)
def test_bad_input_is_refused_with_its_field(api: Callable[[str], Any], broken: dict[str, Any]) -> None:
    client = api("hq_admin")
    refused = client.put("/journeys/customer", body_of(default_journey(client), **broken))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"]


@pytest.mark.parametrize("person", ["r1_manager", "s1_manager", "viewer_of_nothing"])
def test_only_who_writes_for_the_whole_company_changes_a_journey(
    api: Callable[[str], Any], people: Any, person: str
) -> None:
    client = api("stranger" if person == "viewer_of_nothing" else person)
    journeys = client.get("/journeys")
    assert journeys.status_code == (403 if person == "viewer_of_nothing" else 200)
    assert person == "viewer_of_nothing" or journeys.json()["may_write"] is False
    body = {"name_zh": "x", "name_en": "x", "stages": [], "version": 1}
    assert client.put("/journeys/customer", body).status_code == 403


def test_whoever_writes_surveys_for_the_whole_company_may_change_its_journeys(
    api: Callable[[str], Any], people: Any
) -> None:
    assert api("hq_analyst").get("/journeys").json()["may_write"] is True


def test_a_regions_editor_may_not_change_the_companys_journey(
    api: Callable[[str], Any], people: Any, company: dict[str, int]
) -> None:
    from opencem.platform.accounts.models import Grant, Role

    Grant.objects.create(account=people["r1_manager"], role=Role.objects.get(code="hq_admin"), unit_id=company["R1"])
    refused = api("r1_manager").put("/journeys/customer", {"name_zh": "x", "name_en": "x", "stages": [], "version": 1})
    assert (refused.status_code, refused.json()["code"]) == (403, "journey_headquarters")


def test_a_journey_goes_when_it_is_empty(api: Callable[[str], Any]) -> None:
    client = api("hq_admin")
    assert client.delete("/journeys/customer").json()["code"] == "journey_not_empty"
    client.post("/journeys", {"code": "b2b", "name_zh": "企业", "name_en": "B2B", "stages": []})
    assert client.delete("/journeys/b2b").status_code == 204
    assert client.delete("/journeys/b2b").status_code == 404
