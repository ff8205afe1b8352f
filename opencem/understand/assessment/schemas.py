from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from .items import ItemSpec


class AssessedUnit(Schema):
    code: str
    name: str
    kind: str


class ItemOut(Schema):
    """One item's line. `value` counts authentic answers, `value_all` all; `left_out` says why it gave its weight back."""

    key: str
    metric: str
    name_zh: str
    name_en: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    value_all: float | None
    n_all: int
    target: float
    min_n: int
    weight: float
    weight_used: float
    score: float | None
    contribution: float
    left_out: Literal["not_applicable", "no_data", "below_minimum"] | None


class StandingOut(Schema):
    unit: AssessedUnit
    total: float | None
    total_all: float | None
    n: int
    rank: int | None = Field(
        description="null: not ranked (no total, fewer than `minimum_n` answers, less than `minimum_weight` counted)"
    )
    tied: bool = Field(description="others have the same rank; among them those with more answers stand first")
    previous_total: float | None
    change: float | None
    items: list[ItemOut]
    computed_at: datetime | None


class VersionRef(Schema):
    scheme: str
    number: int
    effective_from: date


class RankingOut(Schema):
    month: str
    version: VersionRef
    minimum_n: int
    minimum_weight: int = Field(description="out of 100: with less of the weights counted a unit is not ranked")
    ranked: int
    total: int
    items: list[StandingOut]
    next_cursor: str | None


class DrillOut(Schema):
    lists: Literal["feedback", "tickets"]
    filter: dict[str, Any]
    query: dict[str, Any]


class OpenedItemOut(ItemOut):
    """An item with its curve and the way down to its answers or tickets."""

    curve: dict[str, Any]
    lost: float = Field(description="points the item could still bring")
    drill: DrillOut


class MonthTotal(Schema):
    month: str
    total: float | None
    total_all: float | None
    n: int


class ScorecardOut(Schema):
    unit: AssessedUnit
    month: str
    version: VersionRef
    total: float | None
    total_all: float | None
    n: int
    rank: int | None
    tied: bool
    ranked: int
    previous_total: float | None
    change: float | None
    computed_at: datetime
    items: list[OpenedItemOut]
    months: list[MonthTotal]


class SchemeVersionOut(Schema):
    number: int
    effective_from: date
    note: str
    published_at: datetime
    published_by: str | None
    items: list[ItemSpec]
    in_force: bool


class SchemeOut(Schema):
    key: str
    name_zh: str
    name_en: str
    version: SchemeVersionOut | None


class SchemeVersionsOut(Schema):
    key: str
    name_zh: str
    name_en: str
    versions: list[SchemeVersionOut]


class PublishIn(Schema):
    model_config = ConfigDict(extra="forbid")

    items: list[ItemSpec] = Field(min_length=1, max_length=30)
    effective_from: str = Field(description="a month, 2026-03")
    note: str = Field("", max_length=300)


class TryOutIn(Schema):
    model_config = ConfigDict(extra="forbid")

    items: list[ItemSpec] = Field(min_length=1, max_length=30)
    month: str
    unit: str | None = None


class SideOut(Schema):
    total: float | None
    total_all: float | None
    n: int
    items: list[ItemOut]


class TrialOut(Schema):
    unit: AssessedUnit
    before: SideOut
    after: SideOut
    change: float | None


class TryOutOut(Schema):
    month: str
    version: VersionRef
    items: list[TrialOut]
