"""The doors of tickets: open, work, report upwards, set the policy."""

from opencem.act.tickets.service.batch import work_on_many
from opencem.act.tickets.service.escalation import escalate_due
from opencem.act.tickets.service.opening import Wish, open_ticket, open_tickets
from opencem.act.tickets.service.policies import change_policy, recompute_open, sync_policies
from opencem.act.tickets.service.working import (
    close_ticket,
    comment_on_ticket,
    release_ticket,
    reopen_ticket,
    resume_ticket,
    take_ticket,
    transfer_ticket,
    wait_for_customer,
)

__all__ = [
    "Wish",
    "change_policy",
    "close_ticket",
    "comment_on_ticket",
    "escalate_due",
    "open_ticket",
    "open_tickets",
    "recompute_open",
    "release_ticket",
    "reopen_ticket",
    "resume_ticket",
    "sync_policies",
    "take_ticket",
    "transfer_ticket",
    "wait_for_customer",
    "work_on_many",
]
