"""The events of a ticket that its clocks depend on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What happened; everything else on a ticket (comments, transfers) leaves the clocks alone."""

    CREATED = "created"
    RESPONDED = "responded"
    WAITING = "waiting"
    """Waiting for the customer."""
    RESUMED = "resumed"
    ESCALATED = "escalated"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    """Taken out of the work without a resolution: merged, or raised by mistake."""
    REOPENED = "reopened"


@dataclass(frozen=True)
class Event:
    """One entry; ``level`` is the level reached by an ``ESCALATED``."""

    kind: EventKind
    at: datetime
    level: int = 0


class TicketOrderError(ValueError):
    """Events out of order: time runs back, or an event that the state before it does not allow."""


@dataclass(frozen=True)
class Pause:
    """A wait for the customer; ``end`` is ``None`` while it lasts."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Round:
    """A ticket from opening (or reopening) to its end."""

    opened_at: datetime
    responded_at: datetime | None = None
    ended_at: datetime | None = None
    resolved: bool = False
    level: int = 0
    level_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether there is work left."""
        return self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether the last pause still lasts."""
        return bool(self.pauses) and self.pauses[-1].end is None


def rounds(events: Iterable[Event]) -> list[Round]:
    """Fold the events, oldest first, into rounds; at least one. Raises ``TicketOrderError``."""
    found: list[Round] = []
    previous: datetime | None = None
    for event in events:
        if previous is not None and event.at < previous:
            raise TicketOrderError(f"{event.kind} at {event.at} lies before {previous}")
        previous = event.at
        if event.kind in (EventKind.CREATED, EventKind.REOPENED):
            found.append(_open(found, event))
        elif not found or not found[-1].is_open:
            raise TicketOrderError(f"{event.kind} on a ticket that is not open")
        else:
            found[-1] = _apply(found[-1], event)
    if not found:
        raise TicketOrderError("a ticket begins with its creation")
    return found


def _open(found: Sequence[Round], event: Event) -> Round:
    reopening = event.kind is EventKind.REOPENED
    if reopening != bool(found) or (found and found[-1].is_open):
        raise TicketOrderError(f"{event.kind} on a ticket that is {'open' if found else 'not there'}")
    return Round(opened_at=event.at, level_since=event.at)


def _apply(current: Round, event: Event) -> Round:
    match event.kind:
        case EventKind.RESPONDED:
            return replace(current, responded_at=current.responded_at or event.at)
        case EventKind.WAITING:
            return current if current.is_waiting else replace(current, pauses=(*current.pauses, Pause(event.at, None)))
        case EventKind.RESUMED:
            return _resume(current, event.at)
        case EventKind.ESCALATED:
            return replace(current, level=event.level, level_since=event.at)
        case _:
            return replace(_resume(current, event.at), ended_at=event.at, resolved=event.kind is EventKind.CLOSED)


def _resume(current: Round, at: datetime) -> Round:
    if not current.is_waiting:
        return current
    return replace(current, pauses=(*current.pauses[:-1], Pause(current.pauses[-1].start, at)))
