"""When a link is under attack: far more forms are sent to it in a minute than people send.

Counted in the memory of each web process, a dictionary entry a form; a link found to be attacked is marked in its row,
which the other processes read with it. On at `LINK` forms a minute at one link, or `NETWORK` of them from one network
(/24 or /48); it stays on for `STAYS` after the rate has last been above a third of that, so that it does not flicker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import Door, forget_doors

LINK = 3000
NETWORK = 120
STAYS = timedelta(minutes=10)
WINDOW_S = 60.0
CALM = 1 / 3
_MOST_KEPT = 50_000
_MARKED_AGAIN = timedelta(minutes=1)


@dataclass(slots=True)
class _Count:
    """Forms in the window that began at `since`, and in the one before it."""

    since: float
    now: int = 0
    before: int = 0


class Watch:
    """Rates by link and by link and network, over a window that slides."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, str], _Count] = {}

    def note(self, collector_id: int, network: str, at: float) -> float:
        """Counts a form; how far the link now is towards an attack (1.0: it is under one). `at` in seconds."""
        link = self._add((collector_id, ""), at) / LINK
        return max(link, self._add((collector_id, network), at) / NETWORK) if network else link

    def _add(self, key: tuple[int, str], at: float) -> float:
        count = self._counts.get(key)
        if count is None:
            if len(self._counts) >= _MOST_KEPT:
                self._counts.clear()
            count = self._counts[key] = _Count(at)
        elif at - count.since >= WINDOW_S:
            passed = (at - count.since) // WINDOW_S
            count.before, count.now = count.now if passed == 1 else 0, 0
            count.since += passed * WINDOW_S
        count.now += 1
        return count.now + count.before * max(0.0, 1 - (at - count.since) / WINDOW_S)


_watch = Watch()


def note_form(door: Door, network: str, now: datetime) -> None:
    """Counts a form sent to a link, and marks the link when it is under attack, or still is."""
    if door.proof != "auto":
        return
    heat = _watch.note(door.collector_id, network, now.timestamp())
    until = door.attacked_until
    if heat < (CALM if until and now < until else 1.0):
        return
    if until is None or until - now < STAYS - _MARKED_AGAIN:
        Collector.rows.filter(pk=door.collector_id).update(attacked_until=now + STAYS)
        forget_doors()


def forget_rates() -> None:
    """Drops what was counted."""
    _watch._counts.clear()
