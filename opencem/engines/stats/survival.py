"""Repurchase: the rate at k days, and the Kaplan-Meier curve that also uses customers still under observation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

from opencem.engines.stats.figure import Figure
from opencem.engines.stats.quantile import normal_quantile
from opencem.engines.stats.share import share


@dataclass(frozen=True, slots=True)
class PurchaseSpell:
    """One customer from an order to the next: ``next_on`` is ``None`` while there is none."""

    ordered_on: date
    next_on: date | None


@dataclass(frozen=True, slots=True)
class RepurchaseRate:
    """The share who bought again within k days, and how many customers were left out because their k days have not elapsed."""

    figure: Figure
    left_out: int


@dataclass(frozen=True, slots=True)
class SurvivalPoint:
    """State just after ``time``: share still without the event and its interval (log-log, Greenwood variance)."""

    time: int
    at_risk: int
    events: int
    survival: float
    low: float
    high: float


def repurchase_rate(
    spells: Iterable[PurchaseSpell], *, days: int, as_of: date, confidence: float = 0.95
) -> RepurchaseRate:
    """Of customers whose window of ``days`` has fully elapsed by ``as_of``, the share with another order inside it."""
    everyone = list(spells)
    elapsed = [spell for spell in everyone if (as_of - spell.ordered_on).days >= days]
    again = sum(spell.next_on is not None and (spell.next_on - spell.ordered_on).days <= days for spell in elapsed)
    return RepurchaseRate(share(again, len(elapsed), confidence=confidence), len(everyone) - len(elapsed))


def repurchase_curve(spells: Iterable[PurchaseSpell], *, as_of: date, confidence: float = 0.95) -> list[SurvivalPoint]:
    """Kaplan-Meier curve of "not yet bought again" in days since the order; 1 - survival is the share who have.

    Orders after ``as_of`` are not known yet, so they leave their customer censored on ``as_of``.
    """
    known = [spell for spell in spells if spell.ordered_on <= as_of]
    observed = [spell.next_on is not None and spell.next_on <= as_of for spell in known]
    ends = [spell.next_on if seen and spell.next_on else as_of for spell, seen in zip(known, observed, strict=True)]
    days = [(end - spell.ordered_on).days for end, spell in zip(ends, known, strict=True)]
    return kaplan_meier(days, observed, confidence=confidence)


def kaplan_meier(
    durations: Sequence[int], observed: Sequence[bool], *, confidence: float = 0.95
) -> list[SurvivalPoint]:
    """Product-limit estimate, one point per time with an event; ``observed[i]`` is false where ``durations[i]`` is censored."""
    events = Counter(time for time, seen in zip(durations, observed, strict=True) if seen)
    return kaplan_meier_from_counts(events, Counter(durations), confidence=confidence)


def kaplan_meier_from_counts(
    events: Mapping[int, int], leaving: Mapping[int, int], *, confidence: float = 0.95
) -> list[SurvivalPoint]:
    """The same from counts per time, which a store can add up: ``leaving`` counts events and censored together."""
    z = normal_quantile(confidence)
    at_risk, survival, greenwood = sum(leaving.values()), 1.0, 0.0
    points = []
    for time in sorted(leaving):
        if happened := events.get(time, 0):
            survival *= 1 - happened / at_risk
            greenwood += happened / (at_risk * (at_risk - happened)) if happened < at_risk else 0.0
            points.append(SurvivalPoint(time, at_risk, happened, survival, *_log_log_interval(survival, greenwood, z)))
        at_risk -= leaving[time]
    return points


def _log_log_interval(survival: float, greenwood: float, z: float) -> tuple[float, float]:
    """Kalbfleisch & Prentice: stays within 0..1. Once nobody is left the estimate is 0 and nothing bounds it but itself."""
    if survival <= 0:
        return 0.0, 0.0
    spread = exp(z * sqrt(greenwood) / abs(log(survival)))
    return survival**spread, survival ** (1 / spread)
