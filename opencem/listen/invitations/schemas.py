"""What comes in and goes out over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from opencem.platform.accounts.http import UnitRef

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]{1,64}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00]+$")]
EventKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,30}(\.[a-z0-9_]{1,30})?$")]
Days = Annotated[int, Field(ge=1, le=3650)]
Hours = Annotated[int, Field(ge=1, le=24 * 365)]


class MessageIn(Schema, extra="forbid"):
    subject: str = Field(default="", max_length=120)
    text: str = Field(min_length=1, max_length=2000)


class PeopleFilter(Schema, extra="forbid"):
    """Customers that meet every part; days count back from the start of the batch."""

    unit: Code | None = None
    levels: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(default=[], max_length=50)
    ordered_days: Days | None = None
    not_ordered_days: Days | None = None
    order_channels: list[Key] = Field(default=[], max_length=20)
    orders_min: int | None = Field(default=None, ge=1, le=10_000)
    spent_min: float | None = Field(default=None, ge=0, le=1e9)
    joined_from: date | None = None
    joined_to: date | None = None


class AskingIn(Schema, extra="forbid"):
    name: Name
    survey: Key
    unit: Code
    touchpoint: str = Field(default="", max_length=40)
    channels: list[Key] = Field(min_length=1, max_length=7)
    message: dict[Literal["zh-Hans", "zh-Hant", "en"], MessageIn] = Field(default={})
    templates: dict[Key, Annotated[str, StringConstraints(max_length=64)]] = Field(default={})
    share: float = Field(default=1.0, gt=0, le=1)
    expires_hours: Hours = 168
    reminder_hours: list[Hours] = Field(default=[], max_length=3)


class BatchIn(AskingIn):
    people: PeopleFilter | None = None
    per_minute: int | None = Field(default=None, ge=1, le=100_000)


class BatchPatch(BatchIn):
    version: int


class StartIn(Schema, extra="forbid"):
    version: int
    starts_at: AwareDatetime | None = None


class EmptyIn(Schema, extra="forbid"):
    pass


class TriggerIn(AskingIn):
    event: EventKind
    condition: dict[str, Any] | None = None
    delay_minutes: int = Field(default=0, ge=0, le=60 * 24 * 90)
    active: bool = False


class TriggerPatch(TriggerIn):
    version: int


class FatigueIn(Schema, extra="forbid"):
    key: Key
    name: Name
    scope: Literal["survey", "group", "all"]
    surveys: list[Key] = Field(default=[], max_length=100)
    clock: Literal["invited", "answered"]
    most: int | None = Field(default=None, ge=1, le=1000)
    days: Days | None = None
    gap_hours: Hours | None = None
    channels: list[Key] = Field(default=[], max_length=7)
    reminders: bool = False
    requeue: bool = False


class QuietIn(Schema, extra="forbid"):
    """Minutes after local midnight; over midnight when `ends` is less than `begins`."""

    begins: int = Field(ge=0, lt=1440)
    ends: int = Field(ge=0, lt=1440)


class ContactRulesIn(Schema, extra="forbid"):
    version: int
    fatigue: list[FatigueIn] = Field(max_length=30)
    quiet: QuietIn | None
    complaint_days: int = Field(ge=0, le=3650)


class CustomerKeys(Schema, extra="forbid"):
    member: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)


class TouchIn(Schema, extra="forbid"):
    """An event told by another system. (`kind`, `external_id`) is its identity: told twice, it counts once."""

    kind: EventKind
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00]+$")]
    unit: Code
    customer: CustomerKeys
    occurred_at: AwareDatetime
    channel: Key | None = None
    amount: float | None = Field(default=None, ge=0, le=1e9)
    products: list[Annotated[str, StringConstraints(max_length=80)]] = Field(default=[], max_length=100)
    order: str = Field(default="", max_length=64)


class TouchOut(Schema):
    created: bool


class RatesOut(Schema):
    delivery: float | None
    open: float | None
    start: float | None
    response: float | None
    completion: float | None


class FunnelOut(Schema):
    """People who got at least so far; sampled-out and suppressed ones are apart and in no rate."""

    created: int
    sampled_out: int
    suppressed: int
    sent: int
    delivered: int
    opened: int
    started: int
    completed: int
    rates: RatesOut


class ReasonOut(Schema):
    state: str
    reason: str
    number: int


class FunnelGroup(Schema):
    key: str
    label: str
    funnel: FunnelOut


class FunnelPage(Schema):
    total: FunnelOut
    items: list[FunnelGroup]
    reasons: list[ReasonOut]


class SurveyRef(Schema):
    key: str
    title: dict[str, str]


class AskingOut(Schema):
    id: str
    name: str
    survey: SurveyRef
    unit: UnitRef
    touchpoint: str
    channels: list[str]
    message: dict[str, MessageIn]
    templates: dict[str, str]
    share: float
    expires_hours: int
    reminder_hours: list[int]
    version: int
    created_at: datetime
    funnel: FunnelOut


class RuleCount(Schema):
    rule: str
    left_out: int
    left: int


class PreviewOut(Schema):
    """The count after each rule, in the order in which the rules hold."""

    at: datetime
    rules_version: int
    chosen: int
    rules: list[RuleCount]
    wait: int
    send: int


class InvitationRejectOut(Schema):
    row: int
    code: str
    message: str
    shown: str


class PeopleOut(Schema):
    """Whom a batch chooses: by `filter`, or by a `file` in which `listed` people were found."""

    filter: PeopleFilter | None
    file: str
    listed: int
    rejected: int
    rejects: list[InvitationRejectOut]


class BatchOut(AskingOut):
    state: str
    starts_at: datetime | None
    per_minute: int | None
    people: PeopleOut
    preview: PreviewOut | None


class BatchPage(Schema):
    items: list[BatchOut]
    next_cursor: str | None


class LeftOut(Schema):
    rule: str
    number: int


class SimulationOut(Schema):
    """What a trigger would have asked of last month's events."""

    since: datetime
    until: datetime
    rules_version: int
    events: int
    matched: int
    asked: int
    asked_later: int
    left_out: list[LeftOut]


