"""POST /query, GET /metrics, GET /topics as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from opencem.listen.orders.service import NewOrder, record_many

JUNE = {"from": "2026-06-01", "to": "2026-06-30"}
ASK = {"metrics": ["nps", "responses"], "time": JUNE}

Answer = Callable[..., int]


@pytest.fixture
def june(answer: Answer, pump: Callable[[], None], analytics: Any) -> None:
    """Five answers at 0001 (two promoters, two detractors), six happy ones at 0003."""
    for score in (10, 9, 8, 3, 0):
        answer("0001", recommend=score)
    for _ in range(6):
        answer("0003", recommend=10)
    pump()


def test_an_answer_is_in_the_figures_with_n_interval_and_definition(june: None, api: Any) -> None:
    body = api("hq_analyst").post("/query", ASK).json()
    row = body["rows"][0]
    assert row["nps"]["value"] == pytest.approx(100 * (8 - 2) / 11)
    assert row["nps"]["low"] < row["nps"]["value"] < row["nps"]["high"]
    assert (row["nps"]["n"], row["responses"]["value"], body["total"]) == (11, 11, 1)
    assert body["definitions"]["nps"]["version"] == 1
    assert body["as_of"].endswith("+00:00")


def test_a_store_manager_sees_the_own_store_only_in_rows_and_totals(june: None, api: Any) -> None:
    body = api("s1_manager").post("/query", {**ASK, "dimensions": ["store"]}).json()
    assert [(row["store"]["code"], row["responses"]["value"]) for row in body["rows"]] == [("0001", 5)]
    assert api("s1_manager").post("/query", ASK).json()["rows"][0]["responses"]["value"] == 5


def test_a_unit_out_of_scope_is_not_found_and_filters_reach_nothing(june: None, api: Any) -> None:
    assert api("s1_manager").post("/query", {**ASK, "unit": "0003"}).status_code == 404
    filtered = {**ASK, "filters": [{"field": "store", "op": "eq", "value": "0003"}]}
    assert api("s1_manager").post("/query", filtered).json()["rows"][0]["responses"]["value"] == 0


def test_a_region_of_which_the_reader_sees_a_part_says_so(june: None, api: Any) -> None:
    assert api("s1_manager").post("/query", {**ASK, "dimensions": ["region"]}).json()["partial"] is True
    assert api("r1_manager").post("/query", {**ASK, "dimensions": ["region"]}).json()["partial"] is False


def test_the_same_question_is_answered_304_until_something_happens(
    june: None, api: Any, answer: Answer, pump: Callable[[], None]
) -> None:
    person = api("hq_analyst")
    first = person.post("/query", ASK)
    again = person.post("/query", ASK, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    answer("0002", recommend=7)
    pump()
    fresh = person.post("/query", ASK, **{"If-None-Match": first["ETag"]})
    assert fresh.status_code == 200
    assert fresh.json()["rows"][0]["responses"]["value"] == 12


def test_two_readers_never_share_a_tag(june: None, api: Any) -> None:
    tags = {api(name).post("/query", ASK)["ETag"] for name in ("hq_analyst", "r1_manager", "s1_manager", "s2_manager")}
    assert len(tags) == 4


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"metrics": ["happiness"]}, "query_unknown_metric", "metrics"),
        ({"metrics": []}, "wrong_type", "metrics"),
        ({"dimensions": ["planet"]}, "query_unknown_field", "dimensions"),
        ({"scope": "all"}, "unknown_field", "scope"),
        ({"unit_ids": [1]}, "unknown_field", "unit_ids"),
        ({"time": {"from": "2026-06-30", "to": "2026-06-01"}}, "query_time_reversed", "time"),
        ({"filters": [{"field": "channel", "op": "like", "value": "x"}]}, "wrong_type", "filters"),
        ({"filters": [{"field": "channel", "op": "in", "value": "x"}]}, "query_value_count", "filters.0"),
        ({"metrics": ["orders"], "dimensions": ["topic"]}, "query_not_applicable", "dimensions"),
    ],
)
def test_what_is_outside_the_vocabulary_is_refused_with_code_and_field(
    api: Any, analytics: Any, change: dict[str, Any], code: str, field: str
) -> None:
    refused = api("hq_analyst").post("/query", {**ASK, **change})
    assert refused.status_code == 422
    error = refused.json()["errors"][0]
    assert error["code"] == code
    assert field in error["field"]
    assert error["message"]


def test_strangers_are_refused(api: Any, analytics: Any) -> None:
    assert api("stranger").post("/query", ASK).status_code == 403


def test_the_catalogue_names_every_metric_with_its_meaning(api: Any) -> None:
    body = api("hq_analyst").get("/metrics").json()
    by_name = {metric["name"]: metric for metric in body["metrics"]}
    assert "推荐者" in by_name["nps"]["formula"]
    assert "topic" in by_name["nps"]["dimensions"]
    assert "topic" not in by_name["orders"]["dimensions"]
    assert all(metric["formula"] and metric["title"] for metric in body["metrics"])


def test_topics_have_names_in_both_languages(api: Any) -> None:
    items = {topic["key"]: topic for topic in api("hq_analyst").get("/topics").json()["items"]}
    assert items["price"]["name_zh"] == "价格"


def test_a_store_held_by_another_process_is_said_so(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from opencem.understand.metrics import store
    from opencem.understand.metrics.ports import StoreLocked

    def locked(_: str) -> Any:
        raise StoreLocked("held")

    store.close()
    monkeypatch.setattr(store, "_factory", locked)
    refused = api("hq_analyst").post("/query", ASK)
    assert (refused.status_code, refused.json()["code"]) == (503, "analytics_elsewhere")


def test_a_product_has_its_present_name_and_the_answer_says_how_it_counts(
    company: dict[str, int], analytics: Any, api: Any, answer: Answer, pump: Callable[[], None]
) -> None:
    at = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)  # an hour before `answer` answers
    for number, name in (("A1", "猫爪酥（罐装）"), ("A2", "猫爪酥")):
        line = {"sku": "GP01", "name": name, "category": "糕点", "quantity": 1, "price": 5}
        record_many([NewOrder(number, company["0001"], at, Decimal(5), items=[line])], now=at)
        answer("0001", recommend=9, order_number=number)
    answer("0001", recommend=2)
    pump()
    body = api("hq_analyst").post("/query", {"metrics": ["nps"], "dimensions": ["product"], "time": JUNE}).json()
    assert [(row["product"], row["nps"]["n"]) for row in body["rows"]] == [
        ({"code": "GP01", "name": "猫爪酥"}, 2),
        (None, 1),
    ]
    assert "每个商品下各计一次" in body["definitions"]["nps"]["formula"]
    two = {"metrics": ["nps"], "dimensions": ["product", "product_category"], "time": JUNE}
    assert api("hq_analyst").post("/query", two).json()["code"] == "query_one_product_dimension"
