"""嫌贵复购: of customers with a negative price mention, who bought again — against others, plainly and like with like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from opencem.engines import stats
from opencem.engines.query.fusion import PRICE, RepurchaseQuestion
from opencem.engines.query.values import TimeRange
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import fusion_queries as store
from opencem.understand.metrics.fusion_queries import DurationCount, SaidCount, StrataCount, UnitCount, Unmatched

_STORES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one side. `rate` counts those whose days have fully elapsed; `promotion_share` is of their orders in those days."""

    customers: int
    rate: stats.Figure
    bought_again: int
    promotion_share: float | None


@dataclass(frozen=True, slots=True)
class AlsoSaid:
    """Share of the complaining customers who also say this in the period, beside the share of the others."""

    topic: str
    polarity: int
    customers: int
    share: stats.Figure
    others: stats.Figure


@dataclass(frozen=True, slots=True)
class StoreLine:
    """One unit, by where the customer's clock started."""

    unit: UnitView
    complaining: Group
    others: Group
    difference: stats.Comparison | None


@dataclass(frozen=True, slots=True)
class Expensive:
    """The answer. `difference` is complaining minus others over all customers, `matched` within unit, month and like history."""

    complaining: Group
    others: Group
    difference: stats.Comparison | None
    matched: stats.MatchedDifference | None
    curve: Sequence[stats.SurvivalPoint]
    others_curve: Sequence[stats.SurvivalPoint]
    also_say: Sequence[AlsoSaid]
    stores: Sequence[StoreLine]
    stores_total: int
    unmatched: Unmatched
    question: RepurchaseQuestion


def ask_expensive(scope: Scope, *, spoken: TimeRange, days: int, as_of: date) -> Expensive:
    """Answer the question for customers who spoke with words in a period, within the scope."""
    question = RepurchaseQuestion(spoken, days, as_of)
    counts = store.repurchase_after_mention(question, scope)
    complaining, others = _group(counts.units, complains=True), _group(counts.units, complains=False)
    stores = _stores(counts.units)
    return Expensive(
        complaining=complaining,
        others=others,
        difference=stats.difference(complaining.rate, others.rate),
        matched=stats.matched_difference(_stratum(each) for each in counts.strata),
        curve=_curve(counts.durations, complains=True),
        others_curve=_curve(counts.durations, complains=False),
        also_say=_also_say(store.said_besides(question, scope), complaining.customers, others.customers),
        stores=stores[:_STORES_SHOWN],
        stores_total=len(stores),
        unmatched=store.price_complaints(question, scope),
        question=question,
    )


def _group(units: Iterable[UnitCount], *, complains: bool) -> Group:
    own = [unit for unit in units if unit.complains == complains]
    eligible, again = sum(unit.eligible for unit in own), sum(unit.again for unit in own)
    orders = sum(unit.orders for unit in own)
    return Group(
        customers=sum(unit.customers for unit in own),
        rate=stats.share(again, eligible),
        bought_again=again,
        promotion_share=sum(unit.promoted for unit in own) / orders if orders else None,
    )


def _stratum(count: StrataCount) -> stats.Stratum:
    return stats.Stratum(count.again, count.eligible, count.others_again, count.others_eligible, times=count.strata)


def _curve(durations: Iterable[DurationCount], *, complains: bool) -> list[stats.SurvivalPoint]:
    """Kaplan-Meier over everybody, those still under observation too."""
    leaving: dict[int, int] = defaultdict(int)
    events: dict[int, int] = defaultdict(int)
    for count in durations:
        if count.complains == complains:
            leaving[count.days] += count.customers
            events[count.days] += count.customers if count.observed else 0
    return stats.kaplan_meier_from_counts(events, leaving)


def _also_say(said: Iterable[SaidCount], complaining: int, others: int) -> list[AlsoSaid]:
    """What is said most by the complaining first. The complaint itself is left out: all of them say it."""
    lines = [
        AlsoSaid(
            count.topic,
            count.polarity,
            count.complaining,
            stats.share(count.complaining, complaining),
            stats.share(count.others, others),
        )
        for count in said
        if count.complaining and (count.topic, count.polarity) != (PRICE, -1)
    ]
    return sorted(lines, key=lambda line: (-line.customers, line.topic, line.polarity))


def _stores(units: Sequence[UnitCount]) -> list[StoreLine]:
    """Units with complaining customers, most of them first."""
    by_unit: dict[int, list[UnitCount]] = defaultdict(list)
    for count in units:
        by_unit[count.unit_id].append(count)
    known = organization.tree().by_id
    lines = [_store(known[unit_id], own) for unit_id, own in by_unit.items() if unit_id in known]
    complained = [line for line in lines if line.complaining.customers]
    return sorted(complained, key=lambda line: (-line.complaining.customers, line.unit.code))


def _store(unit: UnitView, counts: Sequence[UnitCount]) -> StoreLine:
    complaining, others = _group(counts, complains=True), _group(counts, complains=False)
    return StoreLine(unit, complaining, others, stats.difference(complaining.rate, others.rate))
