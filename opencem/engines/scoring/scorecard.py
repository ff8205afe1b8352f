"""The score of one unit for one period."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from opencem.engines.scoring.apportion import apportion, rounded
from opencem.engines.scoring.scheme import Item, Scheme


@dataclass(frozen=True)
class Input:
    """A metric's figure for the unit and period; ``value`` is ``None`` without data."""

    value: float | None
    n: int


class LeftOut(StrEnum):
    """Why an item gives its weight back."""

    NOT_APPLICABLE = "not_applicable"
    NO_DATA = "no_data"
    BELOW_MINIMUM = "below_minimum"


@dataclass(frozen=True)
class ItemScore:
    """One item's part. ``score`` 0..100 is ``None`` when left out, and ``left_out`` says why. ``weight_used`` is the weight after the others gave theirs back."""

    metric: str
    value: float | None
    n: int
    min_n: int
    target: float
    weight: Decimal
    score: Decimal | None
    weight_used: Decimal
    contribution: Decimal
    left_out: LeftOut | None


@dataclass(frozen=True)
class Scorecard:
    """``total`` 0..100 with two decimals is exactly the sum of the contributions; ``None`` when every item was left out."""

    total: Decimal | None
    items: tuple[ItemScore, ...]


def score(scheme: Scheme, inputs: Mapping[str, Input], *, unit_kind: str = "") -> Scorecard:
    """Apply ``scheme``. What does not apply, has no data or too few answers gives its weight to the others in proportion."""
    reasons = {item.metric: _left_out(item, inputs.get(item.metric), unit_kind) for item in scheme.items}
    counted = [item for item in scheme.items if reasons[item.metric] is None]
    total_weight = sum((Fraction(item.weight) for item in counted), Fraction(0))
    points = {item.metric: item.curve.points(inputs[item.metric].value or 0) for item in counted}
    weights = [Fraction(item.weight) * 100 / total_weight for item in counted]
    shares = [points[item.metric] * weight / 100 for item, weight in zip(counted, weights, strict=True)]
    used = {
        item.metric: pair
        for item, pair in zip(counted, zip(apportion(weights), apportion(shares), strict=True), strict=True)
    }
    return Scorecard(
        total=sum((share for _, share in used.values()), Decimal(0)) if counted else None,
        items=tuple(
            _item_score(item, inputs.get(item.metric), points.get(item.metric), used, reasons) for item in scheme.items
        ),
    )


def _left_out(item: Item, given: Input | None, unit_kind: str) -> LeftOut | None:
    if not item.applies(unit_kind):
        return LeftOut.NOT_APPLICABLE
    if given is None or given.value is None or given.n == 0:
        return LeftOut.NO_DATA
    return LeftOut.BELOW_MINIMUM if given.n < item.min_n else None


def _item_score(
    item: Item,
    given: Input | None,
    points: Fraction | None,
    used: Mapping[str, tuple[Decimal, Decimal]],
    reasons: Mapping[str, LeftOut | None],
) -> ItemScore:
    weight_used, contribution = used.get(item.metric, (Decimal(0), Decimal(0)))
    return ItemScore(
        metric=item.metric,
        value=given.value if given else None,
        n=given.n if given else 0,
        min_n=item.min_n,
        target=item.target,
        weight=item.weight,
        score=None if points is None else rounded(points),
        weight_used=weight_used,
        contribution=contribution,
        left_out=reasons[item.metric],
    )
