"""The door of journeys: a journey is written as a whole, so that a drag is one change and two editors cannot mix."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError

from opencem.kit.problems import FieldError, Problem, not_found
from opencem.listen.journeys.drafts import JourneyDraft, StageDraft, TouchpointDraft
from opencem.listen.journeys.models import Journey, Stage, Touchpoint
from opencem.platform.audit.service import record
from opencem.platform.scope.value import Scope

DEFAULT_JOURNEY = "customer"
_DEFAULT = JourneyDraft(
    "顾客旅程",
    "Customer journey",
    (
        StageDraft("discover", "了解", "Discover"),
        StageDraft(
            "purchase",
            "购买",
            "Buy",
            (
                TouchpointDraft("store_checkout", "到店结账", "Checkout in store", ("store",)),
                TouchpointDraft("app_order", "App 下单", "Order in the app", ("app",)),
            ),
        ),
        StageDraft(
            "receive",
            "收货",
            "Receive",
            (
                TouchpointDraft("delivery_arrival", "外卖送达", "Delivery arrives", ("delivery", "meituan")),
                TouchpointDraft("parcel_arrival", "快递签收", "Parcel arrives", ("tmall", "jd")),
            ),
        ),
        StageDraft("support", "售后", "Support", (TouchpointDraft("hotline", "客服热线", "Hotline", ("hotline",)),)),
        StageDraft("share", "分享", "Share", (TouchpointDraft("review", "平台评价", "Marketplace review"),)),
    ),
)
"""What a company starts with. Imported reviews stand at `review`, hotline calls at `hotline`."""


def ensure_default_journey() -> None:
    """Where there is no journey yet, the one a company starts with."""
    if not Journey.objects.exists():
        _create(DEFAULT_JOURNEY, _DEFAULT)


def create_journey(*, code: str, draft: JourneyDraft, scope: Scope, account: object) -> Journey:
    """A further journey, last in order. Raises Problem `journey_code_taken`, or what `change_journey` raises."""
    _need_whole_company(scope)
    draft.check()
    if Journey.objects.filter(code=code).exists():
        raise Problem("journey_code_taken", 409, field="code", params={"code": code})
    journey = _create(code, draft)
    record("journey.created", account=account, object_kind="journey", object_id=code, after=told(journey))
    return journey


@transaction.atomic
def change_journey(*, code: str, version: int, draft: JourneyDraft, scope: Scope, account: object) -> Journey:
    """The journey becomes what the draft says; touchpoints it leaves out are deleted.

    Raises Problem: `not_found`; `conflict` when `version` is not the present one; `invalid` with its places;
    `touchpoint_in_use` for one that a survey or collector still names. What was said there stays, under its code.
    """
    _need_whole_company(scope)
    draft.check()
    journey = find(code)
    before = told(journey)
    if not Journey.objects.filter(pk=journey.pk, version=version).update(version=F("version") + 1):
        raise Problem("conflict", 409)
    journey = find(code)
    _write(journey, draft)
    record(
        "journey.changed", account=account, object_kind="journey", object_id=code, before=before, after=told(journey)
    )
    return journey


@transaction.atomic
def delete_journey(*, code: str, scope: Scope, account: object) -> None:
    """Removes a journey without touchpoints. Raises Problem `journey_not_empty`."""
    _need_whole_company(scope)
    journey = find(code)
    if Touchpoint.objects.filter(stage__journey=journey).exists():
        raise Problem("journey_not_empty", 409)
    record("journey.deleted", account=account, object_kind="journey", object_id=code, before=told(journey))
    journey.delete()


def find(code: str) -> Journey:
    """Raises Problem `not_found`."""
    journey = Journey.objects.filter(code=code.replace("\x00", "")).first()
    if journey is None:
        raise not_found()
    return journey


def told(journey: Journey) -> dict[str, Any]:
    """The journey in short, for the audit trail: its names and which touchpoints stand in which stage."""
    stages = Stage.objects.filter(journey=journey).order_by("position").prefetch_related("touchpoints")
    placed = {
        stage.code: [point.code for point in sorted(stage.touchpoints.all(), key=lambda point: point.position)]
        for stage in stages
    }
    return {"name_zh": journey.name_zh, "name_en": journey.name_en, "stages": placed}


def _need_whole_company(scope: Scope) -> None:
    if not scope.everything:
        raise Problem("journey_headquarters", 403)


@transaction.atomic
def _create(code: str, draft: JourneyDraft) -> Journey:
    last = Journey.objects.aggregate(last=Max("position"))["last"] or 0
    journey = Journey.objects.create(code=code, name_zh=draft.name_zh, name_en=draft.name_en, position=last + 10)
    _write(journey, draft)
    return journey


def _write(journey: Journey, draft: JourneyDraft) -> None:
    _refuse_foreign(journey, draft)
    journey.name_zh, journey.name_en = draft.name_zh, draft.name_en
    journey.save(update_fields=["name_zh", "name_en"])
    for at, stage in enumerate(draft.stages):
        names = {"name_zh": stage.name_zh, "name_en": stage.name_en, "position": at}
        row, _ = Stage.objects.update_or_create(journey=journey, code=stage.code, defaults=names)
        for place, touchpoint in enumerate(stage.touchpoints):
            _place(touchpoint, row, place)
    _drop_touchpoints(journey, {touchpoint.code for _, touchpoint in draft.places()})
    journey.stages.exclude(code__in=[stage.code for stage in draft.stages]).delete()


def _place(touchpoint: TouchpointDraft, stage: Stage, position: int) -> None:
    Touchpoint.objects.update_or_create(
        code=touchpoint.code,
        defaults={
            "name_zh": touchpoint.name_zh,
            "name_en": touchpoint.name_en,
            "stage": stage,
            "position": position,
            "channels": list(touchpoint.channels),
        },
    )


def _refuse_foreign(journey: Journey, draft: JourneyDraft) -> None:
    """A touchpoint stands in one journey, a channel is filed at one touchpoint."""
    elsewhere = Touchpoint.objects.exclude(stage__journey=journey).select_related("stage__journey")
    names = {point.code: point.stage.journey.name_zh for point in elsewhere}
    taken = {channel for point in elsewhere for channel in point.channels}
    errors = [
        FieldError(f"{path}.code", "touchpoint_elsewhere", {"code": point.code, "journey": names[point.code]})
        for path, point in draft.places()
        if point.code in names
    ]
    errors += [
        FieldError(f"{path}.channels", "channel_repeated", {"channel": channel})
        for path, point in draft.places()
        for channel in point.channels
        if channel in taken
    ]
    if errors:
        raise Problem("invalid", 422, errors=errors)


def _drop_touchpoints(journey: Journey, kept: set[str]) -> None:
    for touchpoint in Touchpoint.objects.filter(stage__journey=journey).exclude(code__in=kept):
        try:
            touchpoint.delete()
        except ProtectedError as error:
            raise Problem("touchpoint_in_use", 409, params={"name": touchpoint.name_zh}) from error
