"""A response becomes a Feedback with its doubts, in one go."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.listen.feedback import authenticity, intake, joining
from opencem.listen.feedback.service import raise_flags, record_many
from opencem.listen.responses.queries import with_answers
from opencem.platform.events.service import EventView, subscribe


@subscribe("response.submitted", consumer="feedback", batch=100)
def on_response_submitted(events: Sequence[EventView]) -> None:
    at = now()
    responses = [r for r in with_answers([event.subject_id for event in events]) if not r.is_test]
    refused = intake.link_people(responses)
    rows = [intake.feedback_of(response, refused) for response in responses]
    result = record_many(rows, now=at, update=False)
    raise_flags(authenticity.flags_for(responses, result.created_ids), at)


@subscribe("order.recorded", consumer="feedback_orders", batch=500)
def on_order_recorded(events: Sequence[EventView]) -> None:
    joining.join_orders([event.subject_id for event in events])
