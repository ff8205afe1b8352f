from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from opencem.act.alerts import service
from opencem.kit.clock import now
from opencem.platform.events.service import EventView, Write, subscribe


@subscribe(
    "feedback.created", "feedback.changed", "feedback.flagged", "feedback.analysed",
    consumer="alerts", batch=500, reads_first=True,
)  # fmt: skip
def on_feedback(events: Sequence[EventView]) -> Write | None:
    at = now()
    fired = service.find({event.subject_id for event in events}, at)
    return partial(service.keep, fired, at) if fired else None
