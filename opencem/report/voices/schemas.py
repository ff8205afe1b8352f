"""Feedback over HTTP. Instants are RFC 3339 UTC; polarity is -1, 0, 1; offsets count characters of `text`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict

from opencem.listen.uploads.schemas import SentFileOut


class UnitRef(Schema):
    code: str
    name: str


class MentionOut(Schema):
    topic: str
    polarity: int
    start: int
    end: int


class CustomerRef(Schema):
    id: str
    name: str


class TicketRef(Schema):
    id: str
    number: str
    state: str


class VerbatimOut(Schema):
    """The words, the score, where and when, how far it is doubted, and the work it set off."""

    id: int
    kind: str
    source: str
    unit: UnitRef
    at: datetime
    channel: str
    touchpoint: str
    recommend: int | None
    rating: float | None
    text: str
    label: str | None
    sentiment: float | None
    mentions: list[MentionOut]
    order_number: str | None
    suspicion: float
    excluded: bool = Field(description="left out of assessment figures by rule")
    ticket: TicketRef | None


class FeedbackOut(VerbatimOut):
    """One line of the stream."""

    customer: CustomerRef | None
    flags: list[str] = Field(description="kinds of the flags that stand")


class FeedbackPage(Schema):
    items: list[FeedbackOut]
    next_cursor: str | None
    total: int | None = Field(description="of the whole filter; on the first page only")


class GivenAnswerOut(Schema):
    question: str
    title: str
    row: str
    row_title: str
    choice: str
    choice_title: str
    number: float | None
    text: str | None
    file: SentFileOut | None


class FlagOut(Schema):
    id: int
    kind: str
    weight: float
    evidence: dict[str, Any]
    raised_at: datetime
    reversed: bool
    reversed_at: datetime | None
    reversed_reason: str


class OrderOut(Schema):
    number: str
    at: datetime
    amount: float
    discount: float
    promotion: bool
    channel: str
    items: list[dict[str, Any]]


class CustomerOut(Schema):
    id: str
    name: str
    level: str
    phone: str | None
    orders: int
    revenue: float


class FiredRuleOut(Schema):
    rule: str
    name: str
    fired_at: datetime
    reasons: list[Any]


class FeedbackDetail(VerbatimOut):
    """One piece of feedback, opened. Reversed flags are listed too."""

    answers: list[GivenAnswerOut]
    flags: list[FlagOut]
    order: OrderOut | None
    customer: CustomerOut | None
    alerts: list[FiredRuleOut]


class ReverseFlagIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=2, max_length=300)


class SpokenOut(Schema):
    id: int
    kind: str
    source: str
    recommend: int | None
    rating: float | None
    text: str


class WorkedOut(Schema):
    number: str
    title: str
    state: str


class MomentOut(Schema):
    """One of `order`, `feedback`, `ticket` is filled, as `kind` says."""

    kind: str
    at: datetime
    unit: UnitRef
    order: OrderOut | None = None
    feedback: SpokenOut | None = None
    ticket: WorkedOut | None = None


class CustomerTimeline(Schema):
    customer: CustomerOut
    joined_on: date | None
    items: list[MomentOut]
    next_cursor: str | None


class HitOut(Schema):
    id: str
    title: str
    subtitle: str
    link: str
    parameters: dict[str, str]


class HitGroup(Schema):
    kind: str
    items: list[HitOut]


class SearchOut(Schema):
    groups: list[HitGroup]
