"""From groups of sums to the rows of an answer: figures, units by name, order, rank, limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from opencem.engines import stats
from opencem.engines.query import FieldKind, Order, Plan, Shape, Tabulated
from opencem.engines.query.tabulate import Key
from opencem.understand.metrics.figures import Figure, computed_figure, figure, independent, value_of
from opencem.understand.metrics.hiding import Above, hidden_cells


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as a row shows it."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProductNamed:
    """A product as a row shows it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """One row: dimension values, figures by their names in the query, and the place in a ranking."""

    key: Key
    figures: Mapping[str, Figure]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Groups hidden from an audience outside, by metric: now, and in the period compared with."""

    now: Mapping[str, frozenset[Key]]
    before: Mapping[str, frozenset[Key]]


_OVERLAPPING = frozenset({"topic", "polarity", "question", "choice", "number"})
"""One feedback or response may stand in several groups of these, so their groups do not add up to anything."""
_UNCERTAIN = (Shape.NPS, Shape.SHARE, Shape.MEAN, Shape.MEDIAN)


def _no_units_above(_: int) -> Sequence[int]:
    return ()


def shape(table: Tabulated, units_above: Callable[[int], Sequence[int]] = _no_units_above) -> list[Shaped]:
    """The rows of the answer in the order asked for, cut at the limit; small figures hidden from an audience outside.

    ``units_above``: the units above a unit, nearest first.
    """
    hidden = _hidden(table, units_above)
    keys, places = _ordered(table, hidden)
    return [Shaped(key, _figures(table, key, hidden), places.get(key)) for key in keys[: table.plan.query.limit]]


def _figures(table: Tabulated, key: Key, hidden: _Hidden) -> dict[str, Figure]:
    figures = {}
    for metric in table.plan.metrics:
        name = metric.text
        before = None if key in hidden.before.get(name, ()) else table.before(name, key)
        if key in hidden.now.get(name, ()):
            figures[name] = Figure.hidden()
            continue
        found = figure(metric.metric.shape, table.now(name, key), before, table.plan.minimum_n.threshold)
        figures[name] = found.without_previous() if key in hidden.before.get(name, ()) else found
    return figures


def _above(plan: Plan, units_above: Callable[[int], Sequence[int]]) -> dict[int, Above]:
    """What other queries show the totals of: the units above, the month of a day."""
    above: dict[int, Above] = {
        place: lambda unit: () if unit is None else units_above(unit) for place in _places_of(plan, FieldKind.UNIT)
    }
    if plan.bucket == "day" and plan.time_dimension is not None:
        above[plan.time_dimension] = lambda day: (day.replace(day=1),)
    return above


def _hidden(table: Tabulated, units_above: Callable[[int], Sequence[int]]) -> _Hidden:
    plan = table.plan
    if not plan.minimum_n.outside:
        return _Hidden({}, {})
    splitting = [place for place, split in enumerate(plan.dimensions) if split.text not in _OVERLAPPING]
    now, before, above = {}, {}, _above(plan, units_above)
    for name in (found.text for found in plan.metrics if found.metric.shape in _UNCERTAIN):
        counts = {key: independent(table.now(name, key)) for key in table.keys}
        now[name] = hidden_cells(counts, splitting, plan.minimum_n.threshold, above)
        earlier = {key: independent(sums) for key in table.keys if (sums := table.before(name, key)) is not None}
        before[name] = hidden_cells(earlier, splitting, plan.minimum_n.threshold, above)
    return _Hidden(now, before)


def _ordered(table: Tabulated, hidden: _Hidden) -> tuple[list[Key], dict[Key, int | None]]:
    """By the dimensions first, then stably by each order asked for, the last one first. With the places of a ranking."""
    keys = _by_dimensions(table.keys)
    places: dict[Key, int | None] = {}
    for order in reversed(table.plan.query.order):
        if order.by == "rank":
            places = _places(table, keys, hidden)
            keys = _by_place(keys, places, order)
        else:
            keys = _by_value(table, keys, order, hidden)
    return keys, places


def _by_value(table: Tabulated, keys: list[Key], order: Order, hidden: _Hidden) -> list[Key]:
    """Groups without a value come last either way."""
    values = {key: value for key in keys if (value := _value(table, key, order.by, hidden)) is not None}
    return sorted(values, key=lambda key: values[key], reverse=order.descending) + [
        key for key in keys if key not in values
    ]


def _value(table: Tabulated, key: Key, by: str, hidden: _Hidden) -> Any:
    if by in table.plan.query.dimensions:
        return key[table.plan.query.dimensions.index(by)]
    metric = next(found.metric for found in table.plan.metrics if found.text == by)
    return None if key in hidden.now.get(by, ()) else value_of(metric.shape, table.now(by, key))


def _places(table: Tabulated, keys: list[Key], hidden: _Hidden) -> dict[Key, int | None]:
    """Places by the bound of the first metric that is the worse for a group; of a count by the count itself."""
    plan, first = table.plan, table.plan.metrics[0]
    shown = [key for key in keys if key not in hidden.now.get(first.text, ())]
    better_high = first.metric.higher_is_better is not False
    if first.metric.shape not in _UNCERTAIN:
        return _counted_places(table, shown, first.text, better_high)
    figures = {key: computed_figure(first.metric.shape, table.now(first.text, key)) for key in shown}
    ranked = stats.rank(figures, minimum_n=plan.minimum_n.threshold, higher_is_better=better_high)
    return {line.key: line.rank for line in ranked}


def _counted_places(table: Tabulated, keys: list[Key], metric: str, better_high: bool) -> dict[Key, int | None]:
    shape_ = table.plan.metrics[0].metric.shape
    values = {key: value_of(shape_, table.now(metric, key)) or 0.0 for key in keys}
    best = sorted(set(values.values()), reverse=better_high)
    ahead = {value: sum(other == value for other in values.values()) for value in best}
    place, places = 1, {}
    for value in best:
        places[value] = place
        place += ahead[value]
    return {key: places[values[key]] for key in keys}


def _by_place(keys: list[Key], places: Mapping[Key, int | None], order: Order) -> list[Key]:
    """Best first, descending worst first; who has no place comes last."""
    placed = [key for key in keys if places.get(key) is not None]
    placed.sort(key=lambda key: places[key] or 0, reverse=order.descending)
    return placed + [key for key in keys if places.get(key) is None]


def _by_dimensions(keys: Sequence[Key]) -> list[Key]:
    """Values of one dimension compare with each other, except with NULL, which comes last."""
    try:
        return sorted(keys)  # the usual case, five times as fast; NULL raises
    except TypeError:
        return sorted(keys, key=lambda key: tuple(_comparable(value) for value in key))


def _comparable(value: object) -> tuple[bool, str, float]:
    """An order among values of one dimension, NULL last."""
    if isinstance(value, date):
        return (False, value.isoformat(), 0.0)
    if isinstance(value, int | float):
        return (False, "", float(value))
    return (value is None, str(value), 0.0)


def unit_ids(plan: Plan, rows: Sequence[Shaped]) -> set[int]:
    """Every unit named in the rows."""
    return {
        cast(int, row.key[place])
        for place in _places_of(plan, FieldKind.UNIT)
        for row in rows
        if row.key[place] is not None
    }


def product_codes(plan: Plan, rows: Sequence[Shaped]) -> set[str]:
    """Every product named in the rows."""
    places = _places_of(plan, FieldKind.PRODUCT)
    return {cast(str, row.key[place]) for place in places for row in rows if row.key[place] is not None}


def named(
    plan: Plan, rows: Sequence[Shaped], units: Mapping[int, UnitName], products: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    """Rows as dimension values (units as `UnitName`, products as `ProductNamed`) and figures by name, with ``rank`` where rows
    were ranked.
    """
    places, names = _places_of(plan, FieldKind.UNIT), plan.query.dimensions
    of_products = _places_of(plan, FieldKind.PRODUCT)
    ranked = any(order.by == "rank" for order in plan.query.order)
    found: list[Mapping[str, Any]] = []
    for row in rows:
        values: list[Any] = list(row.key)
        for place in places:
            values[place] = units.get(values[place])
        for place in of_products:
            values[place] = values[place] and ProductNamed(values[place], products.get(values[place], values[place]))
        rank = {"rank": row.rank} if ranked else {}
        found.append({**dict(zip(names, values, strict=True)), **row.figures, **rank})
    return found


def _places_of(plan: Plan, kind: FieldKind) -> list[int]:
    return [place for place, dimension in enumerate(plan.dimensions) if dimension.field.kind is kind]
