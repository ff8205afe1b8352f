"""Ranking of units by what can be said of them with confidence."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from opencem.engines.stats.figure import Figure

Key = TypeVar("Key", bound=Hashable)
DEFAULT_MINIMUM_N = 5


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """One line of a ranking; ``rank`` starts at 1, equal bounds share it, and it is ``None`` for a unit under the minimum n."""

    key: Key
    figure: Figure
    rank: int | None


def rank(
    figures: Mapping[Key, Figure], *, minimum_n: int = DEFAULT_MINIMUM_N, higher_is_better: bool = True
) -> list[Ranked[Key]]:
    """Order units best first by the bound of their interval that is the worse for them.

    That is the lower bound where higher is better, so that ten lucky answers do not beat a thousand good ones. Units under
    ``minimum_n`` or without an interval follow in the order given, unranked.
    """
    merits = {
        key: merit
        for key, figure in figures.items()
        if figure.independent >= minimum_n and (merit := _assured_merit(figure, higher_is_better)) is not None
    }
    ranked = [Ranked(key, figures[key], place) for key, place in _places(merits).items()]
    return ranked + [Ranked(key, figure, None) for key, figure in figures.items() if key not in merits]


def _assured_merit(figure: Figure, higher_is_better: bool) -> float | None:
    if higher_is_better:
        return figure.low
    return None if figure.high is None else -figure.high


def _places(merits: Mapping[Key, float]) -> dict[Key, int]:
    """Places 1, 2, 2, 4: equal merit, equal place."""
    places: dict[Key, int] = {}
    previous: tuple[float, int] | None = None
    for position, key in enumerate(sorted(merits, key=lambda key: -merits[key]), start=1):
        place = previous[1] if previous and previous[0] == merits[key] else position
        places[key] = place
        previous = (merits[key], place)
    return places
