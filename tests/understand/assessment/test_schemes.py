"""Schemes: what is refused, from when a version counts, what another would have made of a month, and the HTTP of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from opencem.kit.problems import Problem
from opencem.platform.accounts.service import system_scope
from opencem.platform.audit.models import AuditEntry
from opencem.platform.events import dispatcher
from opencem.understand.assessment import due, service
from opencem.understand.assessment.inputs import known_metrics
from opencem.understand.assessment.items import DEFAULT_ITEMS, read_items, to_scheme
from opencem.understand.assessment.models import SchemeVersion, Scorecard
from opencem.understand.metrics import projector

from .conftest import MONTH, NOW

Api = Callable[[str], Any]
Change = Callable[[list[dict[str, Any]]], object]


def _changed(change: Change) -> list[dict[str, Any]]:
    items = copy.deepcopy(DEFAULT_ITEMS)
    change(items)
    return items


def test_the_default_scheme_is_sound() -> None:
    scheme = to_scheme(read_items(DEFAULT_ITEMS), known_metrics())
    assert [(item.metric, int(item.weight)) for item in scheme.items] == [
        ("nps", 40),
        ("csat", 30),
        ("ticket_on_time", 20),
        ("review_rating", 10),
    ]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (lambda items: items[0].update(weight="41"), "items", "weights_not_100"),
        (lambda items: items[0].update(weight="0"), "items.0.weight", "weight_not_positive"),
        (lambda items: items[1].update(key="nps"), "items.1.key", "item_twice"),
        (lambda items: items[1].update(metric="luck"), "items.1.metric", "metric_unknown"),
        (lambda items: items[0]["curve"].update(floor=80), "items.0.curve", "curve_invalid"),
        (lambda items: items[0]["curve"].update(floor=90), "items.0.curve", "curve_against_direction"),
        (lambda items: items[0].update(direction="lower"), "items.0.curve", "curve_against_direction"),
        (
            lambda items: items[0].update(curve={"type": "step", "knots": [[1, 50], [0, 100]]}),
            "items.0.curve",
            "curve_invalid",
        ),
        (
            lambda items: [items[0].update(applies_to=["store"]), items[1].update(applies_to=["online_shop"])],
            "items",
            "weights_not_100",
        ),
    ],
)
def test_a_faulty_scheme_names_the_fault(change: Change, field: str, code: str) -> None:
    items = read_items(_changed(change))
    with pytest.raises(Problem) as refused:
        to_scheme(items, known_metrics())
    assert (field, code) in [(error.field, error.code) for error in refused.value.errors]


@pytest.fixture
def answered(company: dict[str, int], analytics: Any, scheme: Any, answer: Callable[..., int], review: Any) -> None:
    """Store 0001: NPS 80, reviews all 5 stars; store 0002: NPS 100, reviews poor."""
    for code, scores in (("0001", [10, 10, 10, 10, 8]), ("0002", [10] * 5)):
        for number, score in enumerate(scores):
            answer(code, recommend=score, device=f"{code}{number}", stars=4)
    review("0001", [5] * 5)
    review("0002", [2] * 5)
    _settle()


def _settle() -> None:
    dispatcher.run_until_idle()
    projector.run_until_idle()
    due.recompute_due(NOW)


ONLY_REVIEWS = [{**DEFAULT_ITEMS[3], "weight": "100"}]


def test_a_new_version_counts_from_its_month_on(
    answered: None, company: dict[str, int], people: dict[str, Any], answer: Callable[..., int], review: Any
) -> None:
    july = MONTH.replace(month=7)
    version = service.publish_version(
        scheme_key="store",
        items=read_items(ONLY_REVIEWS),
        effective_from=july,
        note="只看评价",
        account=people["hq_admin"],
        now=NOW,
    )
    review("0001", [4.8] * 5, day=july.replace(day=2))
    _settle()
    assert service.version_for(MONTH).number == 1
    assert service.version_for(july) == version
    assert Scorecard.rows.get(unit_id=company["0001"], month=MONTH).version.number == 1
    later = Scorecard.rows.get(unit_id=company["0001"], month=july)
    assert (later.version.number, later.total) == (2, 100)
    assert AuditEntry.objects.get(action="scheme.published").reason == "只看评价"


def test_publishing_for_this_month_recomputes_its_cards(
    answered: None, company: dict[str, int], people: dict[str, Any]
) -> None:
    service.publish_version(
        scheme_key="store",
        items=read_items(ONLY_REVIEWS),
        effective_from=MONTH,
        note="",
        account=people["hq_admin"],
        now=NOW,
    )
    _settle()
    cards = Scorecard.rows.filter(month=MONTH, version__number=2)
    assert dict(cards.values_list("unit__code", "total")) == {"0001": 100, "0002": 0, "0003": None, "T01": None}


def test_past_months_keep_their_scheme(db: None, scheme: Any, people: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        service.publish_version(
            scheme_key="store",
            items=read_items(ONLY_REVIEWS),
            effective_from=date(2026, 5, 1),
            note="",
            account=people["hq_admin"],
            now=NOW,
        )
    assert refused.value.code == "effective_in_past"


def test_trying_out_shows_both_and_stores_nothing(answered: None) -> None:
    before = list(Scorecard.rows.order_by("pk").values_list("pk", "total", "computed_at"))
    version, trials = service.try_out(
        scheme_key="store", items=read_items(ONLY_REVIEWS), month=MONTH, scope=system_scope("test"), now=NOW
    )
    assert version.number == 1
    by_code = {trial.unit.code: trial for trial in trials}
    stored = dict(Scorecard.rows.values_list("unit__code", "total"))
    assert by_code["0001"].before.total == stored["0001"]
    assert (by_code["0001"].after.total, by_code["0002"].after.total) == (100, 0)
    assert by_code["0002"].change == pytest.approx(-stored["0002"])
    assert by_code["0003"].change is None
    assert list(Scorecard.rows.order_by("pk").values_list("pk", "total", "computed_at")) == before
    assert SchemeVersion.objects.count() == 1


def test_the_board_over_http_is_the_reader_s(api: Api, answered: None) -> None:
    board = api("r1_manager").get("/scorecards", month="2026-06").json()
    assert [(line["unit"]["code"], line["rank"]) for line in board["items"]] == [("0001", 1), ("0002", 2)]
    assert (board["total"], board["ranked"], board["minimum_n"]) == (2, 2, 5)
    whole = api("hq_analyst").get("/scorecards", month="2026-06", limit=3).json()
    assert [line["unit"]["code"] for line in whole["items"]] == ["0001", "0002", "0003"]
    rest = api("hq_analyst").get("/scorecards", month="2026-06", limit=3, cursor=whole["next_cursor"]).json()
    assert [(line["unit"]["code"], line["rank"]) for line in rest["items"]] == [("T01", None)]
    assert rest["next_cursor"] is None
    assert api("r1_manager").get("/scorecards", month="2026-06", unit="0003").status_code == 404
    for month in ("June", "2026-13", "0001-01", "9999-12", "2026-6"):
        refused = api("hq_analyst").get("/scorecards", month=month)
        assert (refused.status_code, refused.json()["code"]) == (422, "month_invalid")


def test_each_item_opens_down_to_its_answers(api: Api, answered: None) -> None:
    client = api("s1_manager")
    card = client.get("/scorecards/0001/2026-06").json()
    items = {item["key"]: item for item in card["items"]}
    assert items["nps"]["drill"]["lists"] == "feedback"
    assert items["nps"]["lost"] == pytest.approx(items["nps"]["weight_used"] - items["nps"]["contribution"])
    listed = client.get("/feedback", **_parameters(items["nps"]["drill"]["filter"])).json()
    assert len(listed["items"]) == items["nps"]["n"] == 5
    reviews = client.get("/feedback", **_parameters(items["review_rating"]["drill"]["filter"])).json()
    assert [item["rating"] for item in reviews["items"]] == [5] * 5
    assert items["ticket_on_time"]["drill"]["lists"] == "tickets"
    assert [month["month"] for month in card["months"]] == ["2026-06"]
    assert api("s2_manager").get("/scorecards/0001/2026-06").status_code == 404
    assert client.get("/scorecards/0001/2026-01").status_code == 404


def _parameters(wanted: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in wanted.items()}


def test_schemes_are_read_by_all_and_written_by_few(api: Api, answered: None) -> None:
    (shown,) = api("s1_manager").get("/schemes").json()
    assert (shown["key"], shown["version"]["number"], shown["version"]["in_force"]) == ("store", 1, True)
    versions = api("s1_manager").get("/schemes/store").json()["versions"]
    assert [item["key"] for item in versions[0]["items"]] == ["nps", "csat", "ticket_on_time", "review_rating"]
    assert api("s1_manager").get("/schemes/none").status_code == 404
    body = {"items": ONLY_REVIEWS, "month": "2026-06", "unit": "R1"}
    assert api("s1_manager").post("/schemes/store/what-if", body).status_code == 403
    trial = api("hq_analyst").post("/schemes/store/what-if", body).json()
    assert [(line["unit"]["code"], line["after"]["total"]) for line in trial["items"]] == [("0001", 100), ("0002", 0)]
    next_month = (date.today().replace(day=1) + timedelta(days=32)).strftime("%Y-%m")
    published = api("hq_analyst").post(
        "/schemes/store/versions", {"items": ONLY_REVIEWS, "effective_from": next_month, "note": "试点"}
    )
    assert (published.status_code, published.json()["number"]) == (201, 2)
    bad = api("hq_analyst").post(
        "/schemes/store/versions",
        {"items": [{**ONLY_REVIEWS[0], "weight": "90"}], "effective_from": next_month},
    )
    assert bad.status_code == 422
    assert bad.json()["errors"] == [{"field": "items", "code": "weights_not_100", "message": "权重合计是 90,应为 100"}]
    unknown = api("hq_analyst").post(
        "/schemes/store/versions", {"items": ONLY_REVIEWS, "effective_from": next_month, "x": 1}
    )
    assert unknown.status_code == 422
