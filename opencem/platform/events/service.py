"""The door of the outbox: publish inside your transaction, subscribe a handler, have the worker woken."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from opencem.kit.bulk import insert_many
from opencem.platform.events.models import Event, SetAsideEvent


@dataclass(frozen=True, slots=True)
class EventView:
    id: int
    kind: str
    subject_id: int
    payload: Mapping[str, Any]
    at: datetime


Write = Callable[[], object]
Handler = Callable[[Sequence[EventView]], Write | None]
"""Does what follows from a batch of events, or returns what is to be written for it (see `subscribe`)."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A named reader of some kinds of event. It sees batches in order, each in one transaction with its cursor."""

    name: str
    kinds: frozenset[str]
    handle: Handler
    batch: int
    reads_first: bool = False


_consumers: dict[str, Consumer] = {}
_retries: dict[str, Handler] = {}
_listeners: list[threading.Event] = []


def listen() -> threading.Event:
    """An event that is set whenever this process commits something to do; the worker's threads wait on one each."""
    listener = threading.Event()
    _listeners.append(listener)
    return listener


def wake() -> None:
    for listener in _listeners:
        listener.set()


def subscribe(*kinds: str, consumer: str, batch: int = 200, reads_first: bool = False) -> Callable[[Handler], Handler]:
    """Registers a handler of a room's handlers.py under a name that is kept for ever (its cursor is stored by it).

    With `reads_first` the handler is called outside the transaction: it reads and computes, and returns a function
    that only writes. On SQLite nobody else can store an answer while a transaction is open.
    """

    def register(handle: Handler) -> Handler:
        if consumer in _consumers and _consumers[consumer].handle.__module__ != handle.__module__:
            raise ValueError(f"consumer {consumer} is registered twice")
        _consumers[consumer] = Consumer(consumer, frozenset(kinds), handle, batch, reads_first)
        return handle

    return register


def retried_by(consumer: str) -> Callable[[Handler], Handler]:
    """Registers how an event is tried again for a consumer that keeps its own cursor (the projector keeps it elsewhere)."""

    def register(handle: Handler) -> Handler:
        _retries[consumer] = handle
        return handle

    return register


def handler_of(consumer: str) -> Handler | None:
    """How a set-aside event of this consumer is tried again; None when nobody here can."""
    found = _consumers.get(consumer)
    return found.handle if found else _retries.get(consumer)


def set_aside(consumer: str, event_id: int, error: str, *, next_try_at: datetime) -> None:
    """Puts an event apart for one consumer, so that it holds back nobody. Doing so twice changes nothing."""
    SetAsideEvent.objects.get_or_create(
        subscription=consumer, event_id=event_id, defaults={"error": error, "next_try_at": next_try_at}
    )


def consumers() -> Sequence[Consumer]:
    return tuple(_consumers.values())


def publish(kind: str, subject_id: int, payload: Mapping[str, Any] | None = None) -> None:
    """Writes one event in the caller's transaction; nothing is heard of it when that rolls back."""
    publish_many(kind, [(subject_id, payload or {})])


def publish_many(kind: str, subjects: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """The same for many subjects at once, in order."""
    with transaction.atomic(savepoint=False):
        txid, at = _current_transaction(), timezone.now()
        insert_many(
            Event,
            ("kind", "subject_id", "payload", "txid", "at"),
            [(kind, subject, dict(payload), txid, at) for subject, payload in subjects],
        )
    transaction.on_commit(wake)


def _current_transaction() -> int:
    """The number by which PostgreSQL knows this transaction; 0 on SQLite, where writers queue."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        row: tuple[int] = cursor.fetchone()
    return row[0]
