from __future__ import annotations

from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.platform.events.service import EventView, Write, subscribe

from .due import mark_due, marks_of
from .jobs import recompute_soon


@subscribe(
    "feedback.created",
    "feedback.changed",
    "feedback.flagged",
    "feedback.unflagged",
    "ticket.opened",
    "ticket.changed",
    "ticket.escalated",
    "ticket.closed",
    "ticket.reopened",
    "scheme.published",
    consumer="scorecards",
    batch=500,
    reads_first=True,
)
def on_inputs_moved(events: Sequence[EventView]) -> Write | None:
    marks = marks_of(events)

    def write() -> None:
        mark_due(marks)
        recompute_soon(now())

    return write if marks else None
