"""The analytics tables: names, columns, and which column a record is replaced by. One statement of the schema for every store.

Facts keep ``unit_id`` alone; the organisation tree is a dimension. Instants are UTC; ``local_date`` is the date at the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ColumnType(Enum):
    """Types every dialect can name."""

    SMALL = "small"
    INTEGER = "integer"
    BIG = "big"
    REAL = "real"
    DOUBLE = "double"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    TEXT_MAP = "text_map"
    TEXT_LIST = "text_list"
    DOUBLE_LIST = "double_list"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in the order rows are handed over. All rows of one ``key`` are replaced together. ``fact``: holds a unit's records."""

    name: str
    key: str
    columns: dict[str, ColumnType]
    fact: bool = True
    sorted_by: tuple[str, ...] = ()


_PLACE = {
    "unit_id": ColumnType.INTEGER,
    "local_date": ColumnType.DATE,
    "at": ColumnType.INSTANT,
    "channel": ColumnType.TEXT,
}
_VOICE = {
    **_PLACE,
    "touchpoint": ColumnType.TEXT,
    "source": ColumnType.TEXT,
    "customer_id": ColumnType.BIG,
    "excluded": ColumnType.BOOLEAN,
}
_ITEMS = {
    # The different products of the order, each once, and at the same place its category. NULL where no order is known.
    "products": ColumnType.TEXT_LIST,
    "categories": ColumnType.TEXT_LIST,
}

RESPONSE = Table(
    "response",
    "response_id",
    {
        "response_id": ColumnType.BIG,
        **_VOICE,
        "duration_s": ColumnType.INTEGER,
        "language": ColumnType.TEXT,
        "recommend": ColumnType.SMALL,
        **_ITEMS,
    },
    sorted_by=("local_date", "unit_id"),
)

ANSWER = Table(
    "answer",
    "response_id",
    {
        "response_id": ColumnType.BIG,
        **_VOICE,
        # "key", or "key.row" for a line of a matrix; `row` repeats the line so that csat:product needs no survey's name.
        "question": ColumnType.TEXT,
        "row": ColumnType.TEXT,
        # What the question means to metrics: recommend, csat, ces …
        "role": ColumnType.TEXT,
        "choice": ColumnType.TEXT,
        "number": ColumnType.REAL,
        # In the top boxes of its scale or not; NULL where the question is not of satisfaction. Decided once when the row
        # is projected, because deciding by scale in every question costs three times as much.
        "satisfied": ColumnType.BOOLEAN,
        # One row of each response among its ratings of the same role, and among those of the same role and line: so that the people
        # behind many ratings are a plain count. False where there is no rating.
        "first_rated": ColumnType.BOOLEAN,
        "first_of_row": ColumnType.BOOLEAN,
        **_ITEMS,
    },
    sorted_by=("local_date", "question", "unit_id"),
)

FEEDBACK = Table(
    "feedback",
    "feedback_id",
    {
        "feedback_id": ColumnType.BIG,
        **_VOICE,
        "kind": ColumnType.TEXT,
        "rating": ColumnType.REAL,
        "recommend": ColumnType.SMALL,
        "has_text": ColumnType.BOOLEAN,
        "sentiment": ColumnType.REAL,
        "label": ColumnType.TEXT,
        **_ITEMS,
    },
    sorted_by=("local_date", "unit_id"),
)

MENTION = Table(
    "mention",
    "feedback_id",
    {
        "feedback_id": ColumnType.BIG,
        **_VOICE,
        "kind": ColumnType.TEXT,
        "recommend": ColumnType.SMALL,
        "topic": ColumnType.TEXT,
        "polarity": ColumnType.SMALL,
        # One row per feedback, topic and polarity. `first_of_topic` marks one row per feedback and topic, so that
        # "feedback that speaks of price" is a plain count although one text may praise and blame the price.
        "mentions": ColumnType.INTEGER,
        "first_of_topic": ColumnType.BOOLEAN,
        **_ITEMS,
    },
    sorted_by=("local_date", "topic", "unit_id"),
)

ORDER = Table(
    "order",
    "order_id",
    {
        "order_id": ColumnType.BIG,
        **_PLACE,
        "customer_id": ColumnType.BIG,
        "amount": ColumnType.DOUBLE,
        "discount": ColumnType.DOUBLE,
        "promotion": ColumnType.BOOLEAN,
        **_ITEMS,
        # What was paid for each of the products; NULL where that cannot be told.
        "item_amounts": ColumnType.DOUBLE_LIST,
    },
    sorted_by=("local_date", "unit_id"),
)

TICKET = Table(
    "ticket",
    "ticket_id",
    {
        "ticket_id": ColumnType.BIG,
        "unit_id": ColumnType.INTEGER,
        "local_date": ColumnType.DATE,
        "at": ColumnType.INSTANT,
        "priority": ColumnType.TEXT,
        "state": ColumnType.TEXT,
        "level": ColumnType.SMALL,
        "first_response_met": ColumnType.BOOLEAN,
        "resolution_met": ColumnType.BOOLEAN,
        # An open ticket past this is late although nothing has happened to it.
        "resolution_due_at": ColumnType.INSTANT,
        "closed_at": ColumnType.INSTANT,
        "owner_id": ColumnType.BIG,
    },
    sorted_by=("local_date", "unit_id"),
)

DEEPEST_LEVEL = 5

UNIT = Table(
    "unit",
    "unit_id",
    {
        "unit_id": ColumnType.INTEGER,
        "code": ColumnType.TEXT,
        "name": ColumnType.TEXT,
        "kind": ColumnType.TEXT,
        "status": ColumnType.TEXT,
        "depth": ColumnType.SMALL,
        # Ancestors by depth, the unit itself included; the nearest ancestor-or-self that is a region, a city.
        **{f"l{level}": ColumnType.INTEGER for level in range(DEEPEST_LEVEL + 1)},
        "region_id": ColumnType.INTEGER,
        "city_id": ColumnType.INTEGER,
        "pos": ColumnType.INTEGER,
        "attributes": ColumnType.TEXT_MAP,
    },
    fact=False,
)

TABLES: dict[str, Table] = {table.name: table for table in (RESPONSE, ANSWER, FEEDBACK, MENTION, ORDER, TICKET, UNIT)}
FACTS: dict[str, Table] = {name: table for name, table in TABLES.items() if table.fact}
