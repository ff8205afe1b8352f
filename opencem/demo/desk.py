"""The service team at work: the next step on one of the most urgent open tickets, with that person's own rights."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from opencem.act.tickets import service as tickets
from opencem.act.tickets.models import EntryKind, Ticket, TicketState
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.queries import accounts_with
from opencem.platform.accounts.service import scope_for, system_scope
from opencem.platform.scope.value import Scope

from .writing.handling import Words

_URGENT = 40
"""From so many of the most urgent tickets one is picked."""


def work_on_a_ticket(rng: np.random.Generator, now: datetime) -> str:
    """Take, call back or close one ticket; returns a line that tells it, "" when nothing is open."""
    rows = Ticket.objects.visible_to(system_scope("demo")).exclude(state=TicketState.CLOSED)
    urgent = list(rows.select_related("owner").order_by("next_due_at")[:_URGENT])
    if not urgent:
        return ""
    ticket = urgent[int(rng.integers(len(urgent)))]
    by = ticket.owner or _somebody(ticket.unit_id, rng)
    scope = scope_for(by, "ticket.work", purpose="demo") if by else None
    return _step(ticket, by, scope, rng, now) if by and scope else ""


def _somebody(unit_id: int, rng: np.random.Generator) -> Account | None:
    people = accounts_with("ticket.work", unit_id)
    return people[int(rng.integers(len(people)))] if people else None


def _step(ticket: Ticket, by: Account, scope: Scope, rng: np.random.Generator, now: datetime) -> str:
    """What comes next on this ticket; the doors check that `by` may do it."""
    words, number, version = Words(_complaint(ticket), rng), ticket.number, ticket.version
    if ticket.owner_id is None:
        tickets.take_ticket(scope=scope, number=number, by=by, now=now)
        return f"{by.name} {number} 领取"
    if ticket.state == TicketState.WAITING:
        text = words.of(EntryKind.RESUMED)
        tickets.resume_ticket(scope=scope, number=number, by=by, version=version, text=text, now=now)
        return f"{by.name} {number} 继续处理"
    if ticket.first_response_at is None:
        text = words.of(EntryKind.CONTACT)
        tickets.comment_on_ticket(scope=scope, number=number, by=by, text=text, contact=True, now=now)
        return f"{by.name} {number} 已联系顾客"
    cause, action = words.root_cause, words.of(EntryKind.CLOSED)
    tickets.close_ticket(
        scope=scope, number=number, by=by, version=version, root_cause=cause, action_taken=action, now=now
    )
    return f"{by.name} {number} 关闭"


def _complaint(ticket: Ticket) -> str:
    """The topic of the first complaint in the words, "" when there is none."""
    mention = ticket.feedback.mentions.filter(polarity=-1).order_by("start").first()
    return mention.topic if mention else ""
