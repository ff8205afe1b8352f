"""Collectors: opened for every store by themselves, or made, changed and closed by hand."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from opencem.kit.ids import new_id
from opencem.kit.problems import Problem
from opencem.listen.distribution.drafts import CollectorDraft
from opencem.listen.distribution.models import Collector, CollectorKind, CollectorStatus
from opencem.listen.distribution.queries import forget_doors
from opencem.listen.journeys import queries as journeys
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Survey
from opencem.platform.audit.service import record

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # typed from paper: nothing that looks like something else
_SHORT_CODE = 7


def open_collectors(
    *,
    survey: Survey,
    unit_ids: Iterable[int],
    channel: str = "store",
    kind: str = CollectorKind.QR,
    touchpoint: Touchpoint | None = None,
) -> Sequence[Collector]:
    """A collector for each unit; one that is there already is kept with its token. Returns all of them.

    Without a touchpoint answers are filed at the one of the channel, so that none stands outside the journeys.
    """
    wanted = list(unit_ids)
    filed = touchpoint or journeys.of_channel(channel)
    Collector.rows.bulk_create(
        [
            Collector(survey=survey, unit_id=unit, kind=kind, channel=channel, touchpoint=filed, token=new_id())
            for unit in wanted
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return list(Collector.rows.filter(survey=survey, unit_id__in=wanted, kind=kind, channel=channel, name=""))


@dataclass(frozen=True, slots=True)
class Created:
    """What became of a wish: the new collectors, and how many of their like were there already."""

    collectors: Sequence[Collector]
    already: int


@transaction.atomic
def create_collectors(*, survey: Survey, unit_ids: Collection[int], draft: CollectorDraft, account: object) -> Created:
    """One collector at each unit; units that have one of this kind, channel and name keep theirs unchanged.

    Raises Problem `invalid` with its faults.
    """
    draft.check()
    like = {"survey": survey, "kind": draft.kind, "channel": draft.channel, "name": draft.name}
    there = set(Collector.rows.filter(**like, unit_id__in=unit_ids).values_list("unit_id", flat=True))
    values = _values(draft)
    missing = [unit for unit in unit_ids if unit not in there]
    Collector.rows.bulk_create(
        [Collector(**like, **values, unit_id=unit, token=new_id()) for unit in missing], batch_size=500
    )
    made = list(Collector.rows.filter(**like, unit_id__in=missing).select_related("unit", "touchpoint", "survey"))
    for collector in made:
        _note("collector.created", collector, account, after=_told(collector))
    return Created(made, len(there))


@transaction.atomic
def change_collector(*, collector: Collector, changes: dict[str, Any], account: object) -> Collector:
    """Gives a collector other terms; its survey, unit, kind and token stay. Raises Problem `invalid`, `collector_exists`."""
    before = _told(collector)
    draft = CollectorDraft(**{**_draft_of(collector), **changes})
    draft.check()
    for name, value in _values(draft).items():
        setattr(collector, name, value)
    collector.name, collector.channel = draft.name, draft.channel
    try:
        with transaction.atomic():
            collector.save(update_fields=[*_values(draft), "name", "channel"])
    except IntegrityError as error:
        raise Problem("collector_exists", 409, params={"unit": collector.unit.name}) from error
    _note("collector.changed", collector, account, before=before, after=_told(collector))
    transaction.on_commit(forget_doors)
    return collector


def close_collector(*, collector: Collector, account: object) -> Collector:
    """No answer is taken from now on; forms that are open are told so. Closing twice changes nothing."""
    return _set_status(collector, CollectorStatus.CLOSED, "collector.closed", account)


def reopen_collector(*, collector: Collector, account: object) -> Collector:
    """Takes answers again under the same token: printed codes work as before."""
    return _set_status(collector, CollectorStatus.OPEN, "collector.reopened", account)


@transaction.atomic
def _set_status(collector: Collector, status: CollectorStatus, action: str, account: object) -> Collector:
    if collector.status != status:
        collector.status = status
        collector.save(update_fields=["status"])
        _note(action, collector, account)
        transaction.on_commit(forget_doors)
    return collector


def shorten(collector: Collector) -> str:
    """The collector's short address, made when it is first asked for and the same for ever."""
    while collector.short_code is None:
        code = new_code(_SHORT_CODE)
        try:
            with transaction.atomic():
                Collector.rows.filter(pk=collector.pk, short_code=None).update(short_code=code)
        except IntegrityError:  # taken by another collector: one in thirty thousand million
            continue
        collector.refresh_from_db(fields=["short_code"])
    return f"{settings.PUBLIC_URL}/r/{collector.short_code}"


def new_code(length: int) -> str:
    """A random code, five bits a character."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def url_of(collector: Collector) -> str:
    return f"{settings.PUBLIC_URL}/s/{collector.token}"


def _values(draft: CollectorDraft) -> dict[str, Any]:
    """The columns a draft sets besides those that tell collectors of a unit apart."""
    return {
        "touchpoint": draft.filed_at(),
        "opens_at": draft.opens_at,
        "expires_at": draft.expires_at,
        "answer_limit": draft.answer_limit,
        # Many people answer on one tablet, and each code is another receipt.
        "again_after_hours": draft.again_after_hours if draft.kind not in _ANEW_EACH_TIME else 0,
        "reset_after_s": draft.reset_after_s,
        "origins": " ".join(draft.origins),
        "look": dict(draft.look),
        "proof": draft.proof,
    }


_ANEW_EACH_TIME = (CollectorKind.KIOSK, CollectorKind.RECEIPT, CollectorKind.API)


def _draft_of(collector: Collector) -> dict[str, Any]:
    draft = CollectorDraft(
        kind=collector.kind,
        name=collector.name,
        channel=collector.channel,
        touchpoint=collector.touchpoint.code if collector.touchpoint else "",
        opens_at=collector.opens_at,
        expires_at=collector.expires_at,
        answer_limit=collector.answer_limit,
        again_after_hours=collector.again_after_hours,
        reset_after_s=collector.reset_after_s,
        origins=tuple(collector.origins.split()),
        look=collector.look,
        proof=collector.proof,
    )
    return asdict(draft)


def _told(collector: Collector) -> dict[str, Any]:
    """A collector for the audit trail."""
    moments = {name: moment.isoformat() if (moment := getattr(collector, name)) else None for name in _MOMENTS}
    return {**_draft_of(collector), **moments, "origins": collector.origins, "unit": collector.unit.code}


_MOMENTS = ("opens_at", "expires_at")


def _note(action: str, collector: Collector, account: object, *, before: object = None, after: object = None) -> None:
    record(
        action, account=account, object_kind="collector", object_id=collector.pk, unit_id=collector.unit_id,
        before=before, after=after,
    )  # fmt: skip
