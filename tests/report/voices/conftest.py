"""A few voices in three stores, told through the doors of the rooms that own them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from opencem.act.tickets.models import SlaPolicy, Ticket
from opencem.listen.customers.service import NewCustomer, upsert_many
from opencem.listen.feedback import service as feedback
from opencem.listen.orders.service import NewOrder
from opencem.listen.orders.service import record_many as record_orders
from opencem.understand.text.models import Mention, TextAnalysis
from tests.doubts import lay_doubts

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What was recorded: feedback ids by name, the member's inner and public id."""

    feedback: dict[str, int]
    customer: int
    public_id: str


@pytest.fixture
def told(company: dict[str, int]) -> Told:
    from opencem.listen.customers.models import Customer

    customer = upsert_many(
        [NewCustomer({"phone": "+8613812345678", "member": "M0001"}, name="张小满", level="金卡")], now=NOW
    ).ids[0]
    assert customer is not None
    orders = record_orders(
        [
            _order("A-1", company["0001"], customer, "36.50", days=3),
            _order("A-2", company["0003"], customer, "99.00", days=2),
        ],
        now=NOW,
    ).created_ids
    rows = [
        _voice("stale", company["0001"], 2, text="不新鲜,太贵了", recommend=2, order_number="A-1",
               order_id=orders[0], customer_id=customer),
        _voice("praise", company["0001"], 1, text="好吃,店员热情", rating=5.0, kind="review", source="tmall"),
        _voice("far", company["0003"], 0, text="好吃 100%", recommend=10, customer_id=customer),
        _voice("mute", company["0002"], 4, recommend=7),
        _voice("flagged", company["0001"], 5, text="太好了", recommend=10),
    ]  # fmt: skip
    ids = dict(zip(("stale", "praise", "far", "mute", "flagged"), _record(rows), strict=True))
    _analyse(ids)
    lay_doubts({ids["flagged"]: [("speeder", 0.7, {"seconds": 3})]}, NOW)
    _ticket(ids["stale"], company["0001"])
    return Told(ids, customer, Customer.objects.get(pk=customer).public_id)


def _order(number: str, unit: int, customer: int, amount: str, *, days: int) -> NewOrder:
    return NewOrder(
        number,
        unit,
        NOW - timedelta(days=days),
        Decimal(amount),
        customer_id=customer,
        items=[{"name": "锅巴", "category": "膨化"}, {"sku": "N1", "name": "腰果", "category": "坚果"}],
    )


def _voice(name: str, unit: int, days: int, **fields: Any) -> feedback.NewFeedback:
    at = NOW - timedelta(days=days)
    given = {"kind": "survey", "source": "post_purchase", "channel": "store", **fields}
    return feedback.NewFeedback(
        external_id=name, unit_id=unit, occurred_at=at, local_date=(at + timedelta(hours=8)).date(), **given
    )


def _record(rows: list[feedback.NewFeedback]) -> list[int]:
    return list(feedback.record_many(rows, now=NOW).created_ids)


def _analyse(ids: dict[str, int]) -> None:
    for name, sentiment, label in (("stale", -0.8, "negative"), ("praise", 0.9, "positive"), ("far", 0.7, "positive")):
        TextAnalysis.rows.create(
            feedback_id=ids[name], sentiment=sentiment, label=label, version="t", text_hash="", analysed_at=NOW
        )
    for name, topic, polarity, start, end in (
        ("stale", "freshness", -1, 0, 3),
        ("stale", "price", -1, 4, 6),
        ("praise", "taste", 1, 0, 2),
        ("praise", "service", 1, 3, 7),
        ("far", "taste", 1, 0, 2),
    ):
        Mention.rows.create(
            feedback_id=ids[name],
            topic=topic,
            polarity=polarity,
            start=start,
            end=end,
            clause_start=start,
            clause_end=end,
        )


def _ticket(feedback_id: int, unit_id: int) -> None:
    policy, _ = SlaPolicy.objects.get_or_create(
        priority="normal",
        defaults={
            "name": "标准",
            "first_response_minutes": 60,
            "resolution_minutes": 480,
            "escalation_minutes": [120],
            "calendar": {"always": True},
        },
    )
    Ticket.rows.create(
        number="T-0001", unit_id=unit_id, feedback_id=feedback_id, title="不新鲜,太贵了", policy=policy, opened_at=NOW
    )
