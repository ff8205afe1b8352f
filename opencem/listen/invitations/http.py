"""Batches, triggers, contact rules, invitations and their funnel over HTTP."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem
from opencem.listen.invitations import explaining, jobs, listed, queries, rules, service
from opencem.listen.invitations.asking import AskingWish
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.models import Batch, Trigger
from opencem.listen.invitations.schemas import (
    AskingIn,
    BatchIn,
    BatchOut,
    BatchPage,
    BatchPatch,
    ContactRulesIn,
    ContactRulesOut,
    DoNotAskIn,
    EmptyIn,
    ExplainedOut,
    FunnelPage,
    InvitationPage,
    StartIn,
    TouchIn,
    TouchOut,
    TriggerIn,
    TriggerOut,
    TriggerPatch,
)
from opencem.listen.invitations.shapes import (
    batch_shape,
    explained_shape,
    funnel_shape,
    invitation_shape,
    rules_shape,
    trigger_shape,
)
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.audit.service import record
from opencem.platform.jobs.service import enqueue
from opencem.platform.organization import queries as organization

router = Router(tags=["invitations"])


@router.get("/invitation-batches", response=BatchPage)
@scoped("invitation.read")
def list_batches(request: ScopedRequest, unit: str | None = None, cursor: str | None = None, limit: int = 50) -> Any:
    page = queries.list_batches(organization.narrow(request.scope, unit), cursor=cursor, limit=clamp(limit))
    funnels = queries.funnels_of_batches(request.scope, page.items)
    items = [batch_shape(batch, funnels.get(batch.pk), [], _language(request)) for batch in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@router.post("/invitation-batches", response={201: BatchOut})
@scoped("invitation.send")
def draft_batch(request: ScopedRequest, body: BatchIn) -> Any:
    batch = service.draft_batch(
        scope=request.scope, by=request.account, wish=_wish(body), people=_filter(body) or {},
        per_minute=body.per_minute, now=now(),
    )  # fmt: skip
    return 201, _batch(request, batch)


@router.get("/invitation-batches/{batch_id}", response=BatchOut)
@scoped("invitation.read")
def get_batch(request: ScopedRequest, batch_id: str) -> Any:
    return _batch(request, queries.get_batch(request.scope, batch_id))


@router.put("/invitation-batches/{batch_id}", response=BatchOut)
@scoped("invitation.send")
def change_batch(request: ScopedRequest, batch_id: str, body: BatchPatch) -> Any:
    """Changes a draft; without `people` it goes on choosing whom it chose."""
    batch = service.change_batch(
        scope=request.scope, by=request.account, public_id=batch_id, version=body.version, wish=_wish(body),
        people=_filter(body), per_minute=body.per_minute,
    )  # fmt: skip
    return _batch(request, batch)


@router.post("/invitation-batches/{batch_id}/file", response=BatchOut)
@scoped("invitation.send")
def take_file(request: ScopedRequest, batch_id: str, file: File[UploadedFile]) -> Any:
    """Has a draft choose the people a CSV or XLSX names by phone, e-mail or member id. Poll until it is a draft again."""
    limit = listed.LIMITS.file_bytes
    if (file.size or 0) > limit:
        raise Problem("file_too_large", 413, field="file", params={"limit": limit >> 20})
    batch = service.take_file(
        scope=request.scope, by=request.account, public_id=batch_id, name=file.name or "", chunks=file.chunks()
    )
    enqueue(jobs.read_file, dedup_key=f"invitation-file:{batch.pk}", batch_id=batch.pk)
    return _batch(request, batch)


@router.post("/invitation-batches/{batch_id}/preview", response=BatchOut)
@scoped("invitation.send")
def preview_batch(request: ScopedRequest, batch_id: str, body: EmptyIn) -> Any:
    """Counts in the background what each rule would leave. Poll until `preview` is there."""
    with transaction.atomic():
        batch = service.ask_preview(scope=request.scope, public_id=batch_id)
        enqueue(jobs.preview, dedup_key=f"invitation-preview:{batch.pk}", batch_id=batch.pk)
    return _batch(request, batch)


@router.post("/invitation-batches/{batch_id}/start", response=BatchOut)
@scoped("invitation.send")
def start_batch(request: ScopedRequest, batch_id: str, body: StartIn) -> Any:
    with transaction.atomic():
        batch = service.start_batch(
            scope=request.scope, by=request.account, public_id=batch_id, version=body.version,
            starts_at=body.starts_at, now=now(),
        )  # fmt: skip
        enqueue(jobs.plan, dedup_key=f"invitation-plan:{batch.pk}", run_at=batch.starts_at, batch_id=batch.pk)
    return _batch(request, batch)


@router.post("/invitation-batches/{batch_id}/pause", response=BatchOut)
@scoped("invitation.send")
def pause_batch(request: ScopedRequest, batch_id: str, body: EmptyIn) -> Any:
    return _batch(request, service.pause_batch(scope=request.scope, by=request.account, public_id=batch_id))


@router.post("/invitation-batches/{batch_id}/resume", response=BatchOut)
@scoped("invitation.send")
def resume_batch(request: ScopedRequest, batch_id: str, body: EmptyIn) -> Any:
    return _batch(request, service.resume_batch(scope=request.scope, by=request.account, public_id=batch_id))


@router.post("/invitation-batches/{batch_id}/cancel", response=BatchOut)
@scoped("invitation.send")
def cancel_batch(request: ScopedRequest, batch_id: str, body: EmptyIn) -> Any:
    """What has been sent stays sent; what has not is withdrawn in the background."""
    with transaction.atomic():
        batch = service.cancel_batch(scope=request.scope, by=request.account, public_id=batch_id)
        enqueue(jobs.withdraw, dedup_key=f"invitation-withdraw:{batch.pk}", batch_id=batch.pk)
    return _batch(request, batch)


@router.get("/triggers", response=list[TriggerOut])
@scoped("invitation.read")
def list_triggers(request: ScopedRequest) -> Any:
    found = queries.list_triggers(request.scope)
    funnels = queries.funnels_of_triggers(request.scope, found)
    return [trigger_shape(trigger, funnels.get(trigger.pk)) for trigger in found]


@router.post("/triggers", response={201: TriggerOut})
@scoped("invitation.send")
def make_trigger(request: ScopedRequest, body: TriggerIn) -> Any:
    trigger = service.make_trigger(scope=request.scope, by=request.account, wish=_trigger_wish(body), now=now())
    return 201, _trigger(request, trigger)


@router.get("/triggers/{trigger_id}", response=TriggerOut)
@scoped("invitation.read")
def get_trigger(request: ScopedRequest, trigger_id: str) -> Any:
    return _trigger(request, queries.get_trigger(request.scope, trigger_id))


@router.put("/triggers/{trigger_id}", response=TriggerOut)
@scoped("invitation.send")
def change_trigger(request: ScopedRequest, trigger_id: str, body: TriggerPatch) -> Any:
    trigger = service.change_trigger(
        scope=request.scope, by=request.account, public_id=trigger_id, version=body.version, wish=_trigger_wish(body)
    )
    return _trigger(request, trigger)


@router.post("/triggers/{trigger_id}/simulate", response=TriggerOut)
@scoped("invitation.send")
def simulate_trigger(request: ScopedRequest, trigger_id: str, body: EmptyIn) -> Any:
    """Works out in the background what it would have asked of last month's events. Poll until `simulation` is there."""
    with transaction.atomic():
        trigger = service.ask_simulation(scope=request.scope, public_id=trigger_id)
        enqueue(jobs.simulate, dedup_key=f"trigger-simulate:{trigger.pk}", trigger_id=trigger.pk)
    return _trigger(request, trigger)


