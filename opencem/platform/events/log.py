"""Reading the outbox in order, without missing an event that commits late."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from opencem.platform.events.models import Event
from opencem.platform.events.service import EventView


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The last event read, in the order of (txid, id)."""

    txid: int = 0
    event_id: int = 0


def after(position: Position, kinds: Collection[str] | None, limit: int) -> Sequence[EventView]:
    """At most `limit` settled events behind a position, in order; of every kind when `kinds` is None."""
    events = _settled(position).order_by("txid", "id")
    if kinds is not None:
        events = events.filter(kind__in=kinds)
    rows = events.values_list("id", "kind", "subject_id", "payload", "at", "txid")[:limit]
    return [_Read(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Read(EventView):
    txid: int = 0


def position_of(event: EventView) -> Position:
    return Position(getattr(event, "txid", 0), event.id)


def end() -> Position:
    """Where the log ends now: what a rebuilt consumer may start from."""
    last = _settled(Position()).order_by("-txid", "-id").values_list("txid", "id").first()
    return Position(*last) if last else Position()


def newest_id() -> int:
    """The highest id in the log, 0 when it is empty: a cheap sign that something may be new."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def behind(position: Position, kinds: Collection[str] | None) -> int:
    events = _settled(position)
    return (events if kinds is None else events.filter(kind__in=kinds)).count()


def _settled(position: Position) -> QuerySet[Event]:
    later = Q(txid__gt=position.txid) | Q(txid=position.txid, id__gt=position.event_id)
    events = Event.objects.filter(later)
    if connection.vendor == "postgresql":
        # Rows of a transaction newer than the oldest running one wait: an earlier row may still appear before them.
        events = events.extra(where=["txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    return events
