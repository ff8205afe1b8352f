"""Collectors made by hand: their terms, their codes, their devices, over HTTP and on the answer page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from opencem.listen.distribution import codes
from opencem.listen.distribution.models import Collector, OneTimeCode
from opencem.listen.distribution.queries import door, forget_doors
from opencem.listen.responses.models import Response
from opencem.platform.audit.models import AuditEntry
from tests.conftest import NOW, POSTGRES, Api

ANSWERS = {"recommend": 9, "satisfaction": dict.fromkeys(("product", "service", "environment", "price", "speed"), 5)}


@pytest.fixture
def admin(api: Callable[[str], Api], survey: dict[str, Any]) -> Api:
    return api("hq_admin")


def make(admin: Api, status: int = 201, **wish: Any) -> Any:
    wish = {"kind": "link", "units": ["0001"], **wish}
    reply = admin.post("/surveys/post_purchase/collectors", wish)
    assert reply.status_code == status, reply.content
    return reply.json()


def one(admin: Api, **wish: Any) -> dict[str, Any]:
    (item,) = make(admin, **wish)["items"]
    return dict(item)


def faults(reply: dict[str, Any]) -> dict[str, str]:
    return {error["field"]: error["code"] for error in reply["errors"]}


def page(path: str, cookies: dict[str, str] | None = None) -> Any:
    client = Client()
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    return client.get(path)


def key_in(reply: Any) -> str:
    found = re.search(r'name="_key" value="([^"]+)"', reply.content.decode())
    assert found, reply.content.decode()[:600]
    return found[1]


def submit(path: str, key: str, cookies: dict[str, str] | None = None) -> tuple[int, str]:
    client = Client()
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    reply = client.post(path, {"key": key, "answers": ANSWERS}, content_type="application/json")
    body = json.loads(reply.content)
    return reply.status_code, body.get("code", body.get("state"))


def test_a_collector_is_made_with_its_terms_and_told_in_the_audit(admin: Api) -> None:
    wish = {
        "name": "收银台",
        "channel": "checkout",
        "touchpoint": "store_checkout",
        "opens_at": "2026-06-01T00:00:00Z",
        "expires_at": "2026-12-01T00:00:00Z",
        "answer_limit": 500,
        "again_after_hours": 24,
    }
    made = one(admin, **wish)
    assert {name: made[name] for name in ("name", "channel", "answer_limit", "again_after_hours")} == {
        name: wish[name] for name in ("name", "channel", "answer_limit", "again_after_hours")
    }
    assert (made["touchpoint"]["code"], made["unit"]["code"], made["status"]) == ("store_checkout", "0001", "open")
    assert admin.get(f"/collectors/{made['id']}").json() == made
    entry = AuditEntry.objects.get(action="collector.created", object_id=str(made["id"]))
    assert entry.after["answer_limit"] == 500


def test_without_a_touchpoint_answers_are_filed_where_the_channel_belongs(admin: Api) -> None:
    assert one(admin, channel="app")["touchpoint"]["code"] == "app_order"
    assert one(admin, channel="leaflet")["touchpoint"] is None


def test_all_stores_of_a_subtree_get_theirs_and_keep_them(admin: Api) -> None:
    first = make(admin, kind="link", units=["R1"], stores_below=True)
    assert ([item["unit"]["code"] for item in first["items"]], first["already"]) == (["0001", "0002"], 0)
    again = make(admin, kind="link", units=["HQ", "R1"], stores_below=True)
    assert ([item["unit"]["code"] for item in again["items"]], again["already"]) == (["0003"], 2)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"kind": "pigeon"}, {"kind": "collector_kind"}),
        ({"kind": "invitation"}, {"kind": "collector_kind"}),
        ({"channel": "Store!"}, {"channel": "collector_channel"}),
        ({"name": "x" * 61}, {"name": "collector_name"}),
        ({"name": "a\nb"}, {"name": "collector_name"}),
        ({"touchpoint": "nowhere"}, {"touchpoint": "collector_touchpoint"}),
        ({"touchpoint": "a\x00b"}, None),
        ({"answer_limit": 0}, {"answer_limit": "collector_limit"}),
        ({"answer_limit": 10**9}, {"answer_limit": "collector_limit"}),
        ({"again_after_hours": -1}, {"again_after_hours": "collector_hours"}),
        ({"reset_after_s": 0}, {"reset_after_s": "collector_reset"}),
        (
            {"opens_at": "2026-06-02T00:00:00Z", "expires_at": "2026-06-01T00:00:00Z"},
            {"expires_at": "collector_window"},
        ),
        ({"origins": ["https://a.example"]}, {"origins": "origins_not_for_kind"}),
        ({"kind": "embed"}, {"origins": "origins_needed"}),
        ({"units": []}, {"units": "invalid"}),
        ({"colour": "red"}, {"colour": "unknown_field"}),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_made(admin: Api, wish: Any, expected: Any) -> None:
    before = Collector.rows.count()
    reply = admin.post("/surveys/post_purchase/collectors", {"kind": "link", "units": ["0001"], **wish})
    assert reply.status_code in (400, 422)
    if expected:
        assert faults(reply.json()) == expected
    assert Collector.rows.count() == before


@pytest.mark.parametrize(
    "origin",
    [
        "https://a.example/",
        "https://a.example/path",
        "a.example",
        "javascript:alert(1)",
        "https://*",
        "https://a.example; script-src *",
        "https://a.example\r\nX: y",
        "'self'",
        "https://A.example",
        "https://u@a.example",
    ],
)
def test_a_site_that_would_open_the_header_is_refused(admin: Api, origin: str) -> None:
    reply = make(admin, 422, kind="embed", origins=["https://shop.example", origin])
    assert faults(reply) == {"origins.1": "origin_invalid"}


def test_terms_change_close_and_reopen_at_once_and_the_token_stays(admin: Api) -> None:
    made = one(admin)
    path, at = f"/s/{made['token']}", f"/collectors/{made['id']}"
    assert page(path).status_code == 200
    assert admin.post(f"{at}/close").json()["status"] == "closed"
    forget_doors()
    assert page(path).status_code == 410
    assert admin.post(f"{at}/reopen").json()["token"] == made["token"]
    changed = admin.patch(at, {"expires_at": "2026-01-01T00:00:00Z", "name": "旧"}).json()
    assert (changed["name"], changed["channel"]) == ("旧", "store")
    forget_doors()
    assert page(path).status_code == 410
    assert admin.patch(at, {"expires_at": None}).status_code == 200
    forget_doors()
    assert page(path).status_code == 200
    actions = AuditEntry.objects.filter(object_kind="collector", object_id=str(made["id"])).order_by("pk")
    assert [entry.action.partition(".")[2] for entry in actions] == [
        "created",
        "closed",
        "reopened",
        "changed",
        "changed",
    ]
    assert faults(admin.patch(at, {"name": None}).json()) == {"name": "required"}
    assert faults(admin.patch(at, {"kind": "embed"}).json()) == {"kind": "unknown_field"}


def test_two_collectors_of_a_store_differ_in_something(admin: Api) -> None:
    made = one(admin, name="前台")
    other = one(admin, name="后厨")
    assert make(admin, name="前台")["already"] == 1
    assert admin.patch(f"/collectors/{other['id']}", {"name": "前台"}).json()["code"] == "collector_exists"
    assert admin.get(f"/collectors/{made['id']}").json()["name"] == "前台"


def test_the_list_can_be_narrowed_by_kind_and_status(admin: Api) -> None:
    made = one(admin, kind="link")
    admin.post(f"/collectors/{made['id']}/close")
    listed = admin.get("/surveys/post_purchase/collectors", kind="link", status="closed").json()["items"]
    assert [item["id"] for item in listed] == [made["id"]]
    assert admin.get("/surveys/post_purchase/collectors", kind="link", status="open").json()["items"] == []


def test_only_who_writes_surveys_makes_collectors_and_only_where_they_may(
    api: Callable[[str], Api], admin: Api
) -> None:
    wish = {"kind": "link", "units": ["0001"]}
    assert api("s1_manager").post("/surveys/post_purchase/collectors", wish).status_code == 403
    assert admin.post("/surveys/post_purchase/collectors", {"kind": "link", "units": ["9999"]}).status_code == 404
    assert admin.post("/surveys/nothing/collectors", wish).status_code == 404


def test_a_short_link_leads_to_the_page_and_carries_the_order_along(admin: Api) -> None:
    made = one(admin)
    url = admin.post(f"/collectors/{made['id']}/short-link").json()["url"]
    assert admin.post(f"/collectors/{made['id']}/short-link").json()["url"] == url
    assert admin.get(f"/collectors/{made['id']}").json()["short_url"] == url
    path = url.partition("//")[2].partition("/")[2]
    reply = page(f"/{path}?order=A1&lang=en")
    assert (reply.status_code, reply["Location"]) == (302, f"/s/{made['token']}?order=A1&lang=en")
    assert page(f"/{path.lower()}")["Location"] == f"/s/{made['token']}"  # typed by hand
    for nothing in ("/r/ZZZZZZZ", "/r/..%2Fadmin", "/r/1", "/r/" + "A" * 500):
        assert page(nothing).status_code == 404


def receipt(admin: Api, count: int = 3, **more: Any) -> tuple[dict[str, Any], list[str]]:
    made = one(admin, kind="receipt")
    batch = admin.post(f"/collectors/{made['id']}/codes", {"count": count, "label": "六月小票", **more}).json()
    text = admin.get(f"/code-batches/{batch['id']}.csv").content.decode("utf-8-sig")
    return made, [line.split(",")[0] for line in text.splitlines()[1:]]


def test_a_receipt_code_is_good_for_one_answer(admin: Api) -> None:
    made, (code, other, _third) = receipt(admin)
    arrived = page(f"/r/{code[:5]}-{code[5:]}")
    assert arrived["Location"] == f"/s/{made['token']}?code={code}"
    path = arrived["Location"]
    key = key_in(page(path))
    assert submit(path, key) == (201, "stored")
    assert submit(path, key) == (200, "repeated")
    second = page(f"/s/{made['token']}?code={other}")
    assert submit(path, key_in(second)) == (410, "survey_code_used")
    assert page(path).status_code == 410
    (batch,) = admin.get(f"/collectors/{made['id']}/codes").json()
    assert (batch["count"], batch["used"], batch["label"]) == (3, 1, "六月小票")
    assert Response.rows.filter(collector_id=made["id"]).count() == 1


def test_without_a_good_code_nothing_is_shown_or_taken(admin: Api) -> None:
    made, (code,) = receipt(admin, 1)
    mint = key_in(page(f"/s/{made['token']}?code={code}"))
    for query in ("", "?code=", "?code=ZZZZZZZZZZ", "?code=%00"):
        path = f"/s/{made['token']}{query}"
        assert page(path).status_code == 404
        assert submit(path, mint) == (410, "survey_code_unknown")
    other = one(admin, kind="receipt", name="二")
    assert page(f"/s/{other['token']}?code={code}").status_code == 404
    assert Response.rows.filter(collector_id=made["id"]).count() == 0


def test_a_code_expires(admin: Api) -> None:
    made, (code,) = receipt(admin, 1, expires_at="2026-01-01T00:00:00Z")
    assert page(f"/s/{made['token']}?code={code}").status_code == 410


@pytest.mark.parametrize("count", [0, -1, 20_001])
def test_so_many_codes_cannot_be_made(admin: Api, count: int) -> None:
    made = one(admin, kind="receipt")
    assert faults(admin.post(f"/collectors/{made['id']}/codes", {"count": count}).json()) == {"count": "codes_count"}


def test_codes_are_for_collectors_that_use_them(admin: Api) -> None:
    made = one(admin)
    assert admin.post(f"/collectors/{made['id']}/codes", {"count": 1}).json()["code"] == "codes_not_for_kind"
    assert admin.post(f"/collectors/{made['id']}/links", {}).json()["code"] == "codes_not_for_kind"


def test_twenty_thousand_codes_are_different_and_quick(admin: Api) -> None:
    _made, printed = receipt(admin, 20_000)
    assert len(set(printed)) == 20_000
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", code) for code in printed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not POSTGRES and connection.vendor != "sqlite", reason="needs a database with writers")
def test_of_two_forms_with_one_code_at_the_same_moment_one_wins(admin: Api) -> None:
    made, (code,) = receipt(admin, 1)

    def use(number: int) -> str:
        try:
            return codes.redeem(made["id"], code, f"form{number}", NOW).refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(use, range(8)))
    assert sorted(outcomes) == ["", *["code_used"] * 7]


def test_an_application_gets_one_link_for_an_order(admin: Api) -> None:
    made = one(admin, kind="api", channel="app")
    first = admin.post(f"/collectors/{made['id']}/links", {"order_number": "T2026-1"})
    again = admin.post(f"/collectors/{made['id']}/links", {"order_number": "T2026-1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    path = page("/" + first.json()["url"].partition("//")[2].partition("/")[2])["Location"]
    assert submit(path, key_in(page(path))) == (201, "stored")
    assert Response.rows.get(collector_id=made["id"]).order_number == "T2026-1"
    assert admin.post(f"/collectors/{made['id']}/links", {"order_number": "T2026-1"}).json()["used"] is True
    loose = [admin.post(f"/collectors/{made['id']}/links", {}).json()["code"] for _ in range(2)]
    assert len({*loose, first.json()["code"]}) == 3
    for wrong in ("x" * 65, "a\nb"):
        reply = admin.post(f"/collectors/{made['id']}/links", {"order_number": wrong})
        assert faults(reply.json()) == {"order_number": "order_number_invalid"}


def test_a_tablet_answers_only_when_it_was_let_in(admin: Api) -> None:
    made = one(admin, kind="kiosk", again_after_hours=12)
    assert made["again_after_hours"] == 0
    path, at = f"/s/{made['token']}", f"/collectors/{made['id']}/devices"
    assert page(path).status_code == 403
    admitted = admin.post(at, {"name": "门口平板"}).json()
    arrived = page("/" + admitted["url"].partition("//")[2].partition("/")[2])
    assert arrived["Location"] == path
    cookies = {"opencem_kiosk": arrived.cookies["opencem_kiosk"].value}
    for _ in range(2):  # one guest after the other on the same tablet
        assert submit(path, key_in(page(path, cookies)), cookies) == (201, "stored")
    assert set(Response.rows.filter(collector_id=made["id"]).values_list("device", flat=True)) == {""}
    (listed,) = admin.get(at).json()
    assert listed["seen_at"] is not None
    assert "url" not in listed
    assert admin.post(f"/kiosk-devices/{listed['id']}/revoke").json()["revoked_at"] is not None
    assert page(path, cookies).status_code == 403
    assert page("/" + admitted["url"].partition("//")[2].partition("/")[2]).status_code == 403
    assert submit(path, key_in(page(f"/s/{one(admin)['token']}")), cookies)[1] == "submission_key_invalid"


def test_a_tablet_of_one_store_is_a_stranger_at_another(admin: Api) -> None:
    here, there = (one(admin, kind="kiosk", units=[unit]) for unit in ("0001", "0002"))
    url = admin.post(f"/collectors/{here['id']}/devices", {"name": "平板"}).json()["url"]
    secret = url.rpartition("/")[2]
    assert page(f"/s/{there['token']}", {"opencem_kiosk": secret}).status_code == 403
    assert page("/k/" + "x" * 22).status_code == 403


def test_a_tablet_gets_keys_for_guests_without_a_network(admin: Api) -> None:
    made = one(admin, kind="kiosk")
    secret = admin.post(f"/collectors/{made['id']}/devices", {"name": "平板"}).json()["url"].rpartition("/")[2]
    cookies = {"opencem_kiosk": secret}
    keys = page(f"/s/{made['token']}/keys?n=3", cookies).json()["keys"]
    assert len(set(keys)) == 3
    for key in keys:  # sent later, in any order, and each counts once
        assert submit(f"/s/{made['token']}", key, cookies) == (201, "stored")
        assert submit(f"/s/{made['token']}", key, cookies) == (200, "repeated")
    assert len(page(f"/s/{made['token']}/keys?n=999", cookies).json()["keys"]) == 50
    assert len(page(f"/s/{made['token']}/keys?n=-1", cookies).json()["keys"]) == 1
    assert page(f"/s/{made['token']}/keys").status_code == 404
    assert page(f"/s/{one(admin)['token']}/keys", cookies).status_code == 404
    assert page("/s/nothing/keys", cookies).status_code == 404


def test_a_device_has_a_name_of_its_own_at_a_kiosk(admin: Api) -> None:
    made = one(admin, kind="kiosk")
    at = f"/collectors/{made['id']}/devices"
    assert admin.post(at, {"name": "平板"}).status_code == 201
    assert faults(admin.post(at, {"name": "平板"}).json()) == {"name": "device_exists"}
    for name in ("", "  ", "x" * 61, "a\tb"):
        assert faults(admin.post(at, {"name": name}).json()) == {"name": "device_name"}
    other = one(admin)
    assert admin.post(f"/collectors/{other['id']}/devices", {"name": "x"}).json()["code"] == "device_not_for_kind"


def test_only_named_sites_may_show_the_page_in_a_frame(admin: Api) -> None:
    embedded = one(admin, kind="embed", origins=["https://shop.example", "https://m.shop.example:8443"])
    policy = page(f"/s/{embedded['token']}")["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://shop.example https://m.shop.example:8443")
    assert page(f"/s/{one(admin)['token']}")["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_line_of_html_names_the_collector_and_its_look(admin: Api) -> None:
    look = {"mode": "button", "trigger": "scroll", "scroll_percent": 70, "label": '说"两句"', "every_days": 7}
    made = one(admin, kind="embed", origins=["https://shop.example"], look=look)
    html = admin.get(f"/collectors/{made['id']}/embed").json()["html"]
    assert f'data-survey="{made["token"]}"' in html
    assert 'data-label="说&quot;两句&quot;"' in html
    assert 'data-scroll-percent="70"' in html
    assert html.startswith('<script async src="http')


@pytest.mark.parametrize(
    "look",
    [{"mode": "banner"}, {"after_s": -1}, {"after_s": True}, {"label": "x" * 41}, {"onload": "x"}, {"side": []}, {"event": "\x00"}],
)  # fmt: skip
def test_a_look_that_cannot_be_is_refused(admin: Api, look: dict[str, Any]) -> None:
    reply = admin.post(
        "/surveys/post_purchase/collectors",
        {"kind": "embed", "units": ["0001"], "origins": ["https://a.example"], "look": look},
    )
    assert reply.status_code in (400, 422)
    if reply.status_code == 422:
        assert list(faults(reply.json()).values()) == ["look_invalid"]


def test_a_survey_that_has_not_begun_or_is_over_is_closed_through_every_collector(admin: Api, survey: Any) -> None:
    token = survey["tokens"]["0001"]
    found = survey["survey"]
    for fields, because in (
        ({"opens_at": NOW + timedelta(days=1)}, "not_open_yet"),
        ({"opens_at": None, "closes_at": NOW}, "expired"),
        ({"closes_at": None}, ""),
    ):
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        forget_doors()
        behind = door(token)
        assert behind is not None
        assert behind.closed_because(NOW) == because


def test_the_door_is_still_one_read(admin: Api, survey: Any, django_assert_num_queries: Any) -> None:
    forget_doors()
    with django_assert_num_queries(1):
        door(survey["tokens"]["0001"])
    with django_assert_num_queries(0):
        door(survey["tokens"]["0001"])


def test_no_code_is_kept_by_a_refused_answer_for_another_form(admin: Api) -> None:
    made, (code,) = receipt(admin, 1)
    path = f"/s/{made['token']}?code={code}"
    key = key_in(page(path))
    client = Client()
    reply = client.post(path, {"key": key, "answers": {"recommend": 99}}, content_type="application/json")
    assert reply.status_code == 422
    assert submit(path, key) == (201, "stored")
    assert OneTimeCode.rows.get(code=code).key == key
