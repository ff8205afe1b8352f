"""The plot: what went wrong or right in the demo company, where and when. docs/demo.md tells it to people.

Everything is placed relative to the span, so that a small demo has the same story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .places import REGIONS
from .size import Size, as_date, as_day
from .units import ATTRIBUTES, Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LATE_REGION = REGIONS.index("华中")
SELF_ANSWERING_REGION = REGIONS.index("华东")
_SPEED = ATTRIBUTES.index("speed")
_SERVICE = ATTRIBUTES.index("service")
_ENVIRONMENT = ATTRIBUTES.index("environment")


class Segment(IntEnum):
    """What kind of member somebody is; it drives both what is said and what is bought."""

    REGULAR = 0
    DEAR_BUT_BUYS = 1
    """Says expensive, buys more: praises the taste, tries what is new, seldom on promotion."""
    PRAISED_AND_GONE = 2
    """Ten out of ten, and never seen again."""
    HOSTAGE = 3
    """Unhappy, and stays: the only store nearby."""
    BARGAIN_LEAVER = 4
    """Says expensive and means it: buys on promotion only, then less and less."""
    FADED = 5
    """Stopped without a word."""


@dataclass(frozen=True)
class Plot:
    """The story pinned to one tree and span. Days are local days since 1970; places are positions in `Tree.places`."""

    late_from: int
    late_to: int
    self_answering: int
    repacked_from: int
    hostage_places: tuple[int, ...]
    turned_round: int
    turned_round_from: int
    queueing_city: int


def write_plot(size: Size, tree: Tree) -> Plot:
    """Choose who plays which part. The choice depends on tree and span only."""
    late_from, late_to = _spring(size)
    return Plot(
        late_from=late_from,
        late_to=late_to,
        self_answering=_unremarkable(size, tree, _in_region(tree, SELF_ANSWERING_REGION)),
        repacked_from=size.today - min(45, size.days // 3),
        hostage_places=_only_stores(tree),
        turned_round=_unremarkable(size, tree, _in_region(tree, REGIONS.index("西南"))),
        turned_round_from=size.first_day + int(size.days * 0.62),
        queueing_city=_queueing_city(tree),
    )


def _spring(size: Size) -> tuple[int, int]:
    """The latest 1 March to 31 May that lies wholly in the span with a month on either side, else its middle third."""
    year = as_date(size.today).year
    for candidate in (year, year - 1):
        start, end = as_day(date(candidate, 3, 1)), as_day(date(candidate, 5, 31))
        if size.first_day + 30 <= start and end + 30 <= size.today:
            return start, end
    return size.first_day + size.days // 3, size.first_day + 2 * size.days // 3


def _in_region(tree: Tree, region: int) -> list[int]:
    return [place for place, unit in enumerate(tree.places) if unit.region == region]


def _unremarkable(size: Size, tree: Tree, places: list[int]) -> int:
    """The store that was there all along, middling in quality and rather small; not the very first, which tours begin at."""
    busy = float(np.median(tree.busy))

    def oddity(place: int) -> float:
        unit = tree.places[place]
        newness = 100.0 if unit.opened_day >= size.first_day or place == 0 else 0.0
        return newness + abs(float(np.mean(unit.skills))) + abs(unit.busy / busy - 0.8)

    return min(places, key=oddity)


def _queueing_city(tree: Tree) -> int:
    """Shenzhen; a small demo, which does not reach so far, takes the first city of the same region."""
    names = {unit.name: unit.city for unit in tree.units if unit.kind == "city"}
    return names.get("深圳", names["广州"])


def _only_stores(tree: Tree) -> tuple[int, ...]:
    """Some community stores with no other near them: one in a hundred, at least one."""
    candidates = [
        place
        for place, unit in enumerate(tree.places[: tree.stores])
        if unit.region in (REGIONS.index("华北"), REGIONS.index("华南")) and unit.attributes["format"] == "社区店"
    ]
    fallback = _in_region(tree, REGIONS.index("华北"))
    return tuple((candidates or fallback)[: max(1, tree.stores // 100)])


def lateness(plot: Plot, regions: Ints, days: Ints, delivered: NDArray[np.bool_]) -> Floats:
    """How late deliveries are, 0 to 1: full in the region's spring, a third of it left afterwards. Stores feel a quarter of it."""
    inside = (regions == LATE_REGION) & (days >= plot.late_from)
    ramp = np.clip((days - plot.late_from) / 14, 0, 1)
    recovery = np.clip((days - plot.late_to) / 35, 0, 1)
    return np.where(inside, ramp * (1 - 0.66 * recovery), 0.0) * np.where(delivered, 1.0, 0.25)


def attribute_shifts(
    plot: Plot, places: Ints, regions: Ints, cities: Ints, days: Ints, seconds: Ints, delivered: NDArray[np.bool_]
) -> Floats:
    """What the plot adds to each attribute of each answer, in stars: answers × attributes."""
    shifts = np.zeros((len(places), len(ATTRIBUTES)))
    shifts[:, _SPEED] -= 1.9 * lateness(plot, regions, days, delivered)
    hostage = np.isin(places, plot.hostage_places)
    shifts[hostage] -= 0.35
    shifts[hostage, _ENVIRONMENT] -= 0.75
    shifts[hostage, _SERVICE] -= 0.45
    shifts[places == plot.self_answering] -= 0.6
    turning = places == plot.turned_round
    shifts[turning] += np.where(days[turning] < plot.turned_round_from, -0.75, 0.25)[:, None]
    queueing = (cities == plot.queueing_city) & ~delivered & weekend_evening(days, seconds)
    shifts[queueing, _SPEED] -= 0.95
    return shifts


def weekend_evening(days: Ints, seconds: Ints) -> NDArray[np.bool_]:
    """Saturday and Sunday from 17 to 21 o'clock; `seconds` after local midnight. Day 0 was a Thursday."""
    return ((days + 3) % 7 >= 5) & (seconds >= 17 * 3600) & (seconds < 21 * 3600)
