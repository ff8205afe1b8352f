"""How the machine room is: who lags, what was set aside, where the analytics stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opencem.kit.clock import now as clock_now
from opencem.platform.audit.models import AuditEntry
from opencem.platform.events import log
from opencem.platform.events.models import Event, SetAsideEvent, Subscription
from opencem.platform.events.service import consumers
from opencem.understand.metrics import projector
from opencem.understand.metrics import service as metrics
from opencem.understand.metrics.ports import StoreLocked


@dataclass(frozen=True, slots=True)
class ConsumerState:
    """How far a consumer is behind: events waiting, and the age of the oldest in seconds."""

    name: str
    behind: int
    lag_s: float
    set_aside: int


def consumer_states(now: datetime) -> list[ConsumerState]:
    """Everything that keeps its place in the records."""
    cursors = {row.name: row for row in Subscription.objects.all()}
    return [_state(each.name, each.kinds, _place(cursors.get(each.name)), now) for each in consumers()]


def projector_state(now: datetime) -> ConsumerState | None:
    """The projector, which keeps its place in the analytics store; None while another process owns the store."""
    try:
        position = metrics.position()
    except StoreLocked:
        return None
    return _state(projector.CONSUMER, None, log.Position(position.txid, position.event_id), now)


def _place(cursor: Subscription | None) -> log.Position:
    return log.Position(cursor.txid, cursor.event_id) if cursor else log.Position()


def _state(name: str, kinds: frozenset[str] | None, position: log.Position, now: datetime) -> ConsumerState:
    aside = SetAsideEvent.objects.filter(subscription=name).exclude(state="replayed").count()
    waiting = log.after(position, kinds, 1)
    if not waiting:
        return ConsumerState(name, 0, 0.0, aside)
    return ConsumerState(name, log.behind(position, kinds), (now - waiting[0].at).total_seconds(), aside)


def worker_lag_s() -> float:
    """The age of the oldest event some consumer has not handled, in seconds."""
    return max((state.lag_s for state in consumer_states(clock_now())), default=0.0)


def set_aside(limit: int = 200) -> list[SetAsideEvent]:
    return list(SetAsideEvent.objects.select_related("event").exclude(state="replayed").order_by("-id")[:limit])


def audit_entries(before_id: int | None, limit: int) -> list[AuditEntry]:
    entries = AuditEntry.objects.order_by("-id")
    return list((entries.filter(pk__lt=before_id) if before_id else entries)[: limit + 1])


def last_event_at() -> datetime | None:
    return Event.objects.order_by("-id").values_list("at", flat=True).first()
