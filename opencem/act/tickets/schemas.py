from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from opencem.platform.accounts.http import UnitRef

Text = Annotated[str, Field(max_length=5000)]


class Person(Schema):
    id: int
    name: str


class ClockOut(Schema):
    """The clock that counts now: `kind` says which promise, `due_at` is null while paused or done."""

    kind: Literal["first_response", "resolution"]
    state: Literal["running", "paused", "met", "missed"]
    due_at: datetime | None
    overdue: bool


class TicketOut(Schema):
    id: str
    title: str
    state: str
    priority: str
    unit: UnitRef
    owner: Person | None
    level: int
    opened_at: datetime
    first_response_due_at: datetime | None
    resolution_due_at: datetime | None
    clock: ClockOut
    version: int
    feedback_id: int


class TicketPage(Schema):
    items: list[TicketOut]
    next_cursor: str | None
    total: int | None = Field(None, description="of the whole filter; on the first page only")


class SummaryOut(Schema):
    open: int
    new: int
    active: int
    waiting: int
    overdue: int
    escalated: int
    mine: int
    mine_overdue: int


class EntryOut(Schema):
    id: int
    at: datetime
    kind: str
    account: Person | None
    text: str
    data: dict[str, Any]


class FullClockOut(Schema):
    due_at: datetime | None
    state: str
    remaining_seconds: float | None


class ClocksOut(Schema):
    first_response: FullClockOut
    resolution: FullClockOut
    escalate_at: datetime | None
    level: int
    paused_seconds: float


class PolicyOut(Schema):
    id: int
    name: str
    priority: str
    first_response_minutes: int
    resolution_minutes: int
    escalation_minutes: list[int]
    calendar: dict[str, Any]
    pause_while_waiting: bool
    version: int


class RootCause(Schema):
    code: str
    zh: str
    en: str


class TicketDetail(TicketOut):
    first_response_at: datetime | None
    closed_at: datetime | None
    first_closed_at: datetime | None
    reopened: int
    first_response_met: bool | None
    resolution_met: bool | None
    root_cause: str
    action_taken: str
    entries: list[EntryOut]
    alerts: list[dict[str, Any]]
    policy: PolicyOut
    clocks: ClocksOut
    actions: list[str]
    root_causes: list[RootCause]


class NextOut(Schema):
    ticket: TicketOut | None


class TakeIn(Schema, extra="forbid"):
    version: int | None = None


class VersionIn(Schema, extra="forbid"):
    version: int
    text: Text = ""


class CommentIn(Schema, extra="forbid"):
    """`contact`: the customer was reached, so that this is the first response."""

    text: Annotated[str, Field(min_length=1, max_length=5000)]
    contact: bool = True
    version: int | None = None


class TransferIn(VersionIn):
    to_account: int


class TicketBatchIn(Schema, extra="forbid"):
    act: Literal["take", "transfer"]
    numbers: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=500)]
    to_account: Annotated[int | None, Field(ge=1, lt=2**63)] = None
    text: Text = ""


class RefusedOut(Schema):
    number: str
    code: str
    message: str


class TicketBatchOut(Schema):
    done: list[str]
    refused: list[RefusedOut]


class CloseIn(Schema, extra="forbid"):
    version: int
    root_cause: str
    action_taken: Text


class PolicyIn(Schema, extra="forbid"):
    version: int
    first_response_minutes: Annotated[int, Field(ge=1, le=100_000)]
    resolution_minutes: Annotated[int, Field(ge=1, le=100_000)]
    escalation_minutes: Annotated[list[Annotated[int, Field(ge=0, le=100_000)]], Field(max_length=6)]
    calendar: dict[str, Any]
    pause_while_waiting: bool
