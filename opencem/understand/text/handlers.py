"""New and changed feedback is read at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from opencem.kit.clock import now
from opencem.platform.events.service import EventView, Write, subscribe
from opencem.understand.text.service import keep_readings, read_texts


@subscribe("feedback.created", "feedback.changed", consumer="text", batch=500, reads_first=True)
def on_feedback(events: Sequence[EventView]) -> Write:
    return partial(keep_readings, read_texts({event.subject_id for event in events}), now=now())
