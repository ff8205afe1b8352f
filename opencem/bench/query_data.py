"""A large company in an analytics store, made by SQL alone: 20 million answers, 10 million mentions, 20 million orders, 3,000 stores.

Deterministic (hashes of row numbers), two years up to `LAST_DAY`, with differences between stores so that figures are not all alike.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opencem.engines.query import TABLES

logger = logging.getLogger(__name__)

LAST_DAY = dt.date(2026, 6, 30)
_DAYS = 730
QUESTIONS = ("recommend", "product", "service", "environment", "price", "speed")
TOPICS = (
    "taste", "price", "service", "packaging", "freshness", "delivery",
    "environment", "quantity", "promotion", "cleanliness", "waiting", "staff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make. Defaults are the bench's; tests make a little."""

    stores: int = 3_000
    responses: int = 3_333_334
    reviews: int = 2_000_000
    mentions: int = 10_000_000
    orders: int = 20_000_000
    customers: int = 2_000_000
    tickets: int = 200_000


def make(path: Path, size: Size) -> None:
    """Write the store; a finished one is left as it is (a marker table says so)."""
    from opencem.adapters.analytics_duckdb.store import DuckDbStore

    if path.exists() and _finished(path, size):
        return
    path.unlink(missing_ok=True)
    DuckDbStore(path).close()  # makes the tables
    import duckdb

    connection = duckdb.connect(str(path), config={"memory_limit": "6GB", "preserve_insertion_order": False})
    for name, statement in _statements(size).items():
        logger.info("making %s", name)
        connection.execute(statement)
    connection.execute(
        "INSERT INTO position VALUES ('events', 0, 1, $at::TIMESTAMP)",
        {"at": dt.datetime.combine(LAST_DAY, dt.time(15))},
    )
    connection.execute("CREATE TABLE made AS SELECT $size::VARCHAR AS size", {"size": _mark(size)})
    connection.execute("CHECKPOINT")
    connection.close()


def _finished(path: Path, size: Size) -> bool:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        found: Any = connection.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_name = 'made'"
        ).fetchone()
        return bool(found[0]) and connection.execute("SELECT size FROM made").fetchone() == (_mark(size),)


def _mark(size: Size) -> str:
    """What was made: so much, in tables of this shape."""
    return repr((size, {name: list(table.columns) for name, table in TABLES.items()}))


def _statements(size: Size) -> dict[str, str]:
    return {
        "unit": _units(size),
        "response": _responses(size),
        "answer": _answers(),
        "feedback": _feedback(size),
        "mention": _mentions(size),
        "order": _orders(size),
        "ticket": _tickets(size),
    }


def _pick(salt: int, number: str, modulus: int) -> str:
    """A number in 0..modulus-1 that looks random and never changes."""
    return f"(hash({number} * 64 + {salt}) % {modulus})::BIGINT"


_FIRST_DAY = f"DATE '{LAST_DAY}' - {_DAYS - 1}"
_REGIONS, _CITIES = 10, 100
_FIRST_CITY, _FIRST_STORE = 2 + _REGIONS, 2 + _REGIONS + _CITIES


def _units(size: Size) -> str:
    """Unit 1 is headquarters, then regions, cities, stores; a store's city and region follow from its number."""
    return f"""
INSERT INTO unit
WITH s AS (SELECT range AS i FROM range({size.stores})),
nodes AS (
  SELECT 1 AS id, 'HQ' AS code, '总部' AS name, 'hq' AS kind, 0 AS depth, NULL AS region, NULL AS city, 0 AS i
  UNION ALL SELECT 2 + range, 'R' || range, '大区' || range, 'region', 1, 2 + range, NULL, range FROM range({_REGIONS})
  UNION ALL SELECT {_FIRST_CITY} + range, 'C' || range, '城市' || range, 'city', 2, 2 + range % {_REGIONS}, {_FIRST_CITY} + range, range FROM range({_CITIES})
  UNION ALL SELECT {_FIRST_STORE} + i, lpad(i::VARCHAR, 4, '0'), '门店' || i, 'store', 3, 2 + (i % {_CITIES}) % {_REGIONS}, {_FIRST_CITY} + i % {_CITIES}, i FROM s
)
SELECT id, code, name, kind, 'open', depth, 1, region, city, CASE WHEN depth = 3 THEN id END, NULL, NULL, region, city, id,
  CASE WHEN depth = 3 THEN MAP {{'format': CASE WHEN i % 3 = 0 THEN '街边店' ELSE '商场店' END}} ELSE MAP {{}}::MAP(VARCHAR, VARCHAR) END
FROM nodes
"""


