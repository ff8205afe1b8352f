"""Scoped reads: batches, triggers, invitations, the funnel, and why a person or a store was asked so little."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from opencem.engines.contact import Funnel
from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.listen.invitations import tokens
from opencem.listen.invitations.models import Batch, BatchReject, Invitation, InvitationStep, State, Trigger
from opencem.platform.scope.value import Scope

By = Literal["batch", "trigger", "unit", "channel", "touchpoint"]
MOST_GROUPS: Final = 200
REJECTS_SHOWN: Final = 100
_SAMPLED = Q(state=State.SKIPPED, reason="sampling")
_COUNTS: Final[Mapping[str, Count]] = {
    "made": Count("pk"),
    "sampled_out": Count("pk", filter=_SAMPLED),
    "suppressed": Count("pk", filter=Q(state=State.SKIPPED) & ~_SAMPLED),
    "sent": Count("sent_at"),
    "delivered": Count("delivered_at"),
    "opened": Count("opened_at"),
    "started": Count("started_at"),
    "completed": Count("completed_at"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which invitations: made within [since, until), of a batch, a trigger, a survey, a customer, in a state."""

    since: datetime | None = None
    until: datetime | None = None
    batch: str = ""
    trigger: str = ""
    survey: str = ""
    state: str = ""
    reason: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One group of a funnel. `key` is its code or id, empty for what belongs to none."""

    key: str
    label: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Invited:
    """Who a personal link was made for."""

    name: str
    order_number: str


def invited_by(token: str) -> Invited | None:
    """The person behind a personal link, for the page the link leads to; None when it is forged or gone."""
    number = tokens.read(token)
    found = Invitation.rows.filter(pk=number).values_list("customer__name", "order_number").first() if number else None
    return Invited(*found) if found else None


def customers_behind(invited_tokens: Collection[str]) -> dict[str, int]:
    """Whom the personal links of these tokens were made for; forged ones and empty ones are absent. For handlers."""
    numbers = {token: number for token in invited_tokens if (number := tokens.read(token)) is not None}
    customers = dict(Invitation.rows.filter(pk__in=set(numbers.values())).values_list("pk", "customer_id"))
    return {token: customers[number] for token, number in numbers.items() if number in customers}


def list_batches(scope: Scope, *, cursor: str | None, limit: int) -> Page[Batch]:
    return _newest(Batch.objects.visible_to(scope).select_related("survey", "unit", "touchpoint"), cursor, limit)


def get_batch(scope: Scope, public_id: str) -> Batch:
    rows = Batch.objects.visible_to(scope).select_related("survey", "unit", "touchpoint")
    found: Batch | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def rejects_of(batch: Batch) -> Sequence[BatchReject]:
    """The first rows of its file that named nobody."""
    return list(batch.rejects.order_by("row_number")[:REJECTS_SHOWN])


def list_triggers(scope: Scope) -> Sequence[Trigger]:
    rows = Trigger.objects.visible_to(scope).select_related("survey", "unit", "touchpoint")
    return list(rows.order_by("-pk")[:500])


def get_trigger(scope: Scope, public_id: str) -> Trigger:
    rows = Trigger.objects.visible_to(scope).select_related("survey", "unit", "touchpoint")
    found: Trigger | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def list_invitations(scope: Scope, asked: Asked, *, cursor: str | None, limit: int) -> Page[Invitation]:
    rows = _asked(scope, asked).select_related("survey", "unit", "batch", "trigger", "customer")
    return _newest(rows, cursor, limit)


def steps_of(scope: Scope, invitation_ids: Sequence[int]) -> dict[int, list[InvitationStep]]:
    """Every change of these invitations, in the order in which they happened."""
    found: dict[int, list[InvitationStep]] = {}
    for step in InvitationStep.objects.visible_to(scope).filter(invitation_id__in=invitation_ids).order_by("at", "pk"):
        found.setdefault(step.invitation_id, []).append(step)
    return found


def funnel(scope: Scope, asked: Asked) -> Funnel:
    """The funnel of everything asked for."""
    return _funnel(_asked(scope, asked).aggregate(**_COUNTS))


def funnels(scope: Scope, asked: Asked, by: By) -> list[FunnelRow]:
    """The funnel of each group, the largest first, at most `MOST_GROUPS`."""
    key, label = _GROUPS[by]
    rows = _asked(scope, asked).annotate(group_key=key, group_label=label).values("group_key", "group_label")
    largest = rows.annotate(size=Count("pk")).annotate(**_COUNTS).order_by("-size", "group_key")[:MOST_GROUPS]
    return [FunnelRow(row["group_key"] or "", row["group_label"] or "", _funnel(row)) for row in largest]


def reasons(scope: Scope, asked: Asked) -> list[tuple[str, str, int]]:
    """How many ended unasked or undelivered, by (state, reason), the most frequent first."""
    ended = [State.SKIPPED, State.BOUNCED, State.FAILED, State.EXPIRED, State.OPTED_OUT]
    rows = _asked(scope, asked).filter(state__in=ended).values("state", "reason").annotate(number=Count("pk"))
    return [(row["state"], row["reason"], row["number"]) for row in rows.order_by("-number", "state", "reason")[:50]]


def funnels_of_batches(scope: Scope, batches: Sequence[Batch]) -> dict[int, Funnel]:
    rows = Invitation.objects.visible_to(scope).filter(batch__in=batches).values("batch_id").annotate(**_COUNTS)
    return {row["batch_id"]: _funnel(row) for row in rows.order_by()}


def funnels_of_triggers(scope: Scope, triggers: Sequence[Trigger]) -> dict[int, Funnel]:
    rows = Invitation.objects.visible_to(scope).filter(trigger__in=triggers).values("trigger_id").annotate(**_COUNTS)
    return {row["trigger_id"]: _funnel(row) for row in rows.order_by()}


_GROUPS: Final[Mapping[By, tuple[Any, Any]]] = {
    "batch": (F("batch__public_id"), F("batch__name")),
    "trigger": (F("trigger__public_id"), F("trigger__name")),
    "unit": (F("unit__code"), F("unit__name")),
    "channel": (F("channel"), F("channel")),
    "touchpoint": (
        Coalesce("batch__touchpoint__code", "trigger__touchpoint__code"),
        Coalesce("batch__touchpoint__name_zh", "trigger__touchpoint__name_zh"),
    ),
}


def _asked(scope: Scope, asked: Asked) -> QuerySet[Invitation]:
    rows: QuerySet[Invitation] = Invitation.objects.visible_to(scope)
    wanted = Q()
    if asked.since:
        wanted &= Q(created_at__gte=asked.since)
    if asked.until:
        wanted &= Q(created_at__lt=asked.until)
    if asked.batch:
        wanted &= Q(batch__public_id=asked.batch)
    if asked.trigger:
        wanted &= Q(trigger__public_id=asked.trigger)
    if asked.survey:
        wanted &= Q(survey__key=asked.survey)
    if asked.state:
        wanted &= Q(state=asked.state)
    if asked.reason:
        wanted &= Q(reason=asked.reason)
    if asked.customer_id is not None:
        wanted &= Q(customer_id=asked.customer_id)
    return rows.filter(wanted)


def _newest(rows: Any, cursor: str | None, limit: int) -> Page[Any]:
    position = decode_cursor(cursor, int)
    if position:
        rows = rows.filter(pk__lt=position[0])
    return page_of(list(rows.order_by("-pk")[: limit + 1]), limit, lambda row: [row.pk])


def _funnel(row: Mapping[str, Any]) -> Funnel:
    return Funnel(
        created=row["made"],
        sampled_out=row["sampled_out"],
        suppressed=row["suppressed"],
        sent=row["sent"],
        delivered=row["delivered"],
        opened=row["opened"],
        started=row["started"],
        completed=row["completed"],
    )
