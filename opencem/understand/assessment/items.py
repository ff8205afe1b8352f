"""A scheme's items as data, and what they mean to the scoring engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from opencem.engines import scoring
from opencem.kit.problems import FieldError, Problem
from opencem.platform.organization.models import UnitKind

from . import problems as problems

Number = float


class CurveSpec(BaseModel):
    """How a value becomes 0–100 points; `knots` are (value, points) in ascending value."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    type: Literal["linear", "step", "piecewise"]
    floor: Number | None = None
    target: Number | None = None
    knots: list[tuple[Number, Number]] = Field([], max_length=20)
    below: Number = 0


class ItemFilter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    field: Literal["kind", "channel", "touchpoint", "source"]
    value: list[str] = Field(min_length=1, max_length=20)


class ItemSpec(BaseModel):
    """One line of a scheme. `key` names it within the scheme; `metric` is a figure of `understand.metrics`."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name_zh: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=60)
    metric: str = Field(min_length=1, max_length=80)
    filters: list[ItemFilter] = Field([], max_length=4)
    target: Number
    curve: CurveSpec
    weight: Decimal = Field(max_digits=5, decimal_places=2)
    min_n: int = Field(5, ge=1, le=10_000)
    direction: scoring.Direction = scoring.Direction.HIGHER
    applies_to: list[UnitKind] = []


ASSESSED_KINDS = (UnitKind.STORE, UnitKind.ONLINE_SHOP, UnitKind.DELIVERY_SHOP, UnitKind.APP)
"""Kinds of unit that get a scorecard: where customers are met."""


def read_items(stored: Sequence[Mapping[str, Any]]) -> list[ItemSpec]:
    return [ItemSpec.model_validate(item) for item in stored]


def to_scheme(items: Sequence[ItemSpec], known_metrics: frozenset[str]) -> scoring.Scheme:
    """The engine's scheme. Every fault found is one error of the Problem `invalid`, under `items.<place>.…`."""
    faults = [*_duplicates(items), *_unknown_metrics(items, known_metrics)]
    built: list[scoring.Item] = []
    for place, item in enumerate(items):
        fault = _build(place, item, built)
        if fault:
            faults.append(fault)
    faults += _weights(items) if not faults else []
    if faults:
        raise Problem("invalid", 422, errors=faults)
    return scoring.Scheme(tuple(built))


def _duplicates(items: Sequence[ItemSpec]) -> list[FieldError]:
    keys = [item.key for item in items]
    return [
        FieldError(f"items.{place}.key", "item_twice", {"value": key})
        for place, key in enumerate(keys)
        if key in keys[:place]
    ]


def _unknown_metrics(items: Sequence[ItemSpec], known: frozenset[str]) -> list[FieldError]:
    return [
        FieldError(f"items.{place}.metric", "metric_unknown", {"value": item.metric})
        for place, item in enumerate(items)
        if item.metric.partition(":")[0] not in known
    ]


def _build(place: int, item: ItemSpec, built: list[scoring.Item]) -> FieldError | None:
    """Adds the engine's item to `built`, or tells what is wrong with it."""
    if item.weight <= 0:
        return FieldError(f"items.{place}.weight", "weight_not_positive")
    try:
        curve = to_curve(item.curve)
    except ValueError:
        return FieldError(f"items.{place}.curve", "curve_invalid")
    if curve.rises != (item.direction is scoring.Direction.HIGHER):
        return FieldError(f"items.{place}.curve", "curve_against_direction")
    built.append(
        scoring.Item(
            metric=item.key,
            target=item.target,
            curve=curve,
            weight=item.weight,
            min_n=item.min_n,
            direction=item.direction,
            applies_to=frozenset(item.applies_to),
        )
    )
    return None


def _weights(items: Sequence[ItemSpec]) -> list[FieldError]:
    """Weights must sum to 100 for each kind of unit the items apply to."""
    kinds: set[str] = {kind for item in items for kind in item.applies_to}
    for kind in sorted(kinds) or [""]:
        total = sum((item.weight for item in items if not item.applies_to or kind in item.applies_to), Decimal(0))
        if total != 100:
            return [FieldError("items", "weights_not_100", {"total": format(total.normalize(), "f"), "kind": kind})]
    return []


def to_curve(spec: CurveSpec) -> scoring.Curve:
    """Raises `ValueError` for a curve that is none."""
    if spec.type == "step":
        return scoring.StepCurve(tuple(spec.knots), spec.below)
    if spec.type == "piecewise":
        return scoring.PiecewiseCurve(tuple(spec.knots))
    if spec.floor is None or spec.target is None:
        raise ValueError("a linear curve has a floor and a target")
    return scoring.LinearCurve(spec.floor, spec.target)


DEFAULT_ITEMS: list[dict[str, Any]] = [
    {
        "key": "nps",
        "name_zh": "净推荐值",
        "name_en": "NPS",
        "metric": "nps",
        "target": 80,
        "curve": {"type": "linear", "floor": 0, "target": 80},
        "weight": "40",
        "min_n": 5,
    },
    {
        "key": "csat",
        "name_zh": "满意度",
        "name_en": "CSAT",
        "metric": "csat",
        "target": 0.95,
        "curve": {"type": "linear", "floor": 0.6, "target": 0.95},
        "weight": "30",
        "min_n": 25,
    },
    {
        "key": "ticket_on_time",
        "name_zh": "工单及时率",
        "name_en": "Tickets on time",
        "metric": "on_time_rate",
        "target": 0.95,
        "curve": {"type": "linear", "floor": 0.6, "target": 0.95},
        "weight": "20",
        "min_n": 3,
    },
    {
        "key": "review_rating",
        "name_zh": "评价星级",
        "name_en": "Review rating",
        "metric": "rating",
        "filters": [{"field": "kind", "value": ["review"]}],
        "target": 4.8,
        "curve": {"type": "linear", "floor": 3.5, "target": 4.8},
        "weight": "10",
        "min_n": 5,
    },
]
"""The scheme a new company starts with: 40/30/20/10, a linear curve from where nothing is earned to the target.

CSAT counts ratings and a respondent gives five, so its minimum is five times that of NPS.
"""
