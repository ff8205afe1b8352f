"""New and changed feedback is read at once."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.platform.events.service import EventView, subscribe
from opencem.understand.text.service import analyse_feedback


@subscribe("feedback.created", "feedback.changed", consumer="text", batch=500)
def on_feedback(events: Sequence[EventView]) -> None:
    analyse_feedback({event.subject_id for event in events}, now=now())
