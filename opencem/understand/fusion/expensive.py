"""嫌贵复购: of customers with a negative price mention, who bought again — against others, plainly and like with like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opencem.engines import stats
from opencem.engines.query.fusion import PRICE, RepurchaseQuestion
from opencem.engines.query.values import TimeRange
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import fusion_queries as store
from opencem.understand.metrics.fusion_queries import DurationCount, SaidCount, StratumCount, Unmatched

_CURVE_WINDOWS = 2
_STORES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one side. `rate` counts those whose days have fully elapsed; `promotion_share` is of what they bought again."""

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


def ask_expensive(scope: Scope, *, spoken: TimeRange, days: int, as_of: date, now: datetime) -> Expensive:
    """Answer the question for customers who spoke with words in a period, within the scope."""
    question = RepurchaseQuestion(spoken, days, as_of)
    strata = store.repurchase_after_mention(question, scope, now)
    durations = store.repurchase_durations(question, scope, now)
    complaining, others = _group(strata, complains=True), _group(strata, complains=False)
    stores = _stores(strata)
    return Expensive(
        complaining=complaining,
        others=others,
        difference=stats.difference(complaining.rate, others.rate),
        matched=stats.matched_difference(_matched(strata)),
        curve=_curve(durations, question, complains=True),
        others_curve=_curve(durations, question, complains=False),
        also_say=_also_say(store.said_besides(question, scope, now), complaining.customers, others.customers),
        stores=stores[:_STORES_SHOWN],
        stores_total=len(stores),
        unmatched=store.price_complaints(question, scope, now),
        question=question,
    )


def _group(strata: Iterable[StratumCount], *, complains: bool) -> Group:
    own = [stratum for stratum in strata if stratum.complains == complains]
    eligible, again = sum(stratum.eligible for stratum in own), sum(stratum.again for stratum in own)
    spent = sum(stratum.spent for stratum in own)
    return Group(
        customers=sum(stratum.customers for stratum in own),
        rate=stats.share(again, eligible),
        bought_again=again,
        promotion_share=sum(stratum.promoted for stratum in own) / spent if spent else None,
    )


def _matched(strata: Iterable[StratumCount]) -> list[stats.Stratum]:
    """Both sides of each (unit, month, recency, frequency)."""
    sides: dict[tuple[int, date, int, int], dict[bool, StratumCount]] = defaultdict(dict)
    for stratum in strata:
        sides[stratum.unit_id, stratum.month, stratum.recency, stratum.frequency][stratum.complains] = stratum
    return [stats.Stratum(*_counts(both.get(True)), *_counts(both.get(False))) for both in sides.values()]


def _counts(stratum: StratumCount | None) -> tuple[int, int]:
    return (stratum.again, stratum.eligible) if stratum else (0, 0)


def _curve(
    durations: Iterable[DurationCount], question: RepurchaseQuestion, *, complains: bool
) -> list[stats.SurvivalPoint]:
    """Kaplan-Meier over everybody, those still under observation too; shown up to twice the question's days."""
    leaving: dict[int, int] = defaultdict(int)
    events: dict[int, int] = defaultdict(int)
    for count in durations:
        if count.complains == complains:
            leaving[count.days] += count.customers
            events[count.days] += count.customers if count.observed else 0
    points = stats.kaplan_meier_from_counts(events, leaving)
    return [point for point in points if point.time <= _CURVE_WINDOWS * question.days]


def _also_say(said: Iterable[SaidCount], complaining: int, others: int) -> list[AlsoSaid]:
    """What is said most by the complaining first. The complaint itself is left out: all of them say it."""
    sides: dict[tuple[str, int], dict[bool, int]] = defaultdict(dict)
    for count in said:
        sides[count.topic, count.polarity][count.complains] = count.customers
    lines = [
        AlsoSaid(
            topic,
            polarity,
            both[True],
            stats.share(both[True], complaining),
            stats.share(both.get(False, 0), others),
        )
        for (topic, polarity), both in sides.items()
        if True in both and (topic, polarity) != (PRICE, -1)
    ]
    return sorted(lines, key=lambda line: (-line.customers, line.topic, line.polarity))


def _stores(strata: Sequence[StratumCount]) -> list[StoreLine]:
    """Units with complaining customers, most of them first."""
    by_unit: dict[int, list[StratumCount]] = defaultdict(list)
    for stratum in strata:
        by_unit[stratum.unit_id].append(stratum)
    known = organization.tree().by_id
    lines = [_store(known[unit_id], own) for unit_id, own in by_unit.items() if unit_id in known]
    complained = [line for line in lines if line.complaining.customers]
    return sorted(complained, key=lambda line: (-line.complaining.customers, line.unit.code))


def _store(unit: UnitView, strata: Sequence[StratumCount]) -> StoreLine:
    complaining, others = _group(strata, complains=True), _group(strata, complains=False)
    return StoreLine(unit, complaining, others, stats.difference(complaining.rate, others.rate))
