from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from opencem.platform.accounts.http import UnitRef

Name = Annotated[str, Field(min_length=1, max_length=80)]


class RuleRef(Schema):
    key: str
    name_zh: str
    name_en: str


class AlertOut(Schema):
    id: int
    rule: RuleRef
    rule_version: int
    unit: UnitRef
    fired_at: datetime
    feedback_id: int
    ticket: str | None
    reasons: list[dict[str, Any]]


class AlertPage(Schema):
    items: list[AlertOut]
    next_cursor: str | None


class RuleOut(RuleRef):
    condition: dict[str, Any]
    priority: str
    own_ticket: bool
    active: bool
    max_age_days: int
    version: int
    changed_at: datetime


class RuleIn(Schema, extra="forbid"):
    """`version` is the one that was read, 0 for a new rule."""

    version: int
    name_zh: Name
    name_en: Name
    condition: dict[str, Any]
    priority: Literal["normal", "high", "urgent"]
    own_ticket: bool = False
    active: bool = True
    max_age_days: Annotated[int, Field(ge=1, le=365)] = 7
