"""The machine room over HTTP: health, events set aside, the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from opencem.kit.clock import now
from opencem.kit.paging import clamp, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.audit.service import record
from opencem.platform.events import dispatcher
from opencem.platform.events.models import SetAsideEvent
from opencem.report.system import queries
from opencem.understand.metrics import service as metrics

router = Router(tags=["system"])


class ConsumerOut(Schema):
    name: str
    behind: int
    lag_s: float
    set_aside: int


class HealthOut(Schema):
    consumers: list[ConsumerOut]
    analytics_as_of: datetime | None
    last_event_at: datetime | None


class SetAsideOut(Schema):
    id: int
    consumer: str
    kind: str
    subject_id: int
    attempts: int
    state: str
    error: str
    created_at: datetime
    next_try_at: datetime | None


class AuditOut(Schema):
    id: int
    at: datetime
    account_name: str
    action: str
    object_kind: str
    object_id: str
    before: Any
    after: Any
    reason: str


class AuditPage(Schema):
    items: list[AuditOut]
    next_cursor: str | None


@router.get("/system/health", response=HealthOut)
@scoped("system.read")
def health(request: ScopedRequest) -> dict[str, Any]:
    at = now()
    projecting = queries.projector_state(at)
    return {
        "consumers": [*queries.consumer_states(at), *([projecting] if projecting else [])],
        "analytics_as_of": metrics.as_of() if projecting else None,
        "last_event_at": queries.last_event_at(),
    }


def _shape(aside: SetAsideEvent) -> dict[str, Any]:
    return {
        "id": aside.pk,
        "consumer": aside.subscription,
        "kind": aside.event.kind,
        "subject_id": aside.event.subject_id,
        "attempts": aside.attempts,
        "state": aside.state,
        "error": aside.error.strip().rsplit("\n", 1)[-1],
        "created_at": aside.created_at,
        "next_try_at": aside.next_try_at,
    }


@router.get("/system/set-aside", response=list[SetAsideOut])
@scoped("system.read")
def list_set_aside(request: ScopedRequest) -> list[dict[str, Any]]:
    return [_shape(aside) for aside in queries.set_aside()]


@router.post("/system/set-aside/{aside_id}/replay", response=SetAsideOut)
@scoped("system.write")
def replay(request: ScopedRequest, aside_id: int) -> dict[str, Any]:
    aside = SetAsideEvent.objects.select_related("event").filter(pk=aside_id).first()
    if aside is None:
        raise not_found()
    dispatcher.retry(aside, now())
    record("event.replayed", account=request.account, object_kind="set_aside", object_id=aside_id, after=aside.state)
    return _shape(aside)


@router.get("/audit", response=AuditPage)
@scoped("audit.read")
def audit(request: ScopedRequest, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    position = decode_cursor(cursor, int)
    size = clamp(limit)
    page = page_of(queries.audit_entries(position[0] if position else None, size), size, lambda entry: [entry.pk])
    return {"items": list(page.items), "next_cursor": page.next_cursor}
