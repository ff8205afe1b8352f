"""Hands events to consumers: a batch, its effects and the cursor in one transaction; poison is set aside."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from opencem.kit.clock import now as clock_now
from opencem.kit.crash import crash_point
from opencem.platform.events import log, pace
from opencem.platform.events.models import Event, SetAsideEvent, SetAsideState, Subscription
from opencem.platform.events.service import Consumer, EventView, consumers, handler_of

logger = logging.getLogger(__name__)
MAX_TRIES = 5
WAITS = (2, 10, 60, 300)  # seconds before the second, third, fourth and fifth try


def run_once() -> int:
    """One batch for every consumer and every due retry. Returns how many events were handled or set aside."""
    ensure_subscriptions()
    return sum(_advance(consumer) for consumer in consumers()) + _retry_due(clock_now())


def run_until_idle(rounds: int = 1000) -> int:
    total = 0
    for _ in range(rounds):
        done = run_once()
        if not done:
            return total
        total += done
    return total


def ensure_subscriptions() -> None:
    known = set(Subscription.objects.values_list("name", flat=True))
    for consumer in consumers():
        if consumer.name not in known:
            Subscription.objects.get_or_create(name=consumer.name)


def _advance(consumer: Consumer) -> int:
    """One batch. Returns how many events it took, so that 0 means: nothing new."""
    if not _has_news(consumer):
        return 0
    size = pace.size_of(consumer.name, consumer.batch)
    try:
        with pace.measured(consumer.name, consumer.batch), transaction.atomic():
            return _take(consumer, size)
    except Exception:
        logger.warning("consumer %s failed on a batch of at most %d", consumer.name, size, exc_info=True)
        return _one_by_one(consumer, size)


def _take(consumer: Consumer, size: int) -> int:
    cursor = _lock(consumer)
    if cursor is None:
        return 0
    events = log.after(log.Position(cursor.txid, cursor.event_id), consumer.kinds, size)
    if events:
        _handle(consumer, events)
        _move(cursor, events[-1])
    return len(events)


def _has_news(consumer: Consumer) -> bool:
    # Asked outside a transaction: SQLite has one writer, and an idle consumer must not take its place.
    cursor = Subscription.objects.filter(name=consumer.name, paused=False).first()
    return cursor is not None and log.any_after(log.Position(cursor.txid, cursor.event_id), consumer.kinds)


def _lock(consumer: Consumer) -> Subscription | None:
    rows = Subscription.objects.filter(name=consumer.name, paused=False)
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _handle(consumer: Consumer, events: Sequence[EventView]) -> None:
    consumer.handle(events)
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
            events = log.after(log.Position(cursor.txid, cursor.event_id), consumer.kinds, 1)
            if not events:
                return done
            _try(consumer, events[0])
            _move(cursor, events[0])
        done += 1
    return done


def _try(consumer: Consumer, event: EventView) -> None:
    try:
        with transaction.atomic():
            _handle(consumer, [event])
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
            handle([event])
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
