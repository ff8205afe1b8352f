"""A small company in a real store, its records as plain Python values, and every metric computed a second time from them.

Nothing here is shared with the compiler: no SQL, no measures, no tree columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import (
    DuckDbDialect,
    MinimumN,
    Query,
    Reader,
    ScopePredicate,
    UnitRoot,
    compile_query,
    tabulate,
)
from opencem.understand.metrics.shaping import Shaped, shape

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")

# id: (code, kind, parent, attributes)
TREE: dict[int, tuple[str, str, int | None, dict[str, str]]] = {
    1: ("HQ", "hq", None, {}),
    2: ("R1", "region", 1, {}),
    3: ("R2", "region", 1, {}),
    4: ("C1", "city", 2, {}),
    5: ("C2", "city", 3, {}),
    6: ("0001", "store", 4, {"format": "street"}),
    7: ("0002", "store", 4, {"format": "mall"}),
    8: ("0003", "store", 5, {"format": "street"}),
    9: ("T01", "online_shop", 1, {}),
}
STORES = (6, 7, 8, 9)
Items = tuple[tuple[str, str | None], ...]
"""Different products of an order with their categories."""


@dataclass(frozen=True)
class Voice:
    """One survey response with its feedback, or a review (no answers)."""

    id: int
    unit: int
    at: datetime
    channel: str = "store"
    source: str = "post_purchase"
    customer: int | None = None
    excluded: bool = False
    kind: str = "survey"
    recommend: int | None = None
    rating: float | None = None
    stars: tuple[tuple[str, int | None], ...] = ()
    reasons: tuple[str, ...] = ()
    has_text: bool = False
    sentiment: float | None = None
    mentions: tuple[tuple[str, int], ...] = ()
    duration: int | None = 60
    items: Items | None = None

    @property
    def day(self) -> date:
        return self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Bought:
    id: int
    unit: int
    at: datetime
    amount: float = 10.0
    channel: str = "store"
    customer: int | None = None
    items: Items | None = ()
    paid: tuple[float | None, ...] = ()

    @property
    def day(self) -> date:
        return self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Task:
    id: int
    unit: int
    at: datetime
    state: str = "new"
    met: bool | None = None
    due: datetime | None = None

    @property
    def day(self) -> date:
        return self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Company:
    voices: Sequence[Voice] = ()
    orders: Sequence[Bought] = ()
    tickets: Sequence[Task] = ()


def above(unit: int) -> list[int]:
    """The unit and its ancestors, itself first."""
    line = [unit]
    while (parent := TREE[line[-1]][2]) is not None:
        line.append(parent)
    return line


def below(unit: int) -> frozenset[int]:
    return frozenset(other for other in TREE if unit in above(other))


def nearest(unit: int, kind: str) -> int | None:
    return next((line for line in above(unit) if TREE[line][1] == kind), None)


def fill(store: DuckDbStore, company: Company) -> None:
    store.refill("unit", [[_unit(unit) for unit in TREE]])
    voices = company.voices
    surveys = [voice for voice in voices if voice.kind == "survey"]
    store.refill("response", [[(*_common(v), v.duration, "zh-Hans", v.recommend, *_items(v)) for v in surveys]])
    store.refill("answer", [[(*_common(v), *answer, *_items(v)) for v in surveys for answer in _answers(v)]])
    store.refill(
        "feedback",
        [
            [
                (*_common(v), v.kind, v.rating, v.recommend, v.has_text, v.sentiment, _label(v), *_items(v))
                for v in voices
            ]
        ],
    )
    store.refill("mention", [[row for v in voices for row in _mentions(v)]])
    store.refill(
        "order",
        [
            [
                (o.id, o.unit, o.day, o.at, o.channel, o.customer, o.amount, 0.0, False, *_items(o), list(o.paid))
                for o in company.orders
            ]
        ],
    )
    store.refill(
        "ticket",
        [
            [
                (t.id, t.unit, t.day, t.at, "normal", t.state, 0, None, t.met, t.due, _closed(t), None)
                for t in company.tickets
            ]
        ],
    )


def _closed(task: Task) -> datetime | None:
    return task.at + timedelta(hours=1) if task.state == "closed" else None


def _items(thing: Voice | Bought) -> tuple[list[str] | None, list[str | None] | None]:
    if thing.items is None:
        return None, None
    return [product for product, _ in thing.items], [category for _, category in thing.items]


def _label(voice: Voice) -> str | None:
    return None if voice.sentiment is None else "negative" if voice.sentiment < 0 else "positive"


def _unit(unit: int) -> tuple[Any, ...]:
    code, kind, _, attributes = TREE[unit]
    line = above(unit)[::-1]
    levels = [*line, *[None] * (6 - len(line))]
    return (
        unit,
        code,
        code,
        kind,
        "open",
        len(line) - 1,
        *levels,
        nearest(unit, "region"),
        nearest(unit, "city"),
        unit,
        attributes,
    )


def _common(v: Voice) -> tuple[Any, ...]:
    return (v.id, v.unit, v.day, v.at, v.channel, None, v.source, v.customer, v.excluded)


def _answers(v: Voice) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    if v.recommend is not None:
        rows.append(("recommend", None, "recommend", None, v.recommend, None, False, False))
    given = [(row, stars) for row, stars in v.stars if stars is not None]
    for place, (row, stars) in enumerate(given):
        rows.append((f"satisfaction.{row}", row, "csat", None, stars, stars >= 4, place == 0, True))
    return rows + [("reasons", None, "reason", reason, None, None, False, False) for reason in v.reasons]


def _mentions(v: Voice) -> list[tuple[Any, ...]]:
    rows, seen = [], set()
    for pair in dict.fromkeys(v.mentions):
        topic, polarity = pair
        rows.append(
            (*_common(v), v.kind, v.recommend, topic, polarity, v.mentions.count(pair), topic not in seen, *_items(v))
        )
        seen.add(topic)
    return rows


def reader(units: Iterable[int] | None = None, roots: Sequence[int] = (1,)) -> Reader:
    ids = None if units is None else tuple(sorted(units))
    return Reader(ScopePredicate(ids), tuple(UnitRoot(root, len(above(root)) - 1) for root in roots), NOW, TODAY)


def ask(store: DuckDbStore, query: Query, who: Reader | None = None, *, outside: bool = False) -> list[Shaped]:
    """The rows of the product's answer."""
    compiled = compile_query(query, who or reader(), DuckDbDialect(), MinimumN(5, outside))
    return shape(tabulate(compiled.plan, store.read(compiled.sql, compiled.values)))


