"""From groups of sums to the rows of an answer: figures, units by name, order, rank, limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from opencem.engines import stats
from opencem.engines.query import FieldKind, Group, Order, Plan, Shape
from opencem.engines.query.tabulate import Key
from opencem.understand.metrics.figures import Figure, computed_figure, figure
from opencem.understand.metrics.hiding import hidden_cells


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as a row shows it."""

    id: int
    code: str
    name: str


@dataclass(slots=True)
class Shaped:
    """One row: dimension values and figures by their names in the query."""

    key: Key
    figures: dict[str, Figure]
    rank: int | None = None
    names: dict[int, UnitName] = field(default_factory=dict)


_OVERLAPPING = frozenset({"topic", "polarity", "question", "choice"})
"""One feedback or response may stand in several groups of these, so their groups do not add up to anything."""


def shape(plan: Plan, groups: Sequence[Group]) -> list[Shaped]:
    """Figures of every group, small ones hidden from an audience outside, in the order asked for."""
    rows = [Shaped(group.key, _figures(plan, group)) for group in groups]
    if plan.minimum_n.outside:
        _hide(plan, groups, rows)
    return _ordered(plan, groups, rows)


def _figures(plan: Plan, group: Group) -> dict[str, Figure]:
    return {
        named.text: figure(
            named.metric.shape, group.now[named.text], group.before.get(named.text), plan.minimum_n.threshold
        )
        for named in plan.metrics
    }


def _hide(plan: Plan, groups: Sequence[Group], rows: Sequence[Shaped]) -> None:
    splitting = [place for place, named in enumerate(plan.dimensions) if named.text not in _OVERLAPPING]
    for named in plan.metrics:
        if named.metric.shape in (Shape.COUNT, Shape.AMOUNT):
            continue
        for period in ("now", "before"):
            counts = {group.key: int(sums["n"]) for group in groups if (sums := getattr(group, period).get(named.text))}
            hidden = hidden_cells(counts, splitting, plan.minimum_n.threshold)
            for row in rows:
                if row.key in hidden:
                    row.figures[named.text] = _without(row.figures[named.text], period)


def _without(shown: Figure, period: str) -> Figure:
    """Hide the figure, or only what it is compared with."""
    if period == "now":
        return Figure(None, 0, state="hidden", previous=shown.previous)
    return Figure(shown.value, shown.n, shown.low, shown.high, shown.state, previous=Figure.hidden())


def _ordered(plan: Plan, groups: Sequence[Group], rows: list[Shaped]) -> list[Shaped]:
    """By the dimensions first, then stably by each order asked for, the last one first."""
    rows.sort(key=lambda row: tuple(_comparable(value) for value in row.key))
    for order in reversed(plan.query.order):
        rows = _ranked(plan, groups, rows, order) if order.by == "rank" else _sorted(plan, rows, order)
    return rows


def _sorted(plan: Plan, rows: list[Shaped], order: Order) -> list[Shaped]:
    """Rows without a value come last either way."""
    place = plan.query.dimensions.index(order.by) if order.by in plan.query.dimensions else None

    def value(row: Shaped) -> Any:
        return row.key[place] if place is not None else row.figures[order.by].value

    known = [row for row in rows if value(row) is not None]
    known.sort(key=value, reverse=order.descending)
    return known + [row for row in rows if value(row) is None]


def _ranked(plan: Plan, groups: Sequence[Group], rows: list[Shaped], order: Order) -> list[Shaped]:
    """Best first by the bound that is the worse for them (descending: worst first); unranked rows last."""
    first = plan.metrics[0]
    if first.metric.shape in (Shape.COUNT, Shape.AMOUNT):
        return _sorted(plan, rows, Order(first.text, descending=not order.descending))
    shown = {row.key for row in rows if row.figures[first.text].state != "hidden"}
    figures = {
        group.key: computed_figure(first.metric.shape, group.now[first.text]) for group in groups if group.key in shown
    }
    better_high = first.metric.higher_is_better is not False
    places = {
        line.key: line.rank
        for line in stats.rank(figures, minimum_n=plan.minimum_n.threshold, higher_is_better=better_high)
    }
    for row in rows:
        row.rank = places.get(row.key)
    ranked = sorted(
        (row for row in rows if row.rank is not None), key=lambda row: row.rank or 0, reverse=order.descending
    )
    return ranked + [row for row in rows if row.rank is None]


def _comparable(value: object) -> tuple[bool, str, float]:
    """An order among values of one dimension, NULL last."""
    if isinstance(value, date):
        return (False, value.isoformat(), 0.0)
    if isinstance(value, int | float):
        return (False, "", float(value))
    return (value is None, str(value), 0.0)


def unit_ids(plan: Plan, rows: Sequence[Shaped]) -> set[int]:
    """Every unit named in the rows."""
    return {int(str(row.key[place])) for place in _unit_places(plan) for row in rows if row.key[place] is not None}


def named_values(plan: Plan, row: Shaped, units: Mapping[int, UnitName]) -> dict[str, Any]:
    """The row's dimension values by name, units as `UnitName`."""
    places = _unit_places(plan)
    return {
        dimension.text: units.get(int(str(value))) if place in places and value is not None else value
        for place, (dimension, value) in enumerate(zip(plan.dimensions, row.key, strict=True))
    }


def _unit_places(plan: Plan) -> list[int]:
    return [place for place, named in enumerate(plan.dimensions) if named.field.kind is FieldKind.UNIT]
