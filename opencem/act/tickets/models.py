from __future__ import annotations

from django.db import models

from opencem.listen.feedback.models import Feedback
from opencem.platform.accounts.models import Account
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class Priority(models.TextChoices):
    NORMAL = "normal", "普通"
    HIGH = "high", "重要"
    URGENT = "urgent", "紧急"


class SlaPolicy(models.Model):
    """Minutes allowed on a working calendar for each clock. A change applies to open tickets from then on."""

    name = models.CharField(max_length=80, unique=True)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    first_response_minutes = models.PositiveIntegerField()
    resolution_minutes = models.PositiveIntegerField()
    escalation_minutes = models.JSONField(
        help_text="how long an overdue ticket stays at each level before the next is told: [0, 240]"
    )
    calendar = models.JSONField(
        help_text="{weekly: {1: [['09:00','21:00']], …}, holidays: 'CN' | ''} or {always: true}"
    )
    pause_while_waiting = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["priority"], name="policy_per_priority")]


class TicketState(models.TextChoices):
    NEW = "new", "待领取"
    ACTIVE = "active", "处理中"
    WAITING = "waiting", "等顾客"
    CLOSED = "closed", "已关闭"


class Ticket(ScopedModel):
    """The work that closes the loop on one feedback.

    What happened is in its entries; deadlines, level and what was met are derived from them under the policy in force
    and stored here as an index for lists and for the escalation clock. `number` follows from the feedback (and the rule
    that asks for a ticket of its own), so the pipeline can run any number of times and open one.
    """

    number = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="tickets")
    title = models.CharField(max_length=200)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(max_length=10, choices=TicketState.choices, default=TicketState.NEW)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    policy = models.ForeignKey(SlaPolicy, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=0, help_text="how many steps up it has been reported")
    opened_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="the last closing; kept when reopened")
    first_closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    first_response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True, help_text="the earlier deadline still open; null: paused or closed")
    escalate_at = models.DateTimeField(null=True, db_index=True)
    first_response_met = models.BooleanField(null=True)
    resolution_met = models.BooleanField(null=True)
    root_cause = models.CharField(max_length=60, blank=True)
    action_taken = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="optimistic lock; also the ETag")

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["state", "next_due_at"], name="ticket_queue"),
            models.Index(fields=["unit", "opened_at"], name="ticket_unit"),
        ]


class EntryKind(models.TextChoices):
    OPENED = "opened"
    ALERT = "alert"
    TAKEN = "taken"
    RELEASED = "released"
    NOTE = "note"
    CONTACT = "contact"
    WAITING = "waiting"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    ESCALATED = "escalated"
    PRIORITY = "priority"
    POLICY = "policy"
    CLOSED = "closed"
    REOPENED = "reopened"


class TicketEntry(ScopedModel):
    """One line of a ticket's timeline: state change, comment, escalation. Append-only; the clocks are read from it."""

    unit_path = "ticket__unit_id"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
