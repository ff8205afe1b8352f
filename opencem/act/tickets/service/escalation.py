"""Reporting upwards: each time-out tells the next level, level by level."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencem.act.tickets.clocks import clocks_of
from opencem.act.tickets.models import EntryKind, Ticket
from opencem.act.tickets.service.announcing import reporting_line, tell_escalated
from opencem.act.tickets.service.changing import Entry, change

BATCH = 200


def escalate_due(now: datetime) -> int:
    """One batch of the tickets whose time at their level is over: a range scan on `escalate_at`. Returns how many rose."""
    due = Ticket.rows.filter(escalate_at__lte=now).order_by("escalate_at", "pk").values_list("pk", flat=True)[:BATCH]
    return sum(_escalate(pk, now) for pk in list(due))


def _escalate(pk: int, now: datetime) -> bool:
    """One ticket in a transaction of its own, so that one bad ticket holds back nobody."""
    with transaction.atomic():
        ticket: Ticket = Ticket.rows.select_for_update(of=("self",)).select_related("policy", "owner").get(pk=pk)
        due = clocks_of(ticket, ticket.entries.order_by("pk"), now).escalate_due
        if due is None or due > now:
            # It was answered or closed since the scan; only the stored index may be behind.
            Ticket.rows.filter(pk=pk, version=ticket.version).update(escalate_at=due)
            return False
        _report(ticket, now)
    return True


def _report(ticket: Ticket, now: datetime) -> None:
    line = reporting_line(ticket.unit_id)
    level = ticket.level + 1
    target, managers = line[min(level, len(line)) - 1] if line else (None, [])
    data = {"level": level, "unit": target.code if target else "", "unit_name": target.name if target else ""}
    change(ticket, [Entry(EntryKind.ESCALATED, data=data)], event="ticket.escalated", now=now)
    tell_escalated(ticket, target, managers, now)
