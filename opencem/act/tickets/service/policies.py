"""Service policies: the built-in ones, and changing one for the tickets that are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.act.tickets.calendars import ALWAYS, calendar_of
from opencem.act.tickets.models import EntryKind, Priority, SlaPolicy, Ticket, TicketState
from opencem.act.tickets.service.changing import Entry, change
from opencem.engines.sla import Policy
from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.models import Account
from opencem.platform.audit.service import record

_OFFICE = {str(day): [["09:00", "12:00"], ["13:30", "18:00"]] for day in range(1, 6)}
_DAILY = {str(day): [["09:00", "21:00"]] for day in range(1, 8)}
BUILT_IN: Mapping[Priority, Mapping[str, Any]] = {
    Priority.URGENT: {
        "name": "紧急 · 全天候",
        "first_response_minutes": 30,
        "resolution_minutes": 240,
        "escalation_minutes": [0, 60],
        "calendar": ALWAYS,
    },
    Priority.HIGH: {
        "name": "重要 · 每天 9–21 点",
        "first_response_minutes": 60,
        "resolution_minutes": 480,
        "escalation_minutes": [0, 120],
        "calendar": {"weekly": _DAILY, "holidays": ""},
    },
    Priority.NORMAL: {
        "name": "普通 · 法定工作日",
        "first_response_minutes": 240,
        "resolution_minutes": 900,
        "escalation_minutes": [0, 240],
        "calendar": {"weekly": _OFFICE, "holidays": "CN"},
    },
}


def sync_policies() -> None:
    """Makes the built-in policy of each priority where there is none; what was changed stays."""
    for priority, fields in BUILT_IN.items():
        SlaPolicy.objects.get_or_create(priority=priority, defaults=dict(fields))


def change_policy(*, policy_id: int, by: Account, version: int, **fields: Any) -> SlaPolicy:
    """Changes a policy; the caller has its open tickets recomputed. Problem `conflict` when `version` is stale."""
    with transaction.atomic():
        policy = SlaPolicy.objects.select_for_update().filter(pk=policy_id).first()
        if policy is None:
            raise not_found()
        if policy.version != version:
            raise Problem("conflict", 409)
        before = _content(policy, fields)
        for name, value in {**fields, "version": version + 1}.items():
            setattr(policy, name, value)
        _check(policy)
        policy.save()
        record(
            "sla_policy.changed", account=by, object_kind="sla_policy", object_id=policy.pk, before=before, after=fields
        )
    return policy


def _content(policy: SlaPolicy, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in names}


def _check(policy: SlaPolicy) -> None:
    calendar = calendar_of(policy.calendar, "Asia/Shanghai")
    try:
        Policy(policy.first_response_minutes, policy.resolution_minutes, tuple(policy.escalation_minutes), calendar)
    except ValueError as error:
        raise Problem("invalid", 422, field="minutes") from error


def recompute_open(policy_id: int, now: datetime) -> int:
    """Puts the policy's open tickets under what it says now, each with a trace. Returns how many changed."""
    open_tickets = Ticket.rows.exclude(state=TicketState.CLOSED).filter(policy_id=policy_id)
    return sum(_recompute(pk, now) for pk in list(open_tickets.order_by("pk").values_list("pk", flat=True)))


def _recompute(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        ticket: Ticket = Ticket.rows.select_for_update(of=("self",)).select_related("policy").get(pk=pk)
        version = ticket.policy.version
        seen = ticket.entries.filter(kind=EntryKind.POLICY, data__policy=ticket.policy_id, data__version=version)
        if ticket.state == TicketState.CLOSED or seen.exists():
            return False
        data = {"policy": ticket.policy_id, "version": version, "name": ticket.policy.name}
        change(ticket, [Entry(EntryKind.POLICY, data=data)], event="ticket.changed", now=now)
    return True