# ---- the second computation ----

Grouped = dict[tuple[Any, ...], tuple[float | None, int]]
"""Group → (value, n)."""


@dataclass(frozen=True)
class Expectation:
    """Everything a plain recomputation needs to know of a question."""

    start: date
    end: date
    units: frozenset[int]
    split: Callable[[Any], tuple[Any, ...]]
    keep: Callable[[Any], bool] = field(default=lambda _: True)
    zone: ZoneInfo | None = None

    def chosen(self, things: Iterable[Any]) -> list[Any]:
        return [t for t in things if t.unit in self.units and self.start <= self.day(t) <= self.end and self.keep(t)]

    def day(self, thing: Any) -> date:
        return thing.at.astimezone(self.zone).date() if self.zone else thing.day


def grouped(things: Iterable[Any], split: Callable[[Any], tuple[Any, ...]]) -> dict[tuple[Any, ...], list[Any]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for thing in things:
        groups.setdefault(split(thing), []).append(thing)
    return groups


def nps(voices: Sequence[Voice]) -> tuple[float | None, int]:
    scores = [v.recommend for v in voices if v.recommend is not None]
    if not scores:
        return None, 0
    return 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores), len(scores)


def share(flags: Sequence[bool]) -> tuple[float | None, int]:
    return (sum(flags) / len(flags), len(flags)) if flags else (None, 0)


def mean(values: Iterable[float | None]) -> tuple[float | None, int]:
    given = [value for value in values if value is not None]
    return (sum(given) / len(given), len(given)) if given else (None, 0)


def median(values: Iterable[int | None]) -> tuple[float | None, int]:
    given = sorted(value for value in values if value is not None)
    if not given:
        return None, 0
    return (given[(len(given) - 1) // 2] + given[len(given) // 2]) / 2, len(given)


def csat(voices: Sequence[Voice], row: str | None = None) -> tuple[float | None, int]:
    stars = [s for v in voices for name, s in v.stars if s is not None and row in (None, name) and v.kind == "survey"]
    return share([s >= 4 for s in stars])


def on_time(tasks: Sequence[Task]) -> tuple[float | None, int]:
    judged = []
    for task in tasks:
        if task.met is not None:
            judged.append(task.met)
        elif task.state != "closed" and task.due is not None and task.due < NOW:
            judged.append(False)
    return share(judged)


def repurchase(company: Company, question: Expectation, days: int) -> Grouped:
    """Per group: each customer's first order day in the period; another order that day or in the `days` after, anywhere in scope."""
    known = [o for o in company.orders if o.customer is not None and o.unit in question.units]
    result: Grouped = {}
    for key, orders in grouped(question.chosen(known), question.split).items():
        flags = []
        for customer in {o.customer for o in orders}:
            first = min(question.day(o) for o in orders if o.customer == customer)
            last = first + timedelta(days=days)
            if last <= TODAY:
                window = [o for o in known if o.customer == customer and first <= question.day(o) <= last]
                flags.append(len(window) > 1)
        result[key] = share(flags)
    return result
