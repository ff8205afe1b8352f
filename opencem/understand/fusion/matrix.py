"""Attitude × behaviour: the cells, and the people in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.listen.customers import queries as customers
from opencem.listen.customers.queries import CustomerView
from opencem.listen.feedback import queries as feedback
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import fusion_queries as store
from opencem.understand.metrics.fusion_queries import CellCount, CellCustomer, Unmatched

from .rules import ATTITUDES, BEHAVIOURS, Attitude, Behaviour, RulesInForce, Segment, rules_in_force, segment


@dataclass(frozen=True, slots=True)
class Cell:
    """Customers of one attitude and behaviour. `revenue` is of the last window, `promotion_share` of the money of both windows
    (None: no money)."""

    attitude: Attitude
    behaviour: Behaviour
    segment: Segment
    customers: int
    revenue: float
    revenue_before: float
    promotion_share: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells, empty ones too. `without_orders`: customers who spoke and never bought within the scope."""

    cells: Sequence[Cell]
    customers: int
    without_orders: int
    unmatched: Unmatched
    rules: RulesInForce
    as_of: date
    window_days: int


def get_matrix(scope: Scope, *, as_of: date, window_days: int | None) -> Matrix:
    """The matrix on a day; `window_days` overrides the setting for this look only."""
    rules = rules_in_force()
    asked = rules.on(as_of, window_days)
    counts = store.matrix(asked, scope)
    found = {(count.attitude, count.behaviour): count for count in counts}
    cells = [_cell(attitude, behaviour, found) for attitude in ATTITUDES for behaviour in BEHAVIOURS]
    return Matrix(
        cells=cells,
        customers=sum(cell.customers for cell in cells),
        without_orders=sum(count.customers for count in counts if count.behaviour is None),
        unmatched=store.spoken(asked, scope),
        rules=rules,
        as_of=as_of,
        window_days=asked.window_days,
    )


def _cell(attitude: Attitude, behaviour: Behaviour, found: dict[tuple[str, str | None], CellCount]) -> Cell:
    count = found.get((attitude, behaviour)) or CellCount(attitude, behaviour, 0, 0.0, 0.0, 0.0)
    money = count.revenue + count.revenue_before
    return Cell(
        attitude=attitude,
        behaviour=behaviour,
        segment=segment(attitude, behaviour),
        customers=count.customers,
        revenue=count.revenue,
        revenue_before=count.revenue_before,
        promotion_share=count.promoted / money if money else None,
    )


@dataclass(frozen=True, slots=True)
class Person:
    """One customer of a cell as this reader may see them, and the words that put them there."""

    customer: CustomerView
    figures: CellCustomer
    feedback_id: int
    said: str
    recommend: int | None
    unit_id: int
    said_at: datetime


def list_people(
    scope: Scope,
    *,
    attitude: Attitude,
    behaviour: Behaviour,
    as_of: date,
    window_days: int | None,
    cursor: str | None,
    limit: int,
) -> Page[Person]:
    """The customers of a cell, most revenue first, personal data masked by the scope."""
    found = store.people(
        rules_in_force().on(as_of, window_days),
        scope,
        attitude=attitude,
        behaviour=behaviour,
        after=_position(cursor),
        limit=limit + 1,
    )
    page = page_of(found, limit, lambda each: (each.revenue, each.customer_id))
    return Page(_people(page.items, scope), page.next_cursor)


def _position(cursor: str | None) -> tuple[float, int] | None:
    parts = decode_cursor(cursor, float, int)
    if parts is None:
        return None
    revenue, last = parts
    return revenue, last


def _people(found: Sequence[CellCustomer], scope: Scope) -> list[Person]:
    """A customer or feedback that has gone from the records since the last projection is left out."""
    views = customers.views([each.customer_id for each in found], scope)
    voices = feedback.visible(scope).in_bulk([each.feedback_id for each in found])
    return [
        Person(
            customer=views[each.customer_id],
            figures=each,
            feedback_id=each.feedback_id,
            said=voices[each.feedback_id].text,
            recommend=voices[each.feedback_id].recommend,
            unit_id=voices[each.feedback_id].unit_id,
            said_at=voices[each.feedback_id].occurred_at,
        )
        for each in found
        if each.customer_id in views and each.feedback_id in voices
    ]
