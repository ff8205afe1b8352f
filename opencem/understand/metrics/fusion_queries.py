"""What `understand.fusion` may ask of the analytics store: counts of customers by how they feel and how they buy.

Statements are written by `engines.query.fusion`, within the scope, and answered like every query: kept until the store, the tree or
the rights move.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from opencem.engines.query import Dialect, ScopePredicate, fusion
from opencem.engines.query.fusion import BehaviourRules, RepurchaseQuestion, Statement
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import service, store
from opencem.understand.metrics.answers import Answers

Rows = Sequence[tuple[Any, ...]]
_answers: Answers[Rows] = Answers(128)


@dataclass(frozen=True, slots=True)
class CellCount:
    """Customers of one attitude and behaviour (None: never bought); money of the window and of the one before, promoted in both."""

    attitude: str
    behaviour: str | None
    customers: int
    revenue: float
    revenue_before: float
    promoted: float


@dataclass(frozen=True, slots=True)
class UnitCellCount:
    """Customers of one attitude and behaviour at the unit where they last said something telling."""

    unit_id: int
    attitude: str
    behaviour: str
    customers: int


@dataclass(frozen=True, slots=True)
class CellCustomer:
    """One customer of a cell: inner id, money of both windows, orders in each, the telling feedback, the last order's day."""

    customer_id: int
    revenue: float
    orders: int
    orders_before: int
    feedback_id: int
    last_order_on: date | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Customers whose clock started at a unit: all, those observed long enough, of these who bought again; their orders in those
    days, and how many were on promotion."""

    complains: bool
    unit_id: int
    customers: int
    eligible: int
    again: int
    orders: int
    promoted: int


@dataclass(frozen=True, slots=True)
class StrataCount:
    """So many strata have just these numbers: bought again and observed long enough, of the complaining and of the others."""

    again: int
    eligible: int
    others_again: int
    others_eligible: int
    strata: int


@dataclass(frozen=True, slots=True)
class DurationCount:
    """Customers whose next order came after so many days, or (`observed` false) had not come by then."""

    complains: bool
    days: int
    observed: bool
    customers: int


@dataclass(frozen=True, slots=True)
class RepurchaseCounts:
    units: Sequence[UnitCount]
    strata: Sequence[StrataCount]
    durations: Sequence[DurationCount]


@dataclass(frozen=True, slots=True)
class SaidCount:
    """Customers who said this: of the complaining, and of the others."""

    topic: str
    polarity: int
    complaining: int
    others: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Feedback in question, and how much of it belongs to nobody known."""

    feedback: int
    unknown: int


def matrix(rules: BehaviourRules, scope: Scope) -> list[CellCount]:
    rows = _ask(("matrix", rules), scope, lambda rows, dialect: fusion.matrix(rules, rows, dialect))
    return [CellCount(row[0], row[1], row[2], row[3] or 0.0, row[4] or 0.0, row[5] or 0.0) for row in rows]


def matrix_by_unit(rules: BehaviourRules, scope: Scope) -> list[UnitCellCount]:
    asked = _ask(("matrix by unit", rules), scope, lambda rows, dialect: fusion.matrix_by_unit(rules, rows, dialect))
    return [UnitCellCount(*row) for row in asked]


def spoken(rules: BehaviourRules, scope: Scope) -> Unmatched:
    rows = _ask(("spoken", rules), scope, lambda rows, dialect: fusion.spoken(rules, rows, dialect))
    return Unmatched(rows[0][0] or 0, rows[0][1] or 0)


def people(
    rules: BehaviourRules,
    scope: Scope,
    *,
    attitude: str,
    behaviour: str,
    after: tuple[float, int] | None,
    limit: int,
) -> list[CellCustomer]:
    """The customers of a cell behind `after` (revenue, id), most revenue first."""
    rows = _ask(
        ("people", rules, attitude, behaviour, after, limit),
        scope,
        lambda rows, dialect: fusion.people(
            rules, rows, dialect, attitude=attitude, behaviour=behaviour, after=after, limit=limit
        ),
    )
    return [CellCustomer(*row) for row in rows]


def repurchase_after_mention(question: RepurchaseQuestion, scope: Scope) -> RepurchaseCounts:
    """Who bought again after a negative price mention, and who of the others: by unit, by like history, by time passed."""
    rows = _ask(("repurchase", question), scope, lambda rows, dialect: fusion.repurchase(question, rows, dialect))
    parts: dict[fusion.Part, list[tuple[Any, ...]]] = {part: [] for part in fusion.PARTS}
    for number, *numbers in rows:
        parts[fusion.PARTS[number]].append(tuple(numbers))
    return RepurchaseCounts(
        units=[UnitCount(bool(row[0]), *row[1:]) for row in parts["unit"]],
        strata=[StrataCount(*row[:5]) for row in parts["stratum"]],
        durations=[DurationCount(bool(row[0]), row[1], bool(row[2]), row[3]) for row in parts["duration"]],
    )


def said_besides(question: RepurchaseQuestion, scope: Scope) -> list[SaidCount]:
    rows = _ask(("said", question), scope, lambda rows, dialect: fusion.said_besides(question, rows, dialect))
    complaining = {(topic, polarity): customers for part, topic, polarity, customers in rows if part == 1}
    return [
        SaidCount(topic, polarity, own := complaining.get((topic, polarity), 0), customers - own)
        for part, topic, polarity, customers in rows
        if part == 0
    ]


def price_complaints(question: RepurchaseQuestion, scope: Scope) -> Unmatched:
    rows = _ask(("price", question), scope, lambda rows, dialect: fusion.price_complaints(question, rows, dialect))
    return Unmatched(rows[0][0] or 0, rows[0][1] or 0)


def _ask(question: Hashable, scope: Scope, write: Callable[[ScopePredicate, Dialect], Statement]) -> Rows:
    """`scope` is the reader's, narrowed to the unit asked about."""
    key = (question, scope.fingerprint, service.position(), organization.tree_version(), id(store.current()))
    return _answers.get(key, lambda: service.ask_store(write, scope))
