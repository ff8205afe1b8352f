"""The same inputs under two schemes, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from opencem.engines.scoring.scheme import Scheme
from opencem.engines.scoring.scorecard import Input, ItemScore, Scorecard, score


@dataclass(frozen=True)
class ItemChange:
    """One metric before and after; a side is ``None`` where its scheme does not have the metric."""

    metric: str
    before: ItemScore | None
    after: ItemScore | None
    contribution_change: Decimal


@dataclass(frozen=True)
class WhatIf:
    """Both scorecards; ``change`` of the total is the sum of the items' changes, ``None`` when either has no total."""

    before: Scorecard
    after: Scorecard
    change: Decimal | None
    items: tuple[ItemChange, ...]


def what_if(present: Scheme, proposed: Scheme, inputs: Mapping[str, Input], *, unit_kind: str = "") -> WhatIf:
    """Score ``inputs`` by both schemes."""
    before, after = (score(scheme, inputs, unit_kind=unit_kind) for scheme in (present, proposed))
    old = {item.metric: item for item in before.items}
    new = {item.metric: item for item in after.items}
    change = None if before.total is None or after.total is None else after.total - before.total
    changes = tuple(_change(metric, old.get(metric), new.get(metric)) for metric in {**old, **new})
    return WhatIf(before, after, change, changes)


def _change(metric: str, before: ItemScore | None, after: ItemScore | None) -> ItemChange:
    was = before.contribution if before else Decimal(0)
    now = after.contribution if after else Decimal(0)
    return ItemChange(metric, before, after, now - was)
