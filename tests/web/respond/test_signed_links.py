"""What a link says counts as far as it is signed: forged parameters are ignored or refused, signed ones tell who answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from opencem.listen.customers.models import Customer, Identity
from opencem.listen.customers.service import digest_of
from opencem.listen.distribution.models import Collector
from opencem.listen.feedback.joining import join_orders
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Answer, Response, Vouched
from opencem.listen.responses.terms import forget_terms
from opencem.listen.surveys.models import Survey
from tests.conftest import NOW

from .conftest import Published
from .long_survey import choices, question, survey
from .plain_browser import PlainBrowser

PAGES = [
    {
        "key": "one",
        "questions": [question("ok", "single", choices=choices("y", "n")), question("vip", "hidden", param="vip")],
    }
]


@pytest.fixture
def visitor(published: Published) -> PlainBrowser:
    return published(survey(PAGES))


@pytest.fixture
def hq(visitor: PlainBrowser, api: Callable[[str], Any]) -> Any:
    return api("hq_admin")


def signed(hq: Any, *links: dict[str, str], **more: Any) -> list[str]:
    made = hq.post(f"/collectors/{Collector.rows.get().pk}/signed-links", {"links": list(links), **more})
    assert made.status_code == 200, made.content
    return [f"{urlsplit(url).path}?{urlsplit(url).query}" for url in made.json()["urls"]]


def demand(hq: Any, *names: str, refuses: bool = False) -> None:
    set_ = hq.put("/surveys/long_one/link-signing", {"demanded": names, "refuses_unsigned": refuses})
    assert set_.status_code == 200, set_.content
    forget_terms()


def answered(address: str) -> Response:
    browser = PlainBrowser(address).open().press(q__ok="y")
    assert browser.is_thanked, browser.text
    return Response.rows.latest("pk")


def test_a_parameter_that_must_be_signed_counts_only_then(visitor: PlainBrowser, hq: Any) -> None:
    demand(hq, "vip")
    (good,) = signed(hq, {"vip": "gold"})
    answered(f"{visitor.url}?vip=gold&src=x")
    assert not Answer.rows.filter(question="vip").exists()
    answered(good.replace("vip=gold", "vip=platinum"))
    assert not Answer.rows.filter(question="vip").exists()
    answered(good + "&from=timeline&isappinstalled=0")
    assert Answer.rows.get(question="vip").text == "gold"


def test_or_the_link_is_refused_kindly(visitor: PlainBrowser, hq: Any) -> None:
    demand(hq, "vip", refuses=True)
    (good,) = signed(hq, {"vip": "gold"})
    for bad in (f"{visitor.url}?vip=gold", good.replace("gold", "none"), f"{visitor.url}?sig=x~y"):
        refused = PlainBrowser(bad).open()
        assert (refused.status, "链接无效" in refused.text, refused.offers("q.ok")) == (403, True, False)
    assert PlainBrowser(good).open().status == 200
    assert PlainBrowser(visitor.url).open().status == 200, "nothing is claimed, nothing is refused"
    key = visitor.open().would_send()["_key"][0]
    body = json.dumps({"key": key, "answers": {"ok": "y"}})
    told = Client().post(f"{visitor.url}?vip=gold", body, content_type="application/json")
    assert (told.status_code, told.json()["code"]) == (403, "survey_link_refused")
    assert Response.rows.count() == 0


def test_a_signature_ends(visitor: PlainBrowser, hq: Any) -> None:
    demand(hq, "vip", refuses=True)
    (over,) = signed(hq, {"vip": "gold"}, expires_at=(NOW - timedelta(days=1)).isoformat())
    assert PlainBrowser(over).open().status == 403


def test_only_a_signed_link_says_who_answers(visitor: PlainBrowser, hq: Any, pump: Callable[[], None]) -> None:
    person = Customer.objects.create(public_id="p1", name="王某")
    Identity.objects.create(customer=person, kind="member", digest=digest_of("member", "M88"), value="M88")
    (good,) = signed(hq, {"member": "M88"})
    plain, forged, trusted = answered(f"{visitor.url}?member=M88"), answered(good + "0"), answered(good)
    pump()
    assert [Feedback.rows.get(response=each).customer_id for each in (plain, forged, trusted)] == [
        None,
        None,
        person.pk,
    ]
    assert "M88" not in str(list(Vouched.rows.values_list()))


def test_a_signed_order_is_joined_where_a_claim_is_not(
    visitor: PlainBrowser, hq: Any, company: dict[str, int], pump: Callable[[], None]
) -> None:
    """Of another unit: as a claim it would open somebody else's customer."""
    for number in ("T1", "T2"):
        Order.rows.create(
            number=number, unit_id=company["0003"], ordered_at=NOW - timedelta(days=900), local_date=NOW.date(),
            channel="store", amount=10, items=[],
        )  # fmt: skip
    (good,) = signed(hq, {"order": "T1"})
    claimed, trusted = answered(f"{visitor.url}?order=T1"), answered(good)
    swapped = answered(good.replace("order=T1", "order=T2"))
    pump()
    orders = [Feedback.rows.select_related("order").get(response=each).order for each in (claimed, trusted, swapped)]
    assert [order and order.number for order in orders] == [None, "T1", None]


