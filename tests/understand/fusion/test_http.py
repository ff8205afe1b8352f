"""Fusion over HTTP, from records to the page, against plain loops: matrix, people, 嫌贵复购, each within the reader's scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from opencem.engines import stats
from opencem.engines.query.fusion import RepurchaseQuestion
from opencem.engines.query.values import TimeRange
from opencem.listen.customers.models import Customer
from opencem.listen.customers.service import NewCustomer, upsert_many
from opencem.listen.feedback.service import NewFeedback
from opencem.listen.feedback.service import record_many as record_feedback
from opencem.listen.orders.service import NewOrder
from opencem.listen.orders.service import record_many as record_orders
from opencem.understand.fusion.rules import segment
from opencem.understand.metrics import projector
from opencem.understand.text.models import Mention, TextAnalysis

from . import plainly
from .people import AS_OF, Records, drawn

Api = Callable[[str], Any]
STORES = ("0001", "0002", "0003", "T01")
SEEN = {"hq_analyst": set(STORES), "r1_manager": {"0001", "0002"}}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


@pytest.fixture
def records(company: dict[str, int], analytics: Any) -> Records:
    """Random people told through the doors and projected; units, customers and feedback carry their stored ids."""
    told = drawn(5, customers=150)
    stored = _stored(told, company)
    projector.rebuild()
    return stored


def _stored(told: Records, company: dict[str, int]) -> Records:
    now = _noon(AS_OF)
    numbers = sorted({s.customer for s in told.said if s.customer} | {b.customer for b in told.bought if b.customer})
    people = [NewCustomer({"member": f"M{number}"}, name=f"顾客{number}") for number in numbers]
    ids = dict(zip(numbers, upsert_many(people, now=now).ids, strict=True))
    unit = {number: company[code] for number, code in enumerate(STORES, start=1)}
    record_orders(
        [
            NewOrder(
                f"O{b.id}",
                unit[b.unit],
                _noon(b.day),
                Decimal(str(b.amount)),
                promotion=b.promotion,
                customer_id=ids.get(b.customer) if b.customer else None,
            )
            for b in told.bought
        ],
        now=now,
    )
    voices = [
        NewFeedback(
            "survey",
            "s",
            str(s.id),
            unit[s.unit],
            "store",
            _noon(s.day),
            s.day,
            text="…" if s.has_text else "",
            recommend=s.recommend,
            customer_id=ids.get(s.customer) if s.customer else None,
        )
        for s in told.said
    ]
    created = record_feedback(voices, now=now).created_ids
    said = [
        replace(s, id=pk, unit=unit[s.unit], customer=ids[s.customer] if s.customer else None)
        for s, pk in zip(told.said, created, strict=True)
    ]
    TextAnalysis.rows.bulk_create(
        TextAnalysis(feedback_id=s.id, sentiment=0.0, label=s.label, version="t", text_hash="", analysed_at=now)
        for s in said
        if s.label
    )
    Mention.rows.bulk_create(
        Mention(feedback_id=s.id, topic=topic, polarity=polarity, start=0, end=1, clause_start=0, clause_end=1)
        for s in said
        for topic, polarity in s.mentions
    )
    bought = [replace(b, unit=unit[b.unit], customer=ids[b.customer] if b.customer else None) for b in told.bought]
    return Records(said, bought)


def _known(records: Records, company: dict[str, int], person: str) -> Records:
    return records.within({company[code] for code in SEEN[person]})


@pytest.mark.parametrize("person", ["hq_analyst", "r1_manager"])
def test_the_matrix_is_what_the_reader_may_know(
    api: Api, records: Records, company: dict[str, int], person: str
) -> None:
    known = _known(records, company, person)
    orders = plainly.orders(known)
    expected: Counter[Any] = Counter()
    revenue: dict[Any, float] = defaultdict(float)
    for customer, attitude in plainly.attitudes(known).items():
        cell = attitude, plainly.behaviour(orders[customer])
        expected[cell] += 1
        revenue[cell] += sum(b.amount for b in plainly.windows(orders[customer])[0])
    found = api(person).get("/fusion/matrix", as_of=AS_OF.isoformat())
    assert found.status_code == 200, found.content
    matrix = found.json()
    cells = {(cell["attitude"], cell["behaviour"]): cell for cell in matrix["cells"]}
    assert len(cells) == 24
    assert {key: cell["customers"] for key, cell in cells.items() if cell["customers"]} == {
        key: count for key, count in expected.items() if key[1]
    }
    for key, cell in cells.items():
        assert cell["revenue"] == pytest.approx(revenue[key])
    assert matrix["without_orders"] == sum(count for key, count in expected.items() if key[1] is None)
    recent = [s for s in known.said if AS_OF - timedelta(days=364) <= s.day <= AS_OF]
    assert matrix["unmatched"]["share"] == sum(s.customer is None for s in recent) / len(recent)
    assert sum(segment["customers"] for segment in matrix["segments"]) == matrix["customers"]


@pytest.mark.parametrize("person", ["hq_analyst", "r1_manager"])
def test_a_segment_is_split_by_what_its_stores_are(
    api: Api, records: Records, company: dict[str, int], person: str
) -> None:
    """Shops on the street are 0001 and 0003, 0002 is in a mall, T01 has no format."""
    known = _known(records, company, person)
    orders = plainly.orders(known)
    formats = {company["0001"]: "街边店", company["0002"]: "商场店", company["0003"]: "街边店"}
    everybody: Counter[str] = Counter()
    hostages: Counter[str] = Counter()
    for customer, said in plainly.telling(known).items():
        behaviour = plainly.behaviour(orders[customer])
        if said.unit in formats and behaviour is not None:
            everybody[formats[said.unit]] += 1
            hostages[formats[said.unit]] += segment(plainly.attitude(said) or "", behaviour) == "hostage"
    found = api(person).get("/fusion/attributes", as_of=AS_OF.isoformat()).json()
    (split,) = found["items"]
    assert (found["segment"], split["attribute"]) == ("hostage", "format")
    assert {line["value"]: line["customers"] for line in split["lines"]} == everybody
    for line in split["lines"]:
        assert line["share"] == pytest.approx(hostages[line["value"]] / everybody[line["value"]])
        assert line["low"] < line["share"] < line["high"]
        assert not line["low_sample"]
    assert split["lines"][0]["share"] >= split["lines"][1]["share"]


def test_an_attribute_that_only_names_stores_tells_nothing(api: Api, records: Records, company: dict[str, int]) -> None:
    from opencem.platform.organization.models import OrgUnit
    from opencem.platform.organization.queries import forget_tree

    for area, code in enumerate(STORES):
        OrgUnit.objects.filter(code=code).update(attributes={"format": "街边店", "area_m2": area})
    forget_tree()
    assert api("hq_analyst").get("/fusion/attributes", as_of=AS_OF.isoformat()).json()["items"] == []
    assert api("hq_analyst").get("/fusion/attributes", segment="nobody").status_code == 422


def test_the_people_of_a_cell_open_to_their_words(api: Api, records: Records, company: dict[str, int]) -> None:
    known = _known(records, company, "r1_manager")
    orders = plainly.orders(known)
    expected = {
        customer
        for customer, attitude in plainly.attitudes(known).items()
        if attitude == "price_complaint" and plainly.behaviour(orders[customer]) == "growing"
    }
    client, cursor, people = api("r1_manager"), None, []
    asked = {"attitude": "price_complaint", "behaviour": "growing", "as_of": AS_OF.isoformat(), "limit": 1}
    while True:
        page = client.get("/fusion/people", **asked, cursor=cursor).json()
        people += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    public = dict(Customer.objects.filter(pk__in=expected).values_list("public_id", "pk"))
    assert {public[person["id"]] for person in people} == expected
    assert len(people) == len(expected) > 1
    assert [person["revenue"] for person in people] == sorted((p["revenue"] for p in people), reverse=True)
    assert {person["name"] for person in people} == {"顾**"}
    assert {person["unit"]["code"] for person in people} <= SEEN["r1_manager"]
    own = {said.id for said in known.said}
    assert {person["feedback_id"] for person in people} <= own


@pytest.mark.parametrize("person", ["hq_analyst", "r1_manager"])
def test_expensive_says_who_bought_again(api: Api, records: Records, company: dict[str, int], person: str) -> None:
    known = _known(records, company, person)
    question = RepurchaseQuestion(TimeRange(date(2025, 5, 1), date(2025, 12, 31)), days=60, as_of=date(2026, 2, 10))
    orders = plainly.orders(known)
    eligible, again, customers = Counter[bool](), Counter[bool](), Counter[bool]()
    for customer, (complains, _, day) in plainly.clocks(known, question).items():
        customers[complains] += 1
        if day + timedelta(days=60) <= question.as_of:
            eligible[complains] += 1
            again[complains] += any(day < b.day <= day + timedelta(days=60) for b in orders[customer])
    found = api(person).get("/fusion/expensive", **{"from": "2025-05-01"}, to="2025-12-31", days=60, as_of="2026-02-10")
    assert found.status_code == 200, found.content
    answer = found.json()
    for side, complains in (("complaining", True), ("others", False)):
        group = answer[side]
        low, high = stats.wilson_interval(again[complains], eligible[complains])
        assert group["customers"] == customers[complains]
        assert (group["eligible"], group["bought_again"]) == (eligible[complains], again[complains])
        assert group["rate"] == again[complains] / eligible[complains]
        assert (group["low"], group["high"]) == pytest.approx((low, high))
    plain = again[True] / eligible[True] - again[False] / eligible[False]
    assert answer["difference"]["value"] == pytest.approx(plain)
    assert answer["matched"]["customers"] + answer["matched"]["left_out"] == eligible[True]
    assert sum(store["complaining"]["customers"] for store in answer["stores"]) == customers[True]
    codes = {store["unit"]["code"] for store in answer["stores"]}
    assert codes <= SEEN[person]
    said = {(line["topic"], line["polarity"]) for line in answer["also_say"]}
    assert said == {("price", 1), ("taste", 1), ("taste", -1), ("service", 1), ("service", -1)}
    assert answer["from"] == "2025-05-01"


def test_the_curve_is_the_product_limit_of_the_clocks(api: Api, records: Records, company: dict[str, int]) -> None:
    question = RepurchaseQuestion(TimeRange(date(2025, 5, 1), date(2025, 12, 31)), days=60, as_of=date(2026, 2, 10))
    orders = plainly.orders(records)
    spells = [
        (day, min((b.day for b in orders[customer] if day < b.day <= question.as_of), default=None))
        for customer, (complains, _, day) in plainly.clocks(records, question).items()
        if complains
    ]
    survival, expected = 1.0, {}
    for length in range(1, 121):
        risk = sum(((later or question.as_of) - day).days >= length for day, later in spells)
        events = sum(later is not None and (later - day).days == length for day, later in spells)
        if events:
            survival *= 1 - events / risk
            expected[length] = 1 - survival
    answer = api("hq_analyst").get(
        "/fusion/expensive", **{"from": "2025-05-01"}, to="2025-12-31", days=60, as_of="2026-02-10"
    )
    curve = {point["day"]: point["bought_again"] for point in answer.json()["curve"]["complaining"]}
    assert curve == pytest.approx(expected)
    assert len(curve) > 5


def test_who_may_not_read_fusion_is_refused_and_other_units_are_not_there(api: Api, analytics: Any) -> None:
    assert api("s1_manager").get("/fusion/matrix").status_code == 403
    assert api("r1_manager").get("/fusion/matrix", unit="0003").status_code == 404
    assert api("r1_manager").get("/fusion/expensive", unit="R2").status_code == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "period_reversed"),
        ({"from": "2001-01-01", "to": "2026-01-01"}, "period_too_long"),
        ({"days": 3}, "invalid"),
        ({"as_of": "soon"}, "invalid"),
        ({"as_of": "0001-01-01"}, "invalid"),
        ({"from": "0001-01-01", "to": "0001-02-01"}, "invalid"),
        ({"to": "9999-12-31"}, "invalid"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(api: Api, analytics: Any, query: dict[str, Any], code: str) -> None:
    answer = api("hq_analyst").get("/fusion/expensive", **query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_rules_are_versioned_and_shown_beside_the_matrix(api: Api, records: Records) -> None:
    client = api("hq_admin")
    before = client.get("/fusion/matrix", as_of=AS_OF.isoformat()).json()
    assert before["rules"]["version"] == 0
    wanted = {**before["rules"]["settings"], "growing_from": 3.0, "shrinking_to": 0.1}
    assert client.put("/fusion/rules", wanted).json()["version"] == 1
    after = client.get("/fusion/matrix", as_of=AS_OF.isoformat()).json()
    assert after["rules"] == {**after["rules"], "version": 1, "settings": wanted}

    def stable(matrix: Any) -> int:
        return sum(cell["customers"] for cell in matrix["cells"] if cell["behaviour"] == "stable")

    assert stable(after) > stable(before)
    assert api("r1_manager").put("/fusion/rules", wanted).status_code == 403
    assert client.put("/fusion/rules", {**wanted, "growing_from": 0.5}).status_code == 422
