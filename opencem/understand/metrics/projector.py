"""Carries what happened into the analytics store, in micro-batches: read events, read the records they touch, replace their rows.

The position moves in the store's own transaction with the rows, so a kill leaves both or neither; replaying a batch changes nothing.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from datetime import datetime

from opencem.kit.clock import now
from opencem.kit.crash import crash_point
from opencem.platform.events import log
from opencem.platform.events.dispatcher import first_retry
from opencem.platform.events.service import EventView, retried_by, set_aside
from opencem.understand.metrics import store as stores
from opencem.understand.metrics.datasets import Dataset, registered
from opencem.understand.metrics.ports import AnalyticsStore, Position, Replacement

logger = logging.getLogger(__name__)
BATCH = 2_000
CONSUMER = "projector"


def run_once() -> int:
    """One micro-batch. Returns how many events it carried over, 0 when there is nothing new."""
    store = stores.current()
    if not store.is_filled():
        return rebuild()
    position = store.position()
    events = log.after(log.Position(position.txid, position.event_id), None, BATCH)
    if not events:
        return 0
    try:
        _carry_over(store, events, _position_after(events[-1]))
    except Exception:
        logger.warning("the projection failed on a batch of %d", len(events), exc_info=True)
        _one_by_one(store, events)
    return len(events)


def _carry_over(store: AnalyticsStore, events: Sequence[EventView], position: Position) -> None:
    replacements = [found for dataset in registered() if (found := _touched(dataset, events)) is not None]
    crash_point("before_watermark")
    store.apply(replacements, position)


def _one_by_one(store: AnalyticsStore, events: Sequence[EventView]) -> None:
    """After a failed batch: each event alone, so that one whose record cannot be projected holds back no figure.

    An event is blamed only when the store still takes a write without it; a store in trouble raises, and nothing moves.
    """
    for event in events:
        try:
            _carry_over(store, [event], _position_after(event))
        except Exception:
            error = traceback.format_exc(limit=-8)
            store.apply([], store.position())
            set_aside(CONSUMER, event.id, error, next_try_at=first_retry(now()))
            store.apply([], _position_after(event))


@retried_by(CONSUMER)
def try_again(events: Sequence[EventView]) -> None:
    """Set-aside events once more; the position has long passed them."""
    store = stores.current()
    _carry_over(store, events, store.position())


def run_until_idle() -> int:
    """Catch up completely; returns the number of events."""
    total = 0
    while done := run_once():
        total += done
    return total


def rebuild() -> int:
    """Make every table anew from the records. Returns the number of rows.

    What happens meanwhile is not lost: the position is the log's end before the first record is read.
    """
    store = stores.current()
    end = log.end()
    rows = sum(store.refill(dataset.table, dataset.batches()) for dataset in registered())
    store.apply([], Position(end.txid, end.event_id, _at(end)))
    return rows


def lag() -> int:
    """How many events the store is behind the records."""
    position = stores.current().position()
    return log.behind(log.Position(position.txid, position.event_id), None)


def _touched(dataset: Dataset, events: Sequence[EventView]) -> Replacement | None:
    ids: set[int] = set()
    for kind, ids_of in dataset.events.items():
        about = [event for event in events if event.kind == kind]
        if about:
            ids.update(ids_of(about))
    return Replacement(dataset.table, ids, dataset.rows(ids)) if ids else None


def _position_after(event: EventView) -> Position:
    read = log.position_of(event)
    return Position(read.txid, read.event_id, event.at)


def _at(end: log.Position) -> datetime | None:
    last = log.after(log.Position(end.txid, end.event_id - 1), None, 1)
    return last[0].at if last else None