class TriggerOut(AskingOut):
    event: str
    condition: dict[str, Any] | None
    delay_minutes: int
    active: bool
    simulation: SimulationOut | None


class ContactRulesOut(Schema):
    version: int
    fatigue: list[FatigueIn]
    quiet: QuietIn | None
    complaint_days: int
    channels: list[str]
    bound: list[str]


class CustomerRef(Schema):
    id: str
    name: str


class StepOut(Schema):
    at: datetime
    state: str
    reason: str
    detail: dict[str, Any]


class InvitationOut(Schema):
    id: int
    survey: SurveyRef
    unit: UnitRef
    customer: CustomerRef
    by: str
    by_name: str
    channel: str
    state: str
    reason: str
    next_at: datetime | None
    due_at: datetime | None
    expires_at: datetime
    created_at: datetime
    sent_at: datetime | None
    completed_at: datetime | None
    reminders: int


class InvitationPage(Schema):
    items: list[InvitationOut]
    next_cursor: str | None


class ExplainedInvitation(InvitationOut):
    steps: list[StepOut]


class CheckOut(Schema):
    rule: str
    name: str
    verdict: Literal["allow", "skip", "wait"]
    until: datetime | None


class NowOut(Schema):
    """What the rules say to asking this person right now; `next_at` null: not by waiting."""

    survey: str
    outcome: Literal["send", "skip", "wait", "expire"]
    rule: str
    channel: str
    next_at: datetime | None
    checks: list[CheckOut]
    rules_version: int


class OptOutOut(Schema):
    channel: str
    source: str
    at: datetime


class ExplainedOut(Schema):
    now: NowOut
    opted_out: list[OptOutOut]
    invitations: list[ExplainedInvitation]


class DoNotAskIn(Schema, extra="forbid"):
    ask: bool
    channel: str = Field(default="", max_length=20)