def test_a_signed_order_that_comes_later_is_joined_then(
    visitor: PlainBrowser, hq: Any, company: dict[str, int], pump: Callable[[], None]
) -> None:
    (good,) = signed(hq, {"order": "T9"})
    response = answered(good)
    pump()
    Order.rows.create(
        number="T9", unit_id=company["0003"], ordered_at=NOW - timedelta(days=900), local_date=NOW.date(),
        channel="store", amount=10, items=[],
    )  # fmt: skip
    assert join_orders([Order.rows.get().pk]) == 1
    assert Feedback.rows.get(response=response).order_id == Order.rows.get().pk


def test_another_key_ends_all_links_and_each_look_at_it_is_noted(visitor: PlainBrowser, hq: Any) -> None:
    demand(hq, "vip", refuses=True)
    (good,) = signed(hq, {"vip": "gold"})
    key = hq.post("/surveys/long_one/link-signing/key").json()["key"]
    assert len(key) == 64
    assert hq.post("/surveys/long_one/link-signing/renew").status_code == 200
    forget_terms()
    assert PlainBrowser(good).open().status == 403
    assert hq.post("/surveys/long_one/link-signing/key").json()["key"] != key
    actions = [entry["action"] for entry in hq.get("/audit").json()["items"]]
    assert actions[:4] == [
        "survey.link_key_shown",
        "survey.link_key_renewed",
        "survey.link_key_shown",
        "survey.link_signatures_demanded",
    ]
    assert key not in json.dumps(hq.get("/audit").json())


def test_only_who_writes_the_survey_signs_for_it(visitor: PlainBrowser, hq: Any, api: Callable[[str], Any]) -> None:
    """A region's manager could else vouch for the orders of any other region."""
    collector = Collector.rows.get().pk
    for who, status in (("r1_manager", 403), ("s1_manager", 403), ("r2_manager", 403)):
        client = api(who)
        assert client.post(f"/collectors/{collector}/signed-links", {"links": [{"order": "T1"}]}).status_code in (
            403,
            404,
        )
        assert client.post("/surveys/long_one/link-signing/key").status_code == status
        assert (
            client.put("/surveys/long_one/link-signing", {"demanded": [], "refuses_unsigned": False}).status_code
            == status
        )
    assert api("s1_manager").get("/surveys/long_one/link-signing").json()["may_write"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"links": []}, "links"),
        ({"links": [{"order": "T1"}, {"or der": "x"}]}, "links.1"),
        ({"links": [{"order": ""}]}, "links.0"),
        ({"links": [{"order": "a\nb"}]}, "links.0"),
        ({"links": [{"exp": "9"}]}, "links.0"),
        ({"links": [{"order": "x" * 201}]}, "links.0"),
    ],
)
def test_what_cannot_be_signed_is_told(visitor: PlainBrowser, hq: Any, body: dict[str, Any], field: str) -> None:
    refused = hq.post(f"/collectors/{Collector.rows.get().pk}/signed-links", body)
    assert refused.status_code == 422
    assert field in json.dumps(refused.json())


def test_unknown_parameters_cannot_be_demanded(visitor: PlainBrowser, hq: Any) -> None:
    refused = hq.put("/surveys/long_one/link-signing", {"demanded": ["vip", "nope"], "refuses_unsigned": False})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "demanded.1")
    assert hq.get("/surveys/long_one/link-signing").json()["parameters"] == [
        "order",
        "member",
        "openid",
        "unionid",
        "vip",
    ]
    assert dict(parse_qsl(urlsplit(signed(hq, {"vip": "张 三&"})[0]).query))["vip"] == "张 三&"
    assert Survey.objects.get().signed_params == []
