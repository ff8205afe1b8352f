"""The stream of feedback over HTTP: what each reader sees, filters, pages, number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencem.listen.feedback.models import Feedback

from .conftest import Told, _record, _voice

Api = Callable[[str], Any]


def _names(told: Told, answer: Any) -> list[str]:
    names = {pk: name for name, pk in told.feedback.items()}
    assert answer.status_code == 200, answer.content
    return [names[item["id"]] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("hq_analyst", ["far", "praise", "stale", "mute", "flagged"]),
        ("r1_manager", ["praise", "stale", "mute", "flagged"]),
        ("s1_manager", ["praise", "stale", "flagged"]),
        ("s2_manager", ["mute"]),
    ],
)
def test_each_reader_sees_their_units_newest_first(api: Api, told: Told, person: str, seen: list[str]) -> None:
    answer = api(person).get("/feedback")
    assert _names(told, answer) == seen
    assert answer.json()["total"] == len(seen)


def test_a_stranger_is_refused(api: Api, told: Told) -> None:
    assert api("stranger").get("/feedback").status_code == 403


@pytest.mark.parametrize(
    ("filters", "seen"),
    [
        ({"unit": "C11"}, ["praise", "stale", "mute", "flagged"]),
        ({"unit": "0003"}, ["far"]),
        ({"kind": "review"}, ["praise"]),
        ({"kind": ["review", "survey"], "unit": "0001"}, ["praise", "stale", "flagged"]),
        ({"source": "tmall"}, ["praise"]),
        ({"topic": "price"}, ["stale"]),
        ({"topic": ["price", "service"]}, ["praise", "stale"]),
        ({"topic": "taste", "polarity": -1}, []),
        ({"polarity": 1}, ["far", "praise"]),
        ({"score_max": 6}, ["stale"]),
        ({"score_min": 7, "score_max": 8}, ["mute"]),
        ({"score_group": "promoter"}, ["far", "flagged"]),
        ({"rating_min": 4}, ["praise"]),
        ({"rating_max": 4}, []),
        ({"label": "positive"}, ["far", "praise"]),
        ({"flagged": "true"}, ["flagged"]),
        ({"has_text": "false"}, ["mute"]),
        ({"flagged": "false", "unit": "0001"}, ["praise", "stale"]),
        ({"authentic": "true", "unit": "0001"}, ["praise", "stale"]),
        ({"q": "好吃"}, ["far", "praise"]),
        ({"q": "100%"}, ["far"]),
        ({"q": "%"}, ["far"]),
        ({"q": "_"}, []),
        ({"q": "A-1"}, ["stale"]),
        ({"product": "N1"}, ["stale"]),
        ({"product": ["锅巴", "none"]}, ["stale"]),
        ({"product": "腰果"}, []),
        ({"product_category": "膨化"}, ["stale"]),
        ({"product": "N1", "product_category": "坚果"}, ["stale"]),
        ({"product": "N1", "product_category": "膨化"}, []),
        ({"product": "x' OR 1=1 --"}, []),
        ({"from": "2026-06-14", "to": "2026-06-14"}, ["praise"]),
        ({"to": "2026-06-11"}, ["mute", "flagged"]),
    ],
)
def test_filters_narrow(api: Api, told: Told, filters: dict[str, Any], seen: list[str]) -> None:
    assert _names(told, api("hq_admin").get("/feedback", **filters)) == seen


def test_a_unit_out_of_scope_is_not_there(api: Api, told: Told) -> None:
    assert api("s1_manager").get("/feedback", unit="0002").status_code == 404
    assert api("s1_manager").get("/feedback", unit="no-such").status_code == 404


@pytest.mark.parametrize(
    "filters",
    [
        {"score_min": 11},
        {"kind": "rumour"},
        {"from": "yesterday"},
        {"rating_max": "nan"},
        {"q": "a\x00"},
        {"source": ["x", "\x00"]},
    ],
)
def test_a_filter_outside_the_vocabulary_is_refused(api: Api, told: Told, filters: dict[str, Any]) -> None:
    answer = api("hq_admin").get("/feedback", **filters)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("cursor", ["x", "bm90anNvbg", "WzFd", "WyJ5ZXN0ZXJkYXkiLDFd", "WyIyMDI2LTAxLTAxIiwxXQ"])
def test_a_made_up_cursor_is_refused(api: Api, told: Told, cursor: str) -> None:
    answer = api("hq_admin").get("/feedback", cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_pages_hold_every_row_once_though_many_share_an_instant(api: Api, told: Told, company: dict[str, int]) -> None:
    _record([_voice(f"same-{i}", company["0001"], i % 2, text=str(i)) for i in range(23)])
    client, cursor, seen = api("hq_admin"), None, []
    while True:
        page = client.get("/feedback", limit=4, cursor=cursor).json()
        seen += [(item["at"], item["id"]) for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 4
    assert len(seen) == len(set(seen)) == Feedback.rows.count() == 28
    assert seen == sorted(seen, reverse=True)


def test_a_page_is_stable_when_new_feedback_arrives(api: Api, told: Told, company: dict[str, int]) -> None:
    client = api("hq_admin")
    first = client.get("/feedback", limit=2).json()
    _record([_voice("newer", company["0001"], -1, text="刚刚")])
    second = client.get("/feedback", limit=2, cursor=first["next_cursor"])
    assert _names(told, second) == ["stale", "mute"]


def test_the_number_of_queries_does_not_grow_with_the_rows(api: Api, told: Told, company: dict[str, int]) -> None:
    client = api("hq_admin")
    client.get("/feedback")
    few = _queries(lambda: client.get("/feedback", limit=2))
    _record([_voice(f"more-{i}", company["0001"], 1, text="好吃") for i in range(40)])
    many = _queries(lambda: client.get("/feedback", limit=45))
    # session, account, grants, tree version | feedback, mentions, flags, tickets | total
    assert few == many == 9


def _queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == 200
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


def test_a_line_carries_what_the_verbatim_shows(api: Api, told: Told) -> None:
    items = {item["id"]: item for item in api("hq_analyst").get("/feedback").json()["items"]}
    stale = items[told.feedback["stale"]]
    assert stale["unit"] == {"code": "0001", "name": "徐汇店"}
    assert stale["recommend"] == 2
    assert stale["label"] == "negative"
    assert [(m["topic"], stale["text"][m["start"] : m["end"]]) for m in stale["mentions"]] == [
        ("freshness", "不新鲜"),
        ("price", "太贵"),
    ]
    assert stale["customer"] == {"id": told.public_id, "name": "张**"}
    assert stale["ticket"] == {"id": "T-0001", "number": "T-0001", "state": "new"}
    flagged = items[told.feedback["flagged"]]
    assert (flagged["flags"], flagged["excluded"], flagged["suspicion"]) == (["speeder"], True, 0.7)


def test_who_may_see_names_sees_them(api: Api, told: Told) -> None:
    items = {item["id"]: item for item in api("hq_admin").get("/feedback").json()["items"]}
    assert items[told.feedback["stale"]]["customer"]["name"] == "张小满"


def test_polling_costs_nothing_until_something_changes(api: Api, told: Told, company: dict[str, int]) -> None:
    client = api("hq_admin").client
    first = client.get("/api/v1/feedback")
    again = client.get("/api/v1/feedback", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    _record([_voice("newer", company["0001"], -1, text="刚刚")])
    assert client.get("/api/v1/feedback", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
