"""Tickets as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from opencem.act.tickets import queries
from opencem.act.tickets.clocks import clocks_of
from opencem.act.tickets.models import EntryKind, SlaPolicy, Ticket, TicketEntry, TicketState
from opencem.act.tickets.rights import actions_of
from opencem.act.tickets.words import ROOT_CAUSES
from opencem.engines.sla import Clock
from opencem.platform.accounts.models import Account
from opencem.platform.scope.value import Scope


def ticket_row(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """One line of a list."""
    return {
        "id": ticket.number,
        "title": ticket.title,
        "state": ticket.state,
        "priority": ticket.priority,
        "unit": {"code": ticket.unit.code, "name": ticket.unit.name},
        "owner": _person(ticket.owner),
        "level": ticket.level,
        "opened_at": ticket.opened_at,
        "first_response_due_at": ticket.first_response_due_at,
        "resolution_due_at": ticket.resolution_due_at,
        "clock": _clock(ticket, now),
        "version": ticket.version,
        "feedback_id": ticket.feedback_id,
    }


def _clock(ticket: Ticket, now: datetime) -> dict[str, Any]:
    kind = "resolution" if ticket.first_response_at else "first_response"
    if ticket.state == TicketState.CLOSED:
        kept = ticket.first_response_met is not False and ticket.resolution_met is not False
        return {"kind": "resolution", "state": "met" if kept else "missed", "due_at": None, "overdue": False}
    due = ticket.next_due_at
    if due is None:
        return {"kind": kind, "state": "paused", "due_at": None, "overdue": False}
    overdue = due < now
    return {"kind": kind, "state": "missed" if overdue else "running", "due_at": due, "overdue": overdue}


def ticket_detail(scope: Scope, account: Account, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """One ticket with its timeline, its clocks, and what this account may do with it."""
    entries = queries.timeline(scope, ticket)
    clocks = clocks_of(ticket, entries, now)
    return {
        **ticket_row(ticket, now),
        **{name: getattr(ticket, name) for name in _STAMPS},
        "entries": [_entry(entry) for entry in entries],
        "alerts": [entry.data for entry in entries if entry.kind == EntryKind.ALERT],
        "policy": policy_shape(ticket.policy),
        "clocks": {
            "first_response": _full_clock(clocks.first_response),
            "resolution": _full_clock(clocks.resolution),
            "escalate_at": clocks.escalate_due,
            "level": clocks.level,
            "paused_seconds": clocks.paused_seconds,
        },
        "actions": actions_of(account, ticket),
        "root_causes": [{"code": code, "zh": zh, "en": en} for code, (zh, en) in ROOT_CAUSES.items()],
    }


_STAMPS = (
    "first_response_at", "closed_at", "first_closed_at", "reopened", "first_response_met", "resolution_met",
    "root_cause", "action_taken",
)  # fmt: skip


def _entry(entry: TicketEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "kind": entry.kind,
        "account": _person(entry.account),
        "text": entry.text,
        "data": entry.data,
    }


def _full_clock(clock: Clock) -> dict[str, Any]:
    return {"due_at": clock.due, "state": clock.state, "remaining_seconds": clock.remaining_seconds}


def _person(account: Account | None) -> dict[str, Any] | None:
    return None if account is None else {"id": account.pk, "name": account.name}


def policy_shape(policy: SlaPolicy) -> dict[str, Any]:
    names = (
        "name", "priority", "first_response_minutes", "resolution_minutes", "escalation_minutes", "calendar",
        "pause_while_waiting", "version",
    )  # fmt: skip
    return {"id": policy.pk, **{name: getattr(policy, name) for name in names}}
