"""Rows split and chosen by the products of the order they belong to.

A row holds its products as an array, so no table is joined. Split by product (category) it stands once in the group of each
product (category) of its order; a row without a known order stands in the group NULL. Filters on products speak of one and the
same product, and a row passes once however many of its products fit. Money of an order is what was paid for the products meant.
"""

from __future__ import annotations

from opencem.engines.query.dimensions import OF_ITEMS
from opencem.engines.query.metrics import Metric
from opencem.engines.query.plan import Block, NamedFilter, Plan
from opencem.engines.query.tables import ColumnType
from opencem.engines.query.writer import Writer

SPLIT = "f.item"
"""The column that says for which product (category) the row stands, in rows written by `itemised`."""
PAID = "f.item_paid"
"""What was paid for the products meant: those of the group that pass the filters."""


_COUNTED = (
    "；按商品或品类看时，在订单的每个商品下各计一次，各行相加可超过总数，未关联订单的单列一行",
    "; by product it counts once under each product of the order, so rows may sum to more than the total, and what belongs to no "
    "known order has a row of its own",
)
_DIVIDED = (
    "；按商品或品类看时，实付金额按单价 × 数量分摊到商品，各行相加等于总额，缺单价而无法分摊的不计",
    "; by product the amount is divided in proportion to price × quantity, so rows add up to the total, and what lacks a price and "
    "cannot be divided is left out",
)


def item_rule(plan: Plan, metric: Metric) -> tuple[str, str]:
    """What products add to the meaning of a metric, in Chinese and English; "" for a query that does not speak of them."""
    if not speaks_of_items(plan):
        return "", ""
    return _DIVIDED if metric.name == "revenue" else _COUNTED


def speaks_of_items(plan: Plan) -> bool:
    """Whether a query splits or filters by product."""
    fields = (*plan.dimensions, *(one.field for one in plan.filters))
    return any(field.text in OF_ITEMS for field in fields)


def item_filters(block: Block) -> list[NamedFilter]:
    """The filters that speak of products."""
    return [one for one in block.filters if one.field.text in OF_ITEMS]


def holding(writer: Writer, block: Block) -> list[str]:
    """The condition that a product of the order passes the filters; none without such filters."""
    return [writer.dialect.is_filled(_places(writer, block))] if item_filters(block) else []


def itemised(writer: Writer, plan: Plan, block: Block, rows: str) -> str:
    """The rows with `SPLIT` and `PAID` where the block speaks of products, else as they are."""
    split = next((plan.dimensions[p].field for p in block.dimensions if plan.dimensions[p].text in OF_ITEMS), None)
    if split is None and not item_filters(block):
        return rows
    array = split.columns[block.table] if split else ""
    if split:
        rows = f"SELECT f.*, {writer.dialect.each(_meant(writer, block, array))} AS item FROM ({rows}) AS f"
    if block.table != "order":
        return rows
    return f"SELECT f.*, {_paid(writer, block, array)} AS item_paid FROM ({rows}) AS f"


def _meant(writer: Writer, block: Block, array: str) -> str:
    """The elements of an array whose products pass the filters, each once."""
    if item_filters(block):
        array = writer.dialect.elements(array, _places(writer, block))
    # Products of an order are different already; several of them may be of one category.
    return array if array == "f.products" else writer.dialect.distinct_elements(array)


def _paid(writer: Writer, block: Block, split: str) -> str:
    of_group = f"{writer.dialect.element(split, 'i')} IS NOT DISTINCT FROM {SPLIT}" if split else ""
    places = _places(writer, block, of_group)
    paid = writer.dialect.sum_of(writer.dialect.elements("f.item_amounts", places))
    return f"CASE WHEN {writer.dialect.is_filled('f.products')} THEN {paid} ELSE f.amount END"


def _places(writer: Writer, block: Block, more: str = "") -> str:
    """Where in the order's products those stand that pass the filters."""
    conditions = [_meets(writer, block, one) for one in item_filters(block)]
    return writer.dialect.places_where("f.products", " AND ".join([*conditions, *filter(None, [more])]))


def _meets(writer: Writer, block: Block, one: NamedFilter) -> str:
    value = one.filter.value
    wanted = [str(each) for each in (value if isinstance(value, tuple) else (value,))]
    element = writer.dialect.element(one.field.field.columns[block.table], "i")
    return writer.dialect.holds(writer.binder.many(wanted, ColumnType.TEXT), element)
