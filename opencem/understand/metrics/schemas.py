"""Questions and answers over HTTP. Unknown keys are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from opencem.engines.query import Filter, Order, Query, TimeRange

Scalar = StrictStr | StrictBool | StrictInt | StrictFloat


class TimeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    first: date = Field(alias="from", description="first day")
    last: date = Field(alias="to", description="last day, included")
    zone: str | None = Field(None, max_length=60, description="cut days in this time zone; without it each unit's own")


class FilterIn(Schema):
    model_config = ConfigDict(extra="forbid")

    field: str = Field(max_length=80)
    op: Literal["in", "eq", "between", "gte", "lte"]
    value: Scalar | list[Scalar]


class OrderIn(Schema):
    model_config = ConfigDict(extra="forbid")

    by: str = Field(max_length=80)
    desc: bool = False


class QueryIn(Schema):
    """One question to the store. Names are of the catalogue (`GET /metrics`); a metric's argument follows a colon."""

    model_config = ConfigDict(extra="forbid")

    metrics: list[str] = Field(min_length=1, max_length=50)
    dimensions: list[str] = Field(default_factory=list, max_length=50)
    filters: list[FilterIn] = Field(default_factory=list, max_length=50)
    unit: str | None = Field(None, max_length=40, description="code of a unit to narrow to")
    time: TimeIn
    compare: Literal["previous", "year"] | None = None
    order: list[OrderIn] = Field(default_factory=list, max_length=10)
    limit: int | None = Field(None, ge=1, le=100_000)
    authentic: bool = Field(False, description="leave out what the authenticity rules excluded")

    def as_query(self) -> Query:
        """The typed question."""
        return Query(
            metrics=tuple(self.metrics),
            time=TimeRange(self.time.first, self.time.last, self.time.zone),
            dimensions=tuple(self.dimensions),
            filters=tuple(_filter(given) for given in self.filters),
            unit=self.unit,
            compare=self.compare,
            order=tuple(Order(given.by, given.desc) for given in self.order),
            limit=self.limit,
            authentic=self.authentic,
        )


def _filter(given: FilterIn) -> Filter:
    value = tuple(given.value) if isinstance(given.value, list) else given.value
    return Filter(given.field, given.op, value)


class DefinitionOut(Schema):
    name: str
    formula: str
    version: int


class ChangeOut(Schema):
    value: float
    significant: bool | None = Field(description="null: no interval says so (counts, money)")


class FigureOut(Schema):
    """A figure in a row of an answer."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    state: Literal["ok", "low_sample", "hidden", "none"]
    respondents: int | None = Field(None, description="responses behind n ratings, given where they differ")
    previous: Mapping[str, Any] | None = Field(None, description="the same of the period compared with")
    change: ChangeOut | None = None


class AnswerOut(Schema):
    """Rows hold dimension values (units as {code, name, id}, products as {code, name}), figures under their metrics' names, and `rank` where asked for."""

    columns: list[str]
    rows: list[dict[str, FigureOut | dict[str, Any] | str | float | int | None]]
    as_of: datetime | None = Field(description="when the last event the store knows of happened")
    total: int = Field(description="rows before the limit")
    partial: bool = Field(description="something is left out: hidden cells, or a unit of which you see a part")
    definitions: dict[str, DefinitionOut]


class FigureRulesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    minimum_n: StrictInt


class FigureRulesOut(Schema):
    minimum_n: int = Field(
        description="figures of fewer answers (respondents) are marked, and hidden from readers outside"
    )
    lowest: int
    highest: int
    may_write: bool


class MetricOut(Schema):
    name: str
    title: str
    formula: str = Field(description="口径")
    version: int
    shape: str
    higher_is_better: bool | None
    takes_argument: bool
    dimensions: list[str] = Field(description="what it can be split or filtered by")


class DimensionOut(Schema):
    name: str
    title: str
    kind: str
    splits: bool
    takes_argument: bool


class CatalogueOut(Schema):
    metrics: list[MetricOut]
    fields: list[DimensionOut]


class TopicOut(Schema):
    key: str
    name_zh: str
    name_zh_hant: str
    name_en: str


class TopicsOut(Schema):
    items: list[TopicOut]
