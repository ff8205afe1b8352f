"""The closed vocabulary of dimensions and filter fields, and where each is found in each table.

Expressions speak of the fact as ``f`` and of its unit as ``u``. A field without an expression for a table does not apply there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from opencem.engines.query.problems import QueryRefused
from opencem.engines.query.tables import ColumnType


class FieldKind(StrEnum):
    """How a field is found and how its values are shown."""

    TIME = "time"
    """First day of a bucket of local days."""
    UNIT = "unit"
    """A unit of the organisation tree, shown as code, name and id, filtered by code."""
    UNIT_TEXT = "unit_text"
    """A text that belongs to the unit: its kind, an attribute."""
    TEXT = "text"
    NUMBER = "number"
    PRODUCT = "product"
    """A product of the order, shown as code and name, filtered by code."""
    ITEM_TEXT = "item_text"
    """A text that belongs to a product of the order: its category."""


@dataclass(frozen=True, slots=True)
class Field:
    """One word of the vocabulary. ``splits`` is false for numbers that can only be filtered."""

    name: str
    kind: FieldKind
    name_zh: str
    name_en: str
    columns: Mapping[str, str] = field(default_factory=dict)
    unit_column: str = ""
    type: ColumnType = ColumnType.TEXT
    splits: bool = True
    takes_argument: bool = False


_VOICES = ("response", "answer", "feedback", "mention")
_SCORE_GROUP = (
    "CASE WHEN f.recommend >= 9 THEN 'promoter' WHEN f.recommend >= 7 THEN 'passive' "
    "WHEN f.recommend >= 0 THEN 'detractor' END"
)
_SURVEY_OF_FEEDBACK = "CASE WHEN f.kind = 'survey' THEN f.source END"


def _in(tables: tuple[str, ...], expression: str) -> dict[str, str]:
    return dict.fromkeys(tables, expression)


_FIELDS = (
    Field("day", FieldKind.TIME, "日", "Day", type=ColumnType.DATE),
    Field("week", FieldKind.TIME, "周", "Week", type=ColumnType.DATE),
    Field("month", FieldKind.TIME, "月", "Month", type=ColumnType.DATE),
    Field("region", FieldKind.UNIT, "大区", "Region", unit_column="region_id", type=ColumnType.INTEGER),
    Field("city", FieldKind.UNIT, "城市", "City", unit_column="city_id", type=ColumnType.INTEGER),
    Field("store", FieldKind.UNIT, "门店", "Store", unit_column="unit_id", type=ColumnType.INTEGER),
    Field("unit", FieldKind.UNIT, "下级组织", "Unit below", type=ColumnType.INTEGER),
    Field("unit_kind", FieldKind.UNIT_TEXT, "组织类型", "Unit kind", unit_column="kind"),
    Field("attr", FieldKind.UNIT_TEXT, "组织属性", "Unit attribute", unit_column="attributes", takes_argument=True),
    Field("channel", FieldKind.TEXT, "渠道", "Channel", _in((*_VOICES, "order"), "f.channel")),
    Field("touchpoint", FieldKind.TEXT, "触点", "Touchpoint", _in(_VOICES, "f.touchpoint")),
    Field("source", FieldKind.TEXT, "来源", "Source", _in(_VOICES, "f.source")),
    Field(
        "survey",
        FieldKind.TEXT,
        "问卷",
        "Survey",
        _in(("response", "answer"), "f.source") | _in(("feedback", "mention"), _SURVEY_OF_FEEDBACK),
    ),
    Field("kind", FieldKind.TEXT, "反馈类型", "Kind of feedback", _in(("feedback", "mention"), "f.kind")),
    Field("label", FieldKind.TEXT, "情感", "Sentiment label", _in(("feedback",), "f.label")),
    Field("topic", FieldKind.TEXT, "话题", "Topic", _in(("mention",), "f.topic")),
    Field(
        "polarity",
        FieldKind.NUMBER,
        "褒贬",
        "Polarity",
        _in(("mention",), "f.polarity"),
        type=ColumnType.SMALL,
    ),
    Field("question", FieldKind.TEXT, "题目", "Question", _in(("answer",), "f.question")),
    Field("choice", FieldKind.TEXT, "选项", "Choice", _in(("answer",), "f.choice")),
    Field("number", FieldKind.NUMBER, "分值", "Score given", _in(("answer",), "f.number"), type=ColumnType.REAL),
    Field(
        "score_group",
        FieldKind.TEXT,
        "推荐度分组",
        "Score group",
        _in(("response", "feedback", "mention"), _SCORE_GROUP),
    ),
    Field("product", FieldKind.PRODUCT, "商品", "Product", _in((*_VOICES, "order"), "f.products")),
    Field(
        "product_category",
        FieldKind.ITEM_TEXT,
        "商品品类",
        "Product category",
        _in((*_VOICES, "order"), "f.categories"),
    ),
    Field("priority", FieldKind.TEXT, "优先级", "Priority", _in(("ticket",), "f.priority")),
    Field("state", FieldKind.TEXT, "工单状态", "Ticket state", _in(("ticket",), "f.state")),
    Field(
        "recommend",
        FieldKind.NUMBER,
        "推荐度",
        "Recommendation",
        _in(("response", "feedback", "mention"), "f.recommend"),
        type=ColumnType.SMALL,
    ),
    Field("rating", FieldKind.NUMBER, "评分", "Rating", {"feedback": "f.rating"}, type=ColumnType.DOUBLE, splits=False),
    Field(
        "sentiment",
        FieldKind.NUMBER,
        "情感分",
        "Sentiment score",
        {"feedback": "f.sentiment"},
        type=ColumnType.DOUBLE,
        splits=False,
    ),
    Field(
        "amount", FieldKind.NUMBER, "金额", "Amount paid", {"order": "f.amount"}, type=ColumnType.DOUBLE, splits=False
    ),
)

FIELDS: dict[str, Field] = {entry.name: entry for entry in _FIELDS}
OF_MENTIONS = frozenset({"topic", "polarity"})
"""Fields of a mention. A figure of feedback split or filtered by them is that of the feedback which says so."""
OF_ITEMS = frozenset({"product", "product_category"})
"""Fields of the order's products. An order and what is said of it count once for each product (category) of it, so that groups
may sum to more than the total; a filter lets each pass once, however many of its products are meant."""


@dataclass(frozen=True, slots=True)
class NamedField:
    """A field as a query named it, with the part after the colon."""

    text: str
    field: Field
    argument: str = ""


def find_field(text: str, where: str) -> NamedField:
    """Look a dimension's or filter's name up; unknown ones are refused with their place in the query."""
    name, _, argument = text.partition(":")
    found = FIELDS.get(name)
    if found is None or found.takes_argument != bool(argument):
        raise QueryRefused("unknown_field", where, text)
    return NamedField(text, found, argument)
