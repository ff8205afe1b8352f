"""Stored scorecards: one, a month's ranking, a unit's months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from opencem.kit.problems import not_found
from opencem.platform.organization.queries import UnitView
from opencem.platform.scope.value import Scope
from opencem.understand.metrics.thresholds import minimum_n

from .models import SchemeVersion, Scorecard
from .months import previous_month
from .service import assessed_units, version_for

MINIMUM_WEIGHT = 50
"""Out of 100: a card on which less than this counted says too little of the unit to be ranked."""
_MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a ranking. `card` is None for a unit without any; `rank` is None when the unit is not ranked."""

    unit: UnitView
    card: Scorecard | None
    rank: int | None
    previous_total: float | None
    tied: bool = False
    """Others have the same rank."""

    @property
    def change(self) -> float | None:
        """Points gained on the month before; None when either month has no total."""
        if self.card is None or self.card.total is None or self.previous_total is None:
            return None
        return round(self.card.total - self.previous_total, 2)


def ranking(scope: Scope, month: date) -> tuple[SchemeVersion, list[Standing]]:
    """All assessed units of the scope, best first. Totals that read the same (to one decimal) share a rank, since nobody should
    lose a place to a hundredth that nobody sees; among them those with more answers stand first, then by code.

    Units without a total, with fewer answers than the minimum n or with less than half of the weights counted follow unranked, those with
    more answers first.
    """
    version = version_for(month)
    cards = _cards(scope, month, version)
    before = _cards(scope, previous_month(month), version_for(previous_month(month)))
    least = minimum_n()
    units = sorted(assessed_units(scope), key=lambda unit: _merit(unit, cards.get(unit.id), least))
    ranks = _ranks([cards.get(unit.id) for unit in units], least)
    shared = {rank for rank, units_of_it in Counter(ranks).items() if rank is not None and units_of_it > 1}
    return version, [
        Standing(unit, cards.get(unit.id), rank, before[unit.id].total if unit.id in before else None, rank in shared)
        for unit, rank in zip(units, ranks, strict=True)
    ]


def _cards(scope: Scope, month: date, version: SchemeVersion) -> dict[int, Scorecard]:
    return {card.unit_id: card for card in Scorecard.objects.visible_to(scope).filter(month=month, version=version)}


def is_ranked(card: Scorecard | None, least: int) -> bool:
    """Whether a card has a total, ``least`` answers and enough of the weights that apply."""
    return card is not None and card.total is not None and card.n >= least and _weight_counted(card) >= MINIMUM_WEIGHT


def _weight_counted(card: Scorecard) -> float:
    """The share of the weights that apply to the unit which had answers enough, out of 100."""
    applying = [item for item in card.items if item["left_out"] != "not_applicable"]
    counted = sum(item["weight"] for item in applying if item["left_out"] is None)
    return 100 * counted / sum(item["weight"] for item in applying) if applying else 0.0


def _merit(unit: UnitView, card: Scorecard | None, least: int) -> tuple[int, Decimal, int, str]:
    n = card.n if card else 0
    if card is not None and card.total is not None and is_ranked(card, least):
        return 0, -_as_read(card), -n, unit.code
    return 1, Decimal(0), -n, unit.code


def _as_read(card: Scorecard) -> Decimal:
    """The total as every page prints it: `toFixed(1)`, exact halves upwards."""
    return Decimal(card.total or 0).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _ranks(cards: Sequence[Scorecard | None], least: int) -> list[int | None]:
    """1, 2, 2, 4 over cards in their order; None for the unranked at the end."""
    ranks: list[int | None] = []
    for place, card in enumerate(cards, start=1):
        previous = cards[place - 2] if place > 1 else None
        if card is None or not is_ranked(card, least):
            ranks.append(None)
        elif previous is not None and _as_read(previous) == _as_read(card):
            ranks.append(ranks[-1])
        else:
            ranks.append(place)
    return ranks


def get_scorecard(scope: Scope, unit: UnitView, month: date) -> Scorecard:
    """The card under the version in force that month, or `not_found`."""
    cards = Scorecard.objects.visible_to(scope).filter(unit_id=unit.id, month=month, version=version_for(month))
    card: Scorecard | None = cards.select_related("version").first()
    if card is None:
        raise not_found()
    return card


def totals_until(scope: Scope, unit: UnitView, month: date) -> list[Scorecard]:
    """The unit's cards of the last twelve months, oldest first, each under the version in force in its month."""
    cards = Scorecard.objects.visible_to(scope).filter(unit_id=unit.id, month__lte=month).select_related("version")
    latest: dict[date, Scorecard] = {}
    for card in cards.order_by("month", "version__effective_from", "version__number"):
        latest[card.month] = card
    return list(latest.values())[-_MONTHS_SHOWN:]


def list_versions(scheme_key: str) -> list[SchemeVersion]:
    return list(SchemeVersion.objects.filter(scheme__key=scheme_key).order_by("-number"))
