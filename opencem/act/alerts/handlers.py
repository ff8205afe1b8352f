from __future__ import annotations

from collections.abc import Sequence

from opencem.act.alerts import service
from opencem.kit.clock import now
from opencem.platform.events.service import EventView, subscribe


@subscribe(
    "feedback.created", "feedback.changed", "feedback.flagged", "feedback.analysed", consumer="alerts", batch=500
)
def on_feedback(events: Sequence[EventView]) -> None:
    service.evaluate({event.subject_id for event in events}, now())
