"""A response becomes a Feedback with its doubts, in one go."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.listen.feedback import authenticity, intake, joining
from opencem.listen.feedback.service import record_with_doubts
from opencem.listen.responses import queries as responses
from opencem.platform.events.service import EventView, Write, subscribe


@subscribe("response.submitted", consumer="feedback", batch=200, reads_first=True)
def on_response_submitted(events: Sequence[EventView]) -> Write:
    at = now()
    submitted = [r for r in responses.with_answers([event.subject_id for event in events]) if not r.is_test]
    refused = intake.link_people(submitted)
    rows = [intake.feedback_of(response, refused) for response in submitted]
    doubts = authenticity.doubts_about(submitted)

    def write() -> None:
        responses.link([one for one in submitted if one.order_id or one.customer_id])
        record_with_doubts(rows, doubts, now=at)

    return write


@subscribe("order.recorded", consumer="feedback_orders", batch=500)
def on_order_recorded(events: Sequence[EventView]) -> None:
    joining.join_orders([event.subject_id for event in events])
