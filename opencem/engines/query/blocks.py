"""A block of a plan as a SELECT: block number, period, the query's dimensions, the block's measures."""

from __future__ import annotations

from opencem.engines.query.conditions import condition
from opencem.engines.query.dimensions import OF_ITEMS, OF_MENTIONS, FieldKind, NamedField
from opencem.engines.query.items import SPLIT, holding, itemised
from opencem.engines.query.metrics import Measure
from opencem.engines.query.plan import Block, Plan
from opencem.engines.query.repurchase import repurchase_rows
from opencem.engines.query.tables import DEEPEST_LEVEL, ColumnType
from opencem.engines.query.values import TimeRange, UnitRoot
from opencem.engines.query.writer import Writer, belongs_to_unit

_DIMENSIONS_FROM = 3


def select(writer: Writer, plan: Plan, number: int, period: int, width: int) -> str:
    """The SELECT of block ``number`` over a period; ``width``: how many measure columns the statement has."""
    block = plan.blocks[number]
    measures = [_measure(writer, plan, one) for one in plan.columns[number]]
    measures += [writer.dialect.nothing(ColumnType.DOUBLE)] * (width - len(measures))
    dimensions = [_column(writer, plan, block, position) for position in range(len(plan.dimensions))]
    rows = _rows(writer, plan, block, plan.periods[period])
    grouped = [str(_DIMENSIONS_FROM + position) for position in block.dimensions]
    by = f" GROUP BY {', '.join(grouped)}" if grouped else ""
    return f"SELECT {', '.join([str(number), str(period), *dimensions, *measures])} FROM {rows}{by}"


def _column(writer: Writer, plan: Plan, block: Block, position: int) -> str:
    named = plan.dimensions[position]
    if position not in block.dimensions:
        return writer.dialect.nothing(named.field.type)
    return f"f.d{position}" if block.procedure else dimension(writer, plan, block, named)


def _rows(writer: Writer, plan: Plan, block: Block, span: TimeRange) -> str:
    if block.procedure == "repurchase":
        split = {position: dimension(writer, plan, block, plan.dimensions[position]) for position in block.dimensions}
        started = _chosen(writer, plan, block, ["f.customer_id IS NOT NULL", writer.within(span)])
        return f"({repurchase_rows(writer, plan.reader, span, block.days, split, started)}) AS f"
    conditions = [writer.within(span)]
    if plan.query.authentic and block.table in _JUDGED:
        conditions.append("NOT f.excluded")
    rows = _chosen(writer, plan, block, [*conditions, *_own_conditions(writer, block)])
    return rows + _mentions(writer, plan, block, span) if block.through_mentions else rows


def _chosen(writer: Writer, plan: Plan, block: Block, conditions: list[str]) -> str:
    """The rows ``f`` that fulfil the conditions and the block's filters, as the dimensions need them."""
    own = [
        one
        for one in block.filters
        if one.field.text not in (OF_ITEMS | OF_MENTIONS if block.through_mentions else OF_ITEMS)
    ]
    filters = [*(condition(writer, block.table, one) for one in own), *holding(writer, block)]
    rows = itemised(writer, plan, block, writer.rows_of(block.table, [*conditions, *filters]))
    return f"({rows}) AS f{_units(writer, plan, block)}"


_JUDGED = frozenset({"response", "answer", "feedback", "mention"})


def _measure(writer: Writer, plan: Plan, measure: Measure) -> str:
    dialect = writer.dialect
    if measure.aggregate == "sum":
        return dialect.number(dialect.sum_if(measure.value, measure.condition))
    if measure.aggregate == "median":
        return dialect.number(dialect.median_of(measure.value))
    if measure.aggregate in ("median_low", "median_high"):
        return dialect.number(
            dialect.median_bound(measure.value, "low" if measure.aggregate == "median_low" else "high")
        )
    if measure.aggregate == "distinct":
        return dialect.number(dialect.distinct_if(measure.value, measure.condition))
    if "{now}" not in measure.condition:
        return dialect.number(dialect.count_if(measure.condition))
    now = writer.binder.one(plan.reader.now.replace(tzinfo=None), ColumnType.INSTANT)
    return dialect.number(dialect.count_if(measure.condition.replace("{now}", now)))


def _own_conditions(writer: Writer, block: Block) -> list[str]:
    """The metric's conditions with its argument bound."""
    if block.argument is None:
        return list(block.conditions)
    argument = writer.binder.one(block.argument, ColumnType.TEXT)
    return [condition.replace("{argument}", argument) for condition in block.conditions]


def _units(writer: Writer, plan: Plan, block: Block) -> str:
    """Join the unit dimension where it is needed. A row whose unit is not known there yet stays, without a name."""
    needed = any(_needs_unit(plan.dimensions[position]) for position in block.dimensions)
    return f" LEFT JOIN {writer.units('u')} ON u.unit_id = f.unit_id" if needed else ""


def _needs_unit(named: NamedField) -> bool:
    return belongs_to_unit(named) and named.text != "store"


def _mentions(writer: Writer, plan: Plan, block: Block, span: TimeRange) -> str:
    """Keep the feedback that has the mentions asked for, once per topic and polarity shown."""
    shown = [plan.dimensions[p].text for p in block.dimensions if plan.dimensions[p].text in OF_MENTIONS]
    conditions = [writer.within(span)]
    conditions += [condition(writer, "mention", one) for one in block.filters if one.field.text in OF_MENTIONS]
    columns = ", ".join(["f.feedback_id", *(f"f.{name}" for name in shown)])
    mentions = writer.rows_of("mention", conditions, f"DISTINCT {columns}")
    return f" JOIN ({mentions}) AS m ON m.feedback_id = f.feedback_id"


def dimension(writer: Writer, plan: Plan, block: Block, named: NamedField) -> str:
    """The expression that splits the rows ``f`` of a block by a dimension."""
    field = named.field
    if field.kind is FieldKind.TIME:
        assert plan.bucket is not None
        return writer.dialect.bucket(plan.bucket, writer.day(plan.query.time.zone))
    if field.kind is FieldKind.UNIT_TEXT:
        return writer.unit_text("u", named)
    if field.kind is FieldKind.UNIT:
        return _unit(writer, plan.reader.roots, named)
    if block.through_mentions and named.text in OF_MENTIONS:
        return f"m.{named.text}"
    if named.text in OF_ITEMS:
        return SPLIT
    return field.columns[block.table]


def _unit(writer: Writer, roots: tuple[UnitRoot, ...], named: NamedField) -> str:
    if named.text == "unit":
        return _below(writer, roots)
    return "f.unit_id" if named.text == "store" else f"u.{named.field.unit_column}"


def _below(writer: Writer, roots: tuple[UnitRoot, ...]) -> str:
    """The child of the root under which a row lies, the root for its own rows; of several roots the root itself."""
    if len(roots) == 1:
        depth = min(roots[0].depth, DEEPEST_LEVEL)
        return f"COALESCE(u.l{depth + 1}, u.l{depth})" if depth < DEEPEST_LEVEL else f"u.l{depth}"
    cases = [
        f"WHEN u.l{root.depth} = {writer.binder.one(root.unit_id, ColumnType.INTEGER)} THEN u.l{root.depth}"
        for root in roots
    ]
    return f"CASE {' '.join(cases)} END" if cases else writer.dialect.nothing(ColumnType.INTEGER)