@router.get("/contact-rules", response=ContactRulesOut)
@scoped("invitation.read")
def get_rules(request: ScopedRequest) -> Any:
    return rules_shape(rules.in_force())


@router.put("/contact-rules", response=ContactRulesOut)
@scoped("rules.write")
def change_rules(request: ScopedRequest, body: ContactRulesIn) -> Any:
    """Puts new rules in force for everything sent from now on. They hold for the whole company."""
    if not request.scope.everything:
        raise Problem("forbidden", 403)
    content = body.dict(exclude={"version"})
    return rules_shape(service.change_rules(by=request.account, version=body.version, content=content, now=now()))


@router.get("/invitations", response=InvitationPage)
@scoped("invitation.read")
def list_invitations(
    request: ScopedRequest,
    unit: str | None = None,
    batch: str = "",
    trigger: str = "",
    state: str = "",
    reason: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Any:
    asked = queries.Asked(batch=_key(batch), trigger=_key(trigger), state=_key(state), reason=_key(reason))
    scope = organization.narrow(request.scope, unit)
    page = queries.list_invitations(scope, asked, cursor=cursor, limit=clamp(limit))
    items = [invitation_shape(invitation, request.scope) for invitation in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@router.get("/invitations/funnel", response=FunnelPage)
@scoped("invitation.read")
def funnel(
    request: ScopedRequest,
    by: Literal["batch", "trigger", "unit", "channel", "touchpoint"] = "batch",
    unit: str | None = None,
    batch: str = "",
    trigger: str = "",
    survey: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Any:
    """Sent, delivered, opened, started, completed by group, and why the others were not asked. `until` is included."""
    asked = queries.Asked(
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        batch=_key(batch), trigger=_key(trigger), survey=_key(survey),
    )  # fmt: skip
    scope = organization.narrow(request.scope, unit)
    return {
        "total": funnel_shape(queries.funnel(scope, asked)),
        "items": [
            {"key": row.key, "label": row.label, "funnel": funnel_shape(row.funnel)}
            for row in queries.funnels(scope, asked, by)
        ],
        "reasons": [
            {"state": state, "reason": reason, "number": number}
            for state, reason, number in queries.reasons(scope, asked)
        ],
    }


@router.get("/customers/{customer_id}/invitations", response=ExplainedOut)
@scoped("customer.read")
def explain_customer(request: ScopedRequest, customer_id: str, survey: str = "") -> Any:
    """Why this person was asked or not, by which rule, and when they may be asked next."""
    customer = explaining.customer_of(request.scope, customer_id)
    return explained_shape(explaining.explain(request.scope, customer, _key(survey), now()), request.scope)


@router.post("/customers/{customer_id}/do-not-ask", response=ExplainedOut)
@scoped("ticket.work")
def do_not_ask(request: ScopedRequest, customer_id: str, body: DoNotAskIn) -> Any:
    """Notes on a person's word that they are not to be asked any more, or (`ask`) that they may be again."""
    customer = explaining.customer_of(request.scope, customer_id)
    at = now()
    with transaction.atomic():
        if body.ask:
            service.ask_again(customer.pk, at)
        else:
            service.do_not_ask(customer.pk, at, channel=_channel(body.channel), source="agent")
        record(
            "customer.may_be_asked" if body.ask else "customer.not_to_be_asked",
            account=request.account, object_kind="customer", object_id=customer.public_id,
        )  # fmt: skip
    return explained_shape(explaining.explain(request.scope, customer, "", at), request.scope)


@router.post("/touch-events", response={201: TouchOut, 200: TouchOut})
@scoped("invitation.send")
def record_touch(request: ScopedRequest, body: TouchIn) -> Any:
    """Tells of an event at a touchpoint: a refund, a delivery, a visit, a closed hotline case. Triggers may ask for it."""
    facts = {
        "channel": body.channel, "amount": body.amount, "products": body.products, "order": body.order,
    }  # fmt: skip
    touch = service.NewTouch(
        kind=body.kind, external_id=body.external_id, unit=body.unit,
        identities={kind: value for kind, value in body.customer.dict().items() if value},
        occurred_at=body.occurred_at, facts={name: value for name, value in facts.items() if value},
    )  # fmt: skip
    created = service.record_touch(scope=request.scope, touch=touch, now=now())
    return (201 if created else 200), {"created": created}


def _wish(body: AskingIn) -> AskingWish:
    return AskingWish(
        name=body.name, survey=body.survey, unit=body.unit, channels=body.channels, touchpoint=body.touchpoint,
        message={language: texts.dict() for language, texts in body.message.items()}, templates=body.templates,
        share=body.share, expires_hours=body.expires_hours, reminder_hours=body.reminder_hours,
    )  # fmt: skip


def _trigger_wish(body: TriggerIn) -> service.TriggerWish:
    return service.TriggerWish(_wish(body), body.event, body.condition, body.delay_minutes, body.active)


def _filter(body: BatchIn) -> dict[str, Any] | None:
    if body.people is None:
        return None
    given: dict[str, Any] = body.people.model_dump(mode="json", exclude_defaults=True)
    return given


def _batch(request: ScopedRequest, batch: Batch) -> dict[str, Any]:
    funnels = queries.funnels_of_batches(request.scope, [batch])
    return batch_shape(batch, funnels.get(batch.pk), list(queries.rejects_of(batch)), _language(request))


def _trigger(request: ScopedRequest, trigger: Trigger) -> dict[str, Any]:
    return trigger_shape(trigger, queries.funnels_of_triggers(request.scope, [trigger]).get(trigger.pk))


def _channel(text: str) -> str:
    if text and text not in CHANNELS:
        raise Problem("channel_unknown", 422, field="channel", params={"value": text})
    return text


def _key(text: str) -> str:
    """A filter's value; PostgreSQL takes no NUL."""
    return text.replace("\x00", "")[:80]


def _midnight(day: date) -> datetime:
    """The first instant of a day; days before any invitation are all one, and the first of them have none in UTC."""
    return datetime.combine(max(day, date(1970, 1, 2)), time(), ZoneInfo(settings.TIME_ZONE))


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "zh-hans"))
