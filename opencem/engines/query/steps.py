"""The steps from a query to a plan. Each takes a plan and returns one that knows more; a step that cannot go on refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opencem.engines.query.calendar import earlier
from opencem.engines.query.dialect import Bucket
from opencem.engines.query.dimensions import FIELDS, OF_ITEMS, OF_MENTIONS, Field, FieldKind, NamedField, find_field
from opencem.engines.query.items import PAID, speaks_of_items
from opencem.engines.query.metrics import CHOICE_SHARE, Measure, Metric, NamedMetric, Whole, find_metric
from opencem.engines.query.plan import Block, Input, NamedFilter, Plan
from opencem.engines.query.problems import QueryRefused
from opencem.engines.query.value_check import check_value
from opencem.engines.query.values import Filter, TimeRange

MOST_METRICS = 12
MOST_DIMENSIONS = 4
MOST_FILTERS = 20
_FIRST_YEAR, _LAST_YEAR = 1970, 2200

Step = Callable[[Plan], Plan]


def resolve(plan: Plan) -> Plan:
    """Look every word up in the catalogue."""
    query = plan.query
    _check_counts(plan)
    _check_time(query.time)
    metrics = tuple(find_metric(text) for text in query.metrics)
    dimensions = tuple(_dimension(text) for text in query.dimensions)
    filters = tuple(_filter(one, place) for place, one in enumerate(query.filters))
    for order in query.order:
        if order.by not in (*query.metrics, *query.dimensions, "rank"):
            raise QueryRefused("unknown_field", "order", order.by)
    return replace(plan, metrics=metrics, dimensions=dimensions, filters=filters)


def _check_counts(plan: Plan) -> None:
    query = plan.query
    if not query.metrics:
        raise QueryRefused("required", "metrics")
    for name, words, most in (
        ("metrics", query.metrics, MOST_METRICS),
        ("dimensions", query.dimensions, MOST_DIMENSIONS),
        ("filters", query.filters, MOST_FILTERS),
    ):
        if len(words) > most:
            raise QueryRefused("too_many", name, str(most))
    for name, texts in (("metrics", query.metrics), ("dimensions", query.dimensions)):
        if len(set(texts)) < len(texts):
            raise QueryRefused("repeated", name)
    if query.limit is not None and query.limit < 1:
        raise QueryRefused("limit", "limit", str(query.limit))


def _check_time(time: TimeRange) -> None:
    if time.start > time.end:
        raise QueryRefused("time_reversed", "time")
    if not (time.start.year >= _FIRST_YEAR and time.end.year <= _LAST_YEAR):
        raise QueryRefused("time_out_of_range", "time")
    if time.zone is not None:
        try:
            ZoneInfo(time.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise QueryRefused("unknown_zone", "time.zone", time.zone) from None


def _dimension(text: str) -> NamedField:
    found = find_field(text, "dimensions")
    if not found.field.splits:
        raise QueryRefused("not_a_dimension", "dimensions", text)
    return found


def _filter(filter_: Filter, place: int) -> NamedFilter:
    where = f"filters.{place}"
    found = find_field(filter_.field, where)
    if found.field.kind is FieldKind.TIME or found.text == "unit":
        raise QueryRefused("not_a_filter", where, filter_.field)
    check_value(filter_, found.field, where)
    return NamedFilter(filter_, found)


def grain(plan: Plan) -> Plan:
    """Fix the bucket of time and what an order is split into: a query has at most one of each."""
    buckets = [dimension.text for dimension in plan.dimensions if dimension.text in get_args(Bucket)]
    if len(buckets) > 1:
        raise QueryRefused("one_time_dimension", "dimensions", buckets[1])
    items = [dimension.text for dimension in plan.dimensions if dimension.text in OF_ITEMS]
    if len(items) > 1:
        raise QueryRefused("one_product_dimension", "dimensions", items[1])
    return replace(plan, bucket=cast(Bucket, buckets[0]) if buckets else None)


def specialise(plan: Plan) -> Plan:
    """Choose the form of a metric that depends on what it is split by."""
    return replace(plan, metrics=tuple(replace(named, metric=_form(plan, named)) for named in plan.metrics))


def _form(plan: Plan, named: NamedMetric) -> Metric:
    metric, argument = named.metric, named.argument
    names = {dimension.text for dimension in plan.dimensions}
    if metric.name == "revenue" and speaks_of_items(plan):
        return replace(metric, measures={"n": Measure("count"), "total": Measure("sum", value=PAID)})
    if metric.name in ("csat", "ces"):
        return replace(metric, measures={**metric.measures, **_respondents(plan, argument)})
    if metric.name == "topic_share":
        return replace(metric, measures={"successes": _feedback_once(plan)})
    if metric.name == "response_share" and "choice" in names:
        if "question" not in names and not _fixed(plan, "question"):
            raise QueryRefused("question_required", "dimensions", "choice")
        return CHOICE_SHARE
    return metric


_OF_ANSWERS = frozenset({"question", "choice", "number"})


def _respondents(plan: Plan, argument: str | int | None) -> dict[str, Measure]:
    """How to count the responses behind ratings; not at all where each gives one, and plainly where rows are marked for it."""
    if _fixed(plan, "question") or "." in str(argument or ""):
        return {}
    touched = {field.text for field in (*plan.dimensions, *(one.field for one in plan.filters))}
    if touched & _OF_ANSWERS:
        return {"respondents": Measure("distinct", value="f.response_id")}
    return {"respondents": Measure("count", "f.first_of_row" if argument else "f.first_rated")}


def _feedback_once(plan: Plan) -> Measure:
    """Count each feedback once; plainly where rows are known to be one per feedback, since a distinct count costs ten times as much."""
    touched = {one.field.text for one in plan.filters}
    if _fixed(plan, "topic") and _fixed(plan, "polarity"):
        return Measure("count")
    if _fixed(plan, "topic") and "polarity" not in touched:
        return Measure("count", "f.first_of_topic")
    return Measure("distinct", value="f.feedback_id")


def _fixed(plan: Plan, name: str) -> bool:
    """Whether within one row of the answer the field has one value."""
    if any(dimension.text == name for dimension in plan.dimensions):
        return True
    return any(one.field.text == name and one.filter.op == "eq" for one in plan.filters)


def place_measures(plan: Plan) -> Plan:
    """Give every measure a column of a block; metrics that look at the same rows share a block and so one pass over the table."""
    blocks: list[Block] = []
    columns: list[list[Measure]] = []
    inputs: dict[str, dict[str, Input]] = {}

    def place(block: Block, measure: Measure) -> Input:
        if block not in blocks:
            blocks.append(block)
            columns.append([])
        number = blocks.index(block)
        if measure not in columns[number]:
            columns[number].append(measure)
        return Input(number, columns[number].index(measure))

    for named in plan.metrics:
        parts = _parts(plan, named)
        inputs[named.text] = {name: place(block, measure) for name, (block, measure) in parts.items()}
    return replace(plan, blocks=tuple(blocks), columns=tuple(map(tuple, columns)), inputs=inputs)


def _parts(plan: Plan, named: NamedMetric) -> dict[str, tuple[Block, Measure]]:
    metric = named.metric
    everywhere = range(len(plan.dimensions))
    if metric.procedure == "repurchase":
        block = replace(_block(plan, "order", everywhere), procedure="repurchase", days=int(named.argument or 0))
        return {name: (block, Measure("count", f"f.{name}")) for name in ("n", "successes")}
    block = replace(_block(plan, metric.table, everywhere), conditions=_conditions(named), argument=named.argument)
    parts = {name: (block, measure) for name, measure in metric.measures.items()}
    if metric.whole is not None:
        parts["n"] = (_whole_block(plan, metric.whole), metric.whole.measure)
    return parts


def _conditions(named: NamedMetric) -> tuple[str, ...]:
    """What the metric asks of a row. It belongs to the block: on rows sorted by question a pass per question reads only its own part."""
    metric, conditions = named.metric, [named.metric.where]
    if metric.argument is not None and named.argument is not None:
        dotted = metric.argument.dotted and "." in str(named.argument)
        conditions.append(metric.argument.dotted if dotted else metric.argument.condition)
    return tuple(condition for condition in conditions if condition)


def _whole_block(plan: Plan, whole: Whole) -> Block:
    kept = [
        position
        for position, dimension in enumerate(plan.dimensions)
        if dimension.text not in whole.without and (not whole.by_time_only or dimension.text == plan.bucket)
    ]
    return _block(plan, whole.table, kept, without=whole.without)


def _block(plan: Plan, table: str, positions: range | list[int], without: frozenset[str] = frozenset()) -> Block:
    """A block of the table with the filters that apply; refuses a field the table does not know."""
    filters = tuple(one for one in plan.filters if one.field.text not in without)
    used = [(plan.dimensions[position], "dimensions") for position in positions]
    used += [(one.field, "filters") for one in filters]
    through = table == "feedback" and any(field.text in OF_MENTIONS for field, _ in used)
    for field, where in used:
        if not applies(field, table) and not (through and field.text in OF_MENTIONS):
            raise QueryRefused("not_applicable", where, f"{field.text} · {table}")
    return Block(table, tuple(positions), filters, through)


def applies(named: NamedField, table: str) -> bool:
    """Whether a table's rows have the field. Time and units are everywhere."""
    return named.field.kind in (FieldKind.TIME, FieldKind.UNIT, FieldKind.UNIT_TEXT) or table in named.field.columns


def dimensions_of(metric: Metric) -> list[str]:
    """The fields a metric can be split or filtered by, for the catalogue."""
    return [field.name for field in FIELDS.values() if _splits(field, metric)]


def _splits(field: Field, metric: Metric) -> bool:
    if applies(NamedField(field.name, field), metric.table):
        return True
    return metric.table == "feedback" and field.name in OF_MENTIONS


def comparison(plan: Plan) -> Plan:
    """List the periods to aggregate: the one asked for, then the one it is compared with."""
    asked, compare = plan.query.time, plan.query.compare
    if compare is None:
        return replace(plan, periods=(asked,))
    return replace(plan, periods=(asked, earlier(asked, compare, plan.bucket)))


STEPS: tuple[Step, ...] = (resolve, grain, specialise, place_measures, comparison)
