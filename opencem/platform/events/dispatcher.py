"""Hands events to consumers: a batch, its effects and the cursor in one transaction; poison is set aside."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from opencem.kit.clock import now as clock_now
from opencem.kit.crash import crash_point
from opencem.platform.events import log, pace
from opencem.platform.events.models import Event, SetAsideEvent, SetAsideState, Subscription
from opencem.platform.events.service import Consumer, EventView, Write, consumers, handler_of

logger = logging.getLogger(__name__)
MAX_TRIES = 5
TURN_S = 0.25
WAITS = (2, 10, 60, 300)  # seconds before the second, third, fourth and fifth try


def run_once() -> int:
    """A turn for every consumer and every due retry. Returns how many events were handled or set aside."""
    cursors = ensure_subscriptions()
    turns = (_take_turn(consumer, cursors.get(consumer.name)) for consumer in consumers())
    return sum(turns) + _retry_due(clock_now())


def run_until_idle(rounds: int = 1000) -> int:
    total = 0
    for _ in range(rounds):
        done = run_once()
        if not done:
            return total
        total += done
    return total


def ensure_subscriptions() -> dict[str, Subscription]:
    """Where every consumer stands, by name, in one query; a new one starts at the beginning. Paused ones are left out."""
    known = {cursor.name: cursor for cursor in Subscription.objects.all()}
    for consumer in consumers():
        if consumer.name not in known:
            known[consumer.name], _ = Subscription.objects.get_or_create(name=consumer.name)
    return {name: cursor for name, cursor in known.items() if not cursor.paused}


def _take_turn(consumer: Consumer, cursor: Subscription | None) -> int:
    """Batch after batch until there is nothing new, but not so long that the others wait."""
    end = time.monotonic() + TURN_S
    total = 0
    while cursor is not None and (taken := _advance(consumer, cursor)):
        total += taken
        if time.monotonic() > end:
            break
        cursor = Subscription.objects.filter(name=consumer.name, paused=False).first()
    return total


def _advance(consumer: Consumer, cursor: Subscription) -> int:
    """One batch behind a cursor. Returns how many events it took, so that 0 means: nothing new."""
    # Read outside a transaction: SQLite has one writer, and whoever only looks must not take its place.
    size = pace.size_of(consumer.name, consumer.batch)
    events = log.after(_position(cursor), consumer.kinds, size)
    if not events:
        return 0
    try:
        return len(events) if _take(consumer, _position(cursor), events) else 0
    except Exception:
        logger.warning("consumer %s failed on a batch of %d", consumer.name, len(events), exc_info=True)
        return _one_by_one(consumer, size)


def _take(consumer: Consumer, read_at: log.Position, events: Sequence[EventView]) -> bool:
    """The batch and the cursor in one transaction; nothing when another worker was faster."""
    write = consumer.handle(events) if consumer.reads_first else None
    with pace.measured(consumer.name, len(events)), transaction.atomic():
        cursor = _lock(consumer)
        if cursor is None or _position(cursor) != read_at:
            return False
        if consumer.reads_first:
            _run(write)
        else:
            _run(consumer.handle(events))
        _move(cursor, events[-1])
    return True


def _position(cursor: Subscription) -> log.Position:
    return log.Position(cursor.txid, cursor.event_id)


def _lock(consumer: Consumer) -> Subscription | None:
    rows = Subscription.objects.filter(name=consumer.name, paused=False)
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _run(write: Write | None) -> None:
    if write is not None:
        write()
    crash_point("after_effect")


def _move(cursor: Subscription, event: EventView) -> None:
    position = log.position_of(event)
    cursor.txid, cursor.event_id, cursor.moved_at = position.txid, position.event_id, clock_now()
    cursor.save(update_fields=["txid", "event_id", "moved_at"])


def _one_by_one(consumer: Consumer, size: int) -> int:
    """After a failed batch: each event alone, so that one poisoned event holds back nobody."""
    done = 0
    for _ in range(size):
        with transaction.atomic():
            cursor = _lock(consumer)
            if cursor is None:
                return done
            events = log.after(_position(cursor), consumer.kinds, 1)
            if not events:
                return done
            _try(consumer, events[0])
            _move(cursor, events[0])
        done += 1
    return done


def _try(consumer: Consumer, event: EventView) -> None:
    try:
        with transaction.atomic():
            _run(consumer.handle([event]))
    except Exception:
        SetAsideEvent.objects.get_or_create(
            subscription=consumer.name,
            event_id=event.id,
            defaults={
                "error": traceback.format_exc(limit=-8),
                "next_try_at": clock_now() + timedelta(seconds=WAITS[0]),
            },
        )


def first_retry(now: datetime) -> datetime:
    return now + timedelta(seconds=WAITS[0])


def _retry_due(now: datetime) -> int:
    due = SetAsideEvent.objects.filter(state=SetAsideState.RETRYING, next_try_at__lte=now).order_by("id")[:50]
    return sum(retry(aside, now) for aside in due)


def retry(aside: SetAsideEvent, now: datetime) -> int:
    """One more try of a set-aside event; replayed when it succeeds, dead after five."""
    handle = handler_of(aside.subscription)
    if handle is None:
        return 0
    row = Event.objects.get(pk=aside.event_id)
    event = EventView(row.id, row.kind, row.subject_id, row.payload, row.at)
    try:
        with transaction.atomic():
            _run(handle([event]))
            aside.state, aside.next_try_at = SetAsideState.REPLAYED, None
            aside.save(update_fields=["state", "next_try_at"])
    except Exception:
        _count_failure(aside, now)
    return 1


def _count_failure(aside: SetAsideEvent, now: datetime) -> None:
    aside.attempts += 1
    aside.error = traceback.format_exc(limit=-8)
    dead = aside.attempts >= MAX_TRIES
    aside.state = SetAsideState.DEAD if dead else SetAsideState.RETRYING
    aside.next_try_at = None if dead else now + timedelta(seconds=WAITS[min(aside.attempts, len(WAITS)) - 1])
    aside.save(update_fields=["attempts", "error", "state", "next_try_at"])