def _place(salt: int, number: str, size: Size) -> str:
    """unit_id, local_date, at."""
    day = f"({_FIRST_DAY} + {_pick(salt + 1, number, _DAYS)}::INTEGER)"
    return (
        f"({_FIRST_STORE} + {_pick(salt, number, size.stores)})::INTEGER AS unit_id, {day} AS local_date, "
        f'{day}::TIMESTAMP + INTERVAL (8 * 60 + {_pick(salt + 2, number, 840)} - 480) MINUTE AS "at"'
    )


def _customer(salt: int, number: str, size: Size, known: int) -> str:
    return f"CASE WHEN {_pick(salt, number, 100)} < {known} THEN {_pick(salt + 1, number, size.customers)} END AS customer_id"


def _score(salt: int, number: str) -> str:
    """0–10, higher in some stores than in others."""
    return (
        f"greatest(0, 10 - floor(pow({_pick(salt, number, 1000)} / 1000.0, 1.5 + (unit_id % 7) / 7.0) * 11))::TINYINT"
    )


_PRODUCTS, _CATEGORIES = 40, 6


def _lines(number: str) -> str:
    """One product in an order, or two."""
    return f"(1 + {_pick(40, number, 10)} // 6)"


def _items(number: str, known: int) -> str:
    """products, categories of the order behind a row; ``known`` of a hundred have one."""
    first = _pick(41, number, _PRODUCTS)
    products = f"[{first}, ({first} + 7) % {_PRODUCTS}][:{_lines(number)}]"
    code, category = "'P' || lpad(p::VARCHAR, 2, '0')", f"'K' || (p % {_CATEGORIES})"
    columns = (f"list_transform({products}, lambda p: {one})" for one in (code, category))
    return ", ".join(
        f"CASE WHEN {_pick(42, number, 100)} < {known} THEN {column} END AS {name}"
        for column, name in zip(columns, ("products", "categories"), strict=True)
    )


def _responses(size: Size) -> str:
    return f"""
INSERT INTO response
WITH r AS (SELECT range AS i, {_place(1, "range", size)}, {_customer(4, "range", size, 60)} FROM range({size.responses}))
SELECT i, unit_id, local_date, "at", CASE WHEN i % 4 = 0 THEN 'delivery' ELSE 'store' END, 'checkout', 'post_purchase', customer_id,
  {_pick(6, "i", 50)} = 0, 20 + {_pick(7, "i", 200)}, 'zh-Hans', {_score(8, "i")}, {_items("i", known=70)}
FROM r ORDER BY date_trunc('month', local_date), unit_id
"""


def _answers() -> str:
    rows = " UNION ALL ".join(
        f"SELECT '{'recommend' if row == 'recommend' else 'satisfaction.' + row}' AS question, '{'' if row == 'recommend' else row}' AS line, {place} AS place"
        for place, row in enumerate(QUESTIONS)
    )
    score = f"least(5, greatest(1, 1 + recommend // 2 - 1 + {_pick(9, '(response_id * 8 + place)', 3)}))"
    return f"""
INSERT INTO answer
SELECT response_id, unit_id, local_date, "at", channel, touchpoint, source, customer_id, excluded, question, nullif(line, ''),
  CASE WHEN place = 0 THEN 'recommend' ELSE 'csat' END, NULL, score, CASE WHEN place > 0 THEN score >= 4 END, place = 1, place > 0,
  products, categories
FROM (SELECT *, CASE WHEN place = 0 THEN recommend ELSE {score} END AS score FROM response, ({rows}) AS q)
ORDER BY date_trunc('month', local_date), question, unit_id
"""


