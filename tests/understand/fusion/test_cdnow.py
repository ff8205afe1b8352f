"""Real purchases (CDNOW, 1997–98) through the doors and the gateway, against plain Python over the file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pytest

from opencem.engines import stats
from opencem.engines.query import Query, TimeRange
from opencem.listen.customers.service import NewCustomer, upsert_many
from opencem.listen.orders.service import NewOrder, record_many
from opencem.platform.accounts.service import system_scope
from opencem.understand.metrics import projector
from opencem.understand.metrics import service as metrics
from tests.paths import SHARED_DATA

FILE = SHARED_DATA / "cdnow" / "CDNOW_sample.txt"
END = date(1998, 6, 30)
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="shared data: cdnow is absent")


@dataclass(frozen=True)
class Purchase:
    line: int
    customer: str
    day: date
    dollars: Decimal


@pytest.fixture(scope="module")
def purchases() -> list[Purchase]:
    rows = [line.split() for line in FILE.read_text(encoding="ascii").splitlines() if line.strip()]
    return [
        Purchase(number, row[1], datetime.strptime(row[2], "%Y%m%d").date(), Decimal(row[4]))
        for number, row in enumerate(rows)
    ]


@pytest.fixture
def stored(purchases: list[Purchase], company: dict[str, int], analytics: Any) -> None:
    now = datetime(1998, 7, 1, tzinfo=UTC)
    members = sorted({purchase.customer for purchase in purchases})
    ids = dict(zip(members, upsert_many([NewCustomer({"member": f"C{m}"}) for m in members], now=now).ids, strict=True))
    record_many(
        [
            NewOrder(
                f"CD{p.line:05}",
                company["T01"],
                datetime(p.day.year, p.day.month, p.day.day, 4, tzinfo=UTC),
                p.dollars,
                channel="online",
                customer_id=ids[p.customer],
            )
            for p in purchases
        ],
        now=now,
    )
    projector.rebuild()


def _by_customer(purchases: list[Purchase]) -> dict[str, list[Purchase]]:
    found: dict[str, list[Purchase]] = defaultdict(list)
    for purchase in sorted(purchases, key=lambda p: (p.day, p.line)):
        found[purchase.customer].append(purchase)
    return found


def _repurchase(purchases: list[Purchase], start: date, end: date, days: int) -> tuple[int, int]:
    """(customers whose window has elapsed by the end of the data, of these who bought again in it)."""
    n = again = 0
    for orders in _by_customer(purchases).values():
        first = next((place for place, p in enumerate(orders) if start <= p.day <= end), None)
        if first is None or orders[first].day + timedelta(days=days) > END:
            continue
        n += 1
        following = orders[first + 1 : first + 2]
        again += bool(following) and following[0].day <= orders[first].day + timedelta(days=days)
    return n, again


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(1997, 1, 1), END, 90),
        (date(1997, 7, 1), date(1997, 12, 31), 30),
        (date(1998, 3, 1), END, 60),  # here many windows are still open
    ],
)
def test_the_repurchase_rate_of_real_customers(
    stored: None, purchases: list[Purchase], start: date, end: date, days: int
) -> None:
    n, again = _repurchase(purchases, start, end, days)
    question = Query(metrics=(f"repurchase_rate:{days}",), time=TimeRange(start, end))
    (row,) = metrics.query(question, system_scope("test"), datetime(1998, 6, 30, 4, tzinfo=UTC)).rows
    figure = row[f"repurchase_rate:{days}"]
    assert len(purchases) == 6919
    assert 0 < again < n
    assert (figure.n, figure.value) == (n, pytest.approx(again / n))
    assert (figure.low, figure.high) == pytest.approx(stats.wilson_interval(again, n))


def test_quintiles_of_real_customers(purchases: list[Purchase]) -> None:
    inputs = {
        customer: stats.RfmInput((END - orders[-1].day).days, len(orders), int(sum(p.dollars for p in orders) * 100))
        for customer, orders in _by_customer(purchases).items()
    }
    assert len(inputs) == 2357
    scores = stats.rfm_scores(inputs)
    for name, value in (
        ("recency", lambda i: -i.recency_days),
        ("frequency", lambda i: i.frequency),
        ("monetary", lambda i: i.monetary_fen),
    ):
        values = [value(i) for i in inputs.values()]
        middle = {v: Fraction(2 * sum(o < v for o in values) + values.count(v) + 1, 2) for v in set(values)}
        for customer, given in inputs.items():
            assert getattr(scores[customer], name) == ceil(5 * middle[value(given)] / len(values))
