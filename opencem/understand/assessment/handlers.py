from __future__ import annotations

from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.platform.events.service import EventView, subscribe

from .due import mark_due
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
)
def on_inputs_moved(events: Sequence[EventView]) -> None:
    if mark_due(events):
        recompute_soon(now())