def _feedback(size: Size) -> str:
    sentiment = f"({_pick(10, 'i', 2001)} - 1000) / 1000.0"
    return f"""
INSERT INTO feedback
WITH voices AS (
  SELECT response_id AS i, unit_id, local_date, "at", channel, touchpoint, source, customer_id, excluded, 'survey' AS kind, recommend,
    products, categories
  FROM response
  UNION ALL
  SELECT {size.responses} + range AS i, {_place(11, f"({size.responses} + range)", size)}, 'ecommerce', 'review',
    CASE WHEN range % 3 = 0 THEN 'tmall' WHEN range % 3 = 1 THEN 'jd' ELSE 'meituan' END, {_customer(14, "range", size, 40)}, FALSE, 'review', NULL,
    {_items(f"({size.responses} + range)", known=80)}
  FROM range({size.reviews})
), heard AS (SELECT *, {sentiment} AS s, (kind = 'review' OR {_pick(16, "i", 10)} < 6) AS has_text FROM voices)
SELECT i, unit_id, local_date, "at", channel, touchpoint, source, customer_id, excluded, kind,
  CASE WHEN kind = 'review' THEN 1 + {_pick(17, "i", 5)} ELSE 1 + recommend * 0.4 END, recommend, has_text,
  CASE WHEN has_text THEN s END,
  CASE WHEN has_text THEN CASE WHEN s < -0.2 THEN 'negative' WHEN s <= 0.2 THEN 'neutral' ELSE 'positive' END END,
  products, categories
FROM heard ORDER BY date_trunc('month', local_date), unit_id
"""


def _mentions(size: Size) -> str:
    """Some topics per text, each once with one polarity."""
    names = ", ".join(f"'{topic}'" for topic in TOPICS)
    return f"""
INSERT INTO mention
WITH texts AS (SELECT *, row_number() OVER () AS place FROM feedback WHERE has_text),
per AS (SELECT ceil({size.mentions} / count(*)::DOUBLE)::INTEGER AS most FROM texts),
said AS (SELECT t.*, k.range AS k FROM texts AS t, per, range(8) AS k WHERE k.range < per.most),
kept AS (SELECT * FROM said ORDER BY k, place LIMIT {size.mentions})
SELECT feedback_id, unit_id, local_date, "at", channel, touchpoint, source, customer_id, excluded, kind, recommend,
  list_value({names})[1 + ({_pick(18, "feedback_id", len(TOPICS))} + k * 5) % {len(TOPICS)}] AS topic,
  CASE {_pick(19, "(feedback_id * 8 + k)", 5)} WHEN 0 THEN 0 WHEN 1 THEN -1 WHEN 2 THEN -1 ELSE 1 END, 1, TRUE, products, categories
FROM kept ORDER BY date_trunc('month', local_date), topic, unit_id
"""


def _orders(size: Size) -> str:
    return f"""
INSERT INTO "order"
WITH o AS (SELECT range AS i, {_place(20, "range", size)}, {_customer(23, "range", size, 80)} FROM range({size.orders}))
SELECT i, unit_id, local_date, "at", CASE WHEN i % 4 = 0 THEN 'delivery' ELSE 'store' END, customer_id,
  20 + {_pick(25, "i", 20000)} / 100.0, 0, {_pick(26, "i", 4)} = 0, {_items("i", known=100)}, [10.0, 5.0][:{_lines("i")}]
FROM o ORDER BY date_trunc('month', local_date), unit_id
"""


def _tickets(size: Size) -> str:
    return f"""
INSERT INTO ticket
WITH t AS (SELECT range AS i, {_place(27, "range", size)} FROM range({size.tickets}))
SELECT i, unit_id, local_date, "at", 'normal', CASE WHEN i % 20 = 0 THEN 'active' ELSE 'closed' END, 0, TRUE,
  CASE WHEN i % 20 = 0 THEN NULL ELSE {_pick(30, "i", 10)} < 8 END, "at" + INTERVAL 2 DAY,
  CASE WHEN i % 20 = 0 THEN NULL ELSE "at" + INTERVAL 1 DAY END, NULL
FROM t ORDER BY date_trunc('month', local_date), unit_id
"""
