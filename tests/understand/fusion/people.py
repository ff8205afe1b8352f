"""Made-up customers as plain records, and the same records as rows of the analytics tables."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from opencem.engines.query.tables import TABLES

START = date(2025, 1, 1)
AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class Said:
    """One feedback. `mentions` are (topic, polarity), each once."""

    id: int
    unit: int
    customer: int | None
    day: date
    recommend: int | None = None
    label: str | None = None
    has_text: bool = False
    mentions: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Bought:
    id: int
    unit: int
    customer: int | None
    day: date
    amount: float
    promotion: bool


@dataclass
class Records:
    said: list[Said] = field(default_factory=list)
    bought: list[Bought] = field(default_factory=list)

    def within(self, units: set[int]) -> Records:
        """What somebody who sees these units may know."""
        return Records([s for s in self.said if s.unit in units], [b for b in self.bought if b.unit in units])


def drawn(seed: int, *, customers: int = 400, units: int = 4) -> Records:
    """Random people: some never speak, some never buy, some feedback and orders belong to nobody known."""
    chance = random.Random(seed)
    records = Records()
    for customer in range(1, customers + 1):
        home = chance.randint(1, units)
        pace = chance.choice([0, 1, 3, 8, 20])
        for _ in range(chance.randint(0, pace)):
            records.bought.append(_order(chance, len(records.bought) + 1, home, units, customer))
        for _ in range(chance.choice([0, 1, 1, 2, 4])):
            records.said.append(_voice(chance, len(records.said) + 1, home, units, customer))
    for _ in range(customers // 4):
        records.bought.append(_order(chance, len(records.bought) + 1, 1, units, None))
        records.said.append(_voice(chance, len(records.said) + 1, 1, units, None))
    return records


def _day(chance: random.Random) -> date:
    return START + timedelta(days=chance.randrange((AS_OF - START).days + 20))


def _unit(chance: random.Random, home: int, units: int) -> int:
    return home if chance.random() < 0.8 else chance.randint(1, units)


def _order(chance: random.Random, number: int, home: int, units: int, customer: int | None) -> Bought:
    amount = chance.randrange(100, 20_000) / 100
    return Bought(number, _unit(chance, home, units), customer, _day(chance), amount, chance.random() < 0.3)


def _voice(chance: random.Random, number: int, home: int, units: int, customer: int | None) -> Said:
    has_text = chance.random() < 0.7
    pairs = [("price", -1), ("price", 1), ("taste", 1), ("taste", -1), ("service", -1), ("service", 1)]
    return Said(
        number,
        _unit(chance, home, units),
        customer,
        _day(chance),
        chance.choice([None, *range(11)]) if chance.random() < 0.7 else None,
        chance.choice(["negative", "neutral", "positive", "mixed"]) if has_text else None,
        has_text,
        tuple(pair for pair in pairs if chance.random() < 0.2) if has_text else (),
    )


def feedback_rows(records: Records) -> list[tuple[Any, ...]]:
    return [
        _row(
            "feedback",
            feedback_id=s.id,
            unit_id=s.unit,
            local_date=s.day,
            at=_noon(s.day),
            customer_id=s.customer,
            excluded=False,
            kind="survey",
            recommend=s.recommend,
            has_text=s.has_text,
            label=s.label,
        )
        for s in records.said
    ]


def mention_rows(records: Records) -> list[tuple[Any, ...]]:
    return [
        _row(
            "mention",
            feedback_id=s.id,
            unit_id=s.unit,
            local_date=s.day,
            at=_noon(s.day),
            customer_id=s.customer,
            excluded=False,
            kind="survey",
            topic=topic,
            polarity=polarity,
            mentions=1,
            first_of_topic=[t for t, _ in s.mentions].index(topic) == place,
        )
        for s in records.said
        for place, (topic, polarity) in enumerate(s.mentions)
    ]


def order_rows(records: Records) -> list[tuple[Any, ...]]:
    return [
        _row(
            "order",
            order_id=b.id,
            unit_id=b.unit,
            local_date=b.day,
            at=_noon(b.day),
            channel="store",
            customer_id=b.customer,
            amount=b.amount,
            discount=0.0,
            promotion=b.promotion,
        )
        for b in records.bought
    ]


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4)


def _row(table: str, **values: Any) -> tuple[Any, ...]:
    """The values in the order of the table's columns; what is not named is unknown."""
    columns = TABLES[table].columns
    assert set(values) <= set(columns)
    return tuple(values.get(column) for column in columns)
