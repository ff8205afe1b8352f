from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field


class SuppressionOut(Schema):
    """`shown` is the address, masked. `reason`: bounced, or manual; `by`: who put it on the list."""

    id: int
    kind: str
    shown: str
    reason: str
    note: str
    at: datetime
    by: str


class SuppressionPage(Schema):
    items: list[SuppressionOut]
    next_cursor: str | None
    total: int


class SuppressionIn(Schema, extra="forbid"):
    kind: Literal["phone", "email"]
    value: str = Field(max_length=200)
    note: str = Field("", max_length=200)


class RejectedRowOut(Schema):
    row: int
    code: str
    message: str
    shown: str


class SuppressionsImported(Schema):
    added: int
    already: int
    rejected: list[RejectedRowOut]


class ReasonIn(Schema, extra="forbid"):
    reason: str = Field(max_length=200)


class OptedOutCustomer(Schema):
    id: str
    name: str


class OptOutRow(Schema):
    """`channel` empty: by any. `source`: link, receipt, agent; `through`: the batch or trigger whose message it was."""

    id: int
    customer: OptedOutCustomer
    channel: str
    source: str
    through: str
    at: datetime
    revoked_at: datetime | None


class OptOutPage(Schema):
    items: list[OptOutRow]
    next_cursor: str | None
    total: int
