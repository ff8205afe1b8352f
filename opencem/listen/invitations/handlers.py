"""Events that ask somebody, and those that say somebody has answered or complained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from opencem.kit.clock import now
from opencem.listen.invitations import jobs, service, touches
from opencem.listen.responses.models import Response, ResponseOutcome
from opencem.platform.accounts.service import system_scope
from opencem.platform.events.service import EventView, subscribe


@subscribe("order.recorded", "customer.recorded", "ticket.closed", "touch.recorded", consumer="triggers", batch=500)
def on_event(events: Sequence[EventView]) -> None:
    by_kind: dict[str, list[EventView]] = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    if sum(_hear(kind, some) for kind, some in by_kind.items()):
        jobs.send_soon()


def _hear(kind: str, events: Sequence[EventView]) -> int:
    at = now()
    if kind == "touch.recorded":
        told = touches.told([event.subject_id for event in events])
        return sum(service.hear(each, found, at) for each, found in told.items())
    return service.hear(kind, _touches(kind, events), at) if service.is_heard(kind) else 0


def _touches(kind: str, events: Sequence[EventView]) -> list[touches.Touch]:
    if kind == touches.ORDER:
        return touches.orders([event.subject_id for event in events])
    if kind == touches.CUSTOMER:
        return touches.customers([event.subject_id for event in events])
    return touches.tickets([(event.subject_id, event.payload, event.at) for event in events])


@subscribe("ticket.opened", consumer="complaints", batch=200)
def on_ticket_opened(events: Sequence[EventView]) -> None:
    service.note_complaints({event.payload["customer"]: event.at for event in events if event.payload.get("customer")})


@subscribe(
    "response.submitted", "response.screened_out", "response.over_quota", consumer="invitation_answers", batch=200
)
def on_response(events: Sequence[EventView]) -> None:
    """An answer by a personal link completes its invitation; one that was turned away ends it as what it was."""
    at, responses = now(), Response.objects.visible_to(system_scope("invitations"))
    by_link = responses.filter(pk__in=[event.subject_id for event in events], is_test=False).exclude(invitation="")
    for response_id, token, outcome in by_link.order_by("pk").values_list("pk", "invitation", "outcome"):
        if outcome == ResponseOutcome.COMPLETED:
            service.completed(token, response_id, at)
        else:
            service.mark(token, outcome, at)
