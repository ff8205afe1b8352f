"""Fusion over HTTP. Shares and rates are fractions 0..1, money is in the company's currency."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from opencem.engines import stats

from .rules import Attitude, Behaviour, RulesInForce, Segment


class UnmatchedOut(Schema):
    feedback: int
    unknown: int
    share: float | None = Field(description="of the feedback in question, the share that belongs to nobody known")


class CellOut(Schema):
    attitude: Attitude
    behaviour: Behaviour
    segment: Segment
    customers: int
    revenue: float = Field(description="of the last window")
    revenue_before: float = Field(description="of the window before")
    promotion_share: float | None = Field(description="of the money of both windows")


class SegmentOut(Schema):
    segment: Segment
    customers: int
    share: float | None
    revenue: float


class MatrixOut(Schema):
    attitudes: list[Attitude]
    behaviours: list[Behaviour]
    cells: list[CellOut]
    segments: list[SegmentOut]
    customers: int
    without_orders: int
    unmatched: UnmatchedOut
    rules: RulesInForce
    as_of: date
    window_days: int


class AttributeLineOut(Schema):
    value: str
    customers: int = Field(description="whose store has this value: the n of the share")
    share: float | None = Field(description="of these customers, those in the segment")
    low: float | None
    high: float | None
    low_sample: bool


class AttributeSplitOut(Schema):
    attribute: str
    lines: list[AttributeLineOut]


class AttributesOut(Schema):
    segment: Segment
    items: list[AttributeSplitOut]


class UnitRef(Schema):
    code: str
    name: str


class PersonOut(Schema):
    id: str
    name: str
    level: str
    phone: str
    orders: int
    orders_before: int
    revenue: float = Field(description="of both windows")
    last_order_on: date | None
    feedback_id: int
    said: str
    recommend: int | None
    said_at: datetime
    unit: UnitRef


class PeoplePage(Schema):
    items: list[PersonOut]
    next_cursor: str | None


class GroupOut(Schema):
    customers: int
    eligible: int = Field(description="whose days have fully elapsed: the n of the rate")
    bought_again: int
    rate: float | None
    low: float | None
    high: float | None
    promotion_share: float | None = Field(description="of their orders within the days, those on promotion")


class DifferenceOut(Schema):
    value: float
    low: float
    high: float
    significant: bool


class MatchedOut(Schema):
    """Like with like: within unit, month, recency and frequency (Mantel-Haenszel)."""

    rate: float
    others_rate: float
    difference: DifferenceOut
    customers: int
    others: int
    strata: int
    left_out: int


class CurvePoint(Schema):
    day: int
    bought_again: float
    low: float
    high: float
    at_risk: int


class CurvesOut(Schema):
    complaining: list[CurvePoint]
    others: list[CurvePoint]


class AlsoSaidOut(Schema):
    topic: str
    polarity: int
    customers: int
    share: float | None
    low: float | None
    high: float | None
    others_share: float | None


class StoreOut(Schema):
    unit: UnitRef
    complaining: GroupOut
    others: GroupOut
    difference: DifferenceOut | None


class ExpensiveOut(Schema):
    complaining: GroupOut
    others: GroupOut
    difference: DifferenceOut | None
    matched: MatchedOut | None
    curve: CurvesOut
    also_say: list[AlsoSaidOut]
    stores: list[StoreOut]
    stores_total: int
    minimum_n: int
    unmatched: UnmatchedOut
    days: int
    from_: date = Field(alias="from", serialization_alias="from")
    to: date
    as_of: date


def difference_out(comparison: stats.Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "value": comparison.difference,
        "low": comparison.low,
        "high": comparison.high,
        "significant": comparison.significant,
    }
