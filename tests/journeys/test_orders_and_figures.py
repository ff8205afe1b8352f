"""Orders and members come in by the wizard, meet what people said, and stay masked for who may not see them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.journeys.conftest import Company
from tests.journeys.served import Person, eventually
from tests.journeys.test_bad_files import through
from tests.journeys.test_the_loop import today

STORE = "0007"
PHONES = {number: f"1380000{number:04d}" for number in range(1, 5)}


def day(ago: int) -> date:
    return today() - timedelta(days=ago)


def members() -> bytes:
    lines = [f"M{n},王小{n},{phone},金卡,{STORE}" for n, phone in PHONES.items()]
    return "\n".join(["会员号,姓名,手机号,会员等级,归属门店编码", *lines]).encode()


def orders() -> bytes:
    """M1 bought before and after complaining of the price; M2 complained and left; M3 and M4 did not complain."""
    bought = [("A1", 150, 1), ("A2", 100, 1), ("B1", 150, 2), ("C1", 150, 3), ("C2", 110, 3), ("D1", 3, 4)]
    lines = [f"{number},{day(ago)} 10:00,{STORE},58.80,M{member}" for number, ago, member in bought]
    return "\n".join(["订单号,下单时间,门店编码,实付金额,会员号", *lines]).encode()


def reviews() -> bytes:
    said = [("A1", 149, 2, "太贵了"), ("B1", 149, 1, "价格太贵"), ("C1", 149, 5, "好吃"), ("Z9", 149, 2, "有点贵")]
    lines = [f"{day(ago)} 12:00,{STORE},{stars},{text},{order},x{order}" for order, ago, stars, text in said]
    return "\n".join(["评价时间,门店编码,评分,评价内容,订单号,评价编号", *lines]).encode()


@pytest.fixture(scope="module")
def bought(company_served: Company) -> Company:
    root = company_served.person("root")
    for kind, content, options, rows in (
        ("customers", members(), {}, 4),
        ("orders", orders(), {}, 6),
        ("reviews", reviews(), {"source": "tmall"}, 4),
    ):
        done = through(root, kind, content, f"{kind}.csv", **options)
        assert (done["state"], done["created"], done["rejected"]) == ("done", rows, 0), done
    return company_served


def asked(person: Person, metrics: list[str], days: int = 200, **more: Any) -> dict[str, Any]:
    body = {"metrics": metrics, "unit": STORE, "time": {"from": str(day(days)), "to": str(today())}, **more}
    return dict(person.do("POST", "/query", body)["rows"][0])


def test_orders_become_figures(bought: Company) -> None:
    analyst = bought.person("analyst")
    row = eventually(
        lambda: (now := asked(analyst, ["orders", "revenue", "customers"]))["orders"]["value"] == 6 and now
    )
    assert row["revenue"]["value"] == pytest.approx(6 * 58.8)
    assert row["customers"]["value"] == 4


def test_complaining_of_the_price_and_buying_again(bought: Company) -> None:
    analyst = bought.person("analyst")
    path = {"unit": STORE, "from": str(day(200)), "to": str(today()), "days": 90}
    eventually(
        lambda: (
            asked(analyst, ["mentions"], filters=[{"field": "topic", "op": "eq", "value": "price"}])["mentions"][
                "value"
            ]
            == 3
        )
    )
    answer = eventually(
        lambda: (now := analyst.read("/fusion/expensive", **path))["complaining"]["customers"] == 2 and now
    )
    complaining, others = answer["complaining"], answer["others"]
    assert (complaining["eligible"], complaining["bought_again"], complaining["rate"]) == (2, 1, 0.5)
    assert others["customers"] >= 1
    assert answer["unmatched"]["share"] == pytest.approx(1 / 3)


def test_attitude_meets_behaviour(bought: Company) -> None:
    analyst = bought.person("analyst")
    matrix = analyst.read("/fusion/matrix", unit=STORE, window_days=180)
    assert sum(cell["customers"] for cell in matrix["cells"]) >= 1
    found = [
        person
        for cell in matrix["cells"]
        if cell["customers"]
        for person in analyst.read(
            "/fusion/people", unit=STORE, window_days=180, attitude=cell["attitude"], behaviour=cell["behaviour"]
        )["items"]
    ]
    assert len(found) == sum(cell["customers"] for cell in matrix["cells"])


def test_an_answer_is_opened_with_its_order_and_a_masked_customer(bought: Company) -> None:
    phone = bought.respondent(STORE)
    phone.page.url += "?order=D1"
    phone.answer(3, "包装破了", stars=3)
    viewer = bought.person("viewer")
    (voice,) = eventually(lambda: viewer.read("/feedback", unit=STORE, kind="survey")["items"])
    opened = viewer.read(f"/feedback/{voice['id']}")
    assert (opened["order"]["number"], opened["order"]["amount"]) == ("D1", 58.8)
    assert "王小4" not in str(opened)
    assert PHONES[4] not in str(opened)
    assert opened["customer"]["name"].startswith("王")
    root, customer = bought.person("root"), f"/customers/{opened['customer']['id']}"
    eventually(lambda: {item["kind"] for item in root.read(customer)["items"]} >= {"order", "feedback", "ticket"})


def test_the_same_file_again_changes_nothing(bought: Company) -> None:
    done = through(bought.person("root"), "orders", orders(), "orders.csv")
    assert (done["created"], done["updated"], done["unchanged"]) == (0, 0, 6)
