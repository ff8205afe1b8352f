"""The doors of invitations: batches, triggers, rules, sending, and what people and providers do with it."""

from opencem.listen.invitations.rules import change_rules
from opencem.listen.invitations.service.batches import (
    cancel_batch,
    change_batch,
    draft_batch,
    due_batches,
    finish_batches,
    pause_batch,
    plan_batch,
    preview_batch,
    read_file,
    resume_batch,
    start_batch,
    take_file,
    withdraw,
)
from opencem.listen.invitations.service.progress import (
    Opened,
    ask_again,
    completed,
    do_not_ask,
    expire_due,
    mark,
    note_complaints,
    open_link,
    opt_out,
    record_receipt,
)
from opencem.listen.invitations.service.sending import send_due
from opencem.listen.invitations.service.simulating import keep_simulation
from opencem.listen.invitations.service.touching import NewTouch, record_touch
from opencem.listen.invitations.service.triggers import TriggerWish, change_trigger, hear, is_heard, make_trigger

__all__ = [
    "NewTouch",
    "Opened",
    "TriggerWish",
    "ask_again",
    "cancel_batch",
    "change_batch",
    "change_rules",
    "change_trigger",
    "completed",
    "do_not_ask",
    "draft_batch",
    "due_batches",
    "expire_due",
    "finish_batches",
    "hear",
    "is_heard",
    "keep_simulation",
    "make_trigger",
    "mark",
    "note_complaints",
    "open_link",
    "opt_out",
    "pause_batch",
    "plan_batch",
    "preview_batch",
    "read_file",
    "record_receipt",
    "record_touch",
    "resume_batch",
    "send_due",
    "start_batch",
    "take_file",
    "withdraw",
]
