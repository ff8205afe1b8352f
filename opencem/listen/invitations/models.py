from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from opencem.listen.customers.models import Customer, IdentityKind
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Survey
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class State(models.TextChoices):
    """Where an invitation stands. Everything from `sent` on keeps its own stamp, so a later state loses no earlier one."""

    CREATED = "created", "已创建"
    SKIPPED = "skipped", "未发送"
    SCHEDULED = "scheduled", "待发送"
    SENT = "sent", "已发送"
    DELIVERED = "delivered", "已送达"
    OPENED = "opened", "已打开"
    STARTED = "started", "已开始"
    COMPLETED = "completed", "已完成"
    PARTIAL = "partial", "部分作答"
    BOUNCED = "bounced", "被退回"
    FAILED = "failed", "发送失败"
    EXPIRED = "expired", "已过期"
    OPTED_OUT = "opted_out", "已退订"
    SCREENED_OUT = "screened_out", "被甄别"
    OVER_QUOTA = "over_quota", "配额已满"


class Asking(ScopedModel):
    """What a batch and a trigger have in common: which survey, by which channels, in which words, for how long.

    `channels` in the order of preference. `message` is {language: {"subject", "text"}}; `templates` {channel: the
    provider's template}. `share` of the people are asked. `reminder_hours` after sending, to those who have not answered.
    """

    public_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, related_name="+")
    channels = models.JSONField()
    message = models.JSONField(default=dict)
    templates = models.JSONField(default=dict)
    share = models.FloatField(default=1.0)
    expires_hours = models.PositiveIntegerField(default=168)
    reminder_hours = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        abstract = True


class BatchState(models.TextChoices):
    READING = "reading", "读取名单"
    DRAFT = "draft", "草稿"
    SCHEDULED = "scheduled", "已排期"
    PLANNING = "planning", "筛选中"
    SENDING = "sending", "发送中"
    PAUSED = "paused", "已暂停"
    CANCELLED = "cancelled", "已取消"
    DONE = "done", "已完成"


class Batch(Asking):
    """People chosen once and asked once (邀请批次).

    `people` is {"filter": {…}} or {"file": name}. `preview` holds the count after each rule as it was when last asked.
    `planned_after` is the last customer planned, so that a killed planner goes on where it stood.
    """

    people = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    starts_at = models.DateTimeField(null=True)
    per_minute = models.PositiveIntegerField(null=True, help_text="at most so many messages a minute")
    preview = models.JSONField(null=True)
    planned_after = models.BigIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True, help_text="rows of an uploaded file until they are read")
    rejected = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)


class BatchPerson(models.Model):
    """A person a file names."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="listed")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "customer"], name="batch_person_once")]


class BatchReject(models.Model):
    """A row of a file that names nobody who can be asked. `shown` is its key, masked."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rejects")
    row_number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    shown = models.CharField(max_length=80, blank=True)


class Trigger(Asking):
    """Asks whoever an event is about (事件触发), once for each event, after a delay."""

    event = models.CharField(max_length=40, help_text="order.recorded, ticket.closed, customer.recorded, refund …")
    condition = models.JSONField(null=True, help_text="engines.rules over engines.contact.TOUCH_FIELDS; null: always")
    delay_minutes = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)
    simulation = models.JSONField(null=True, help_text="what it would have asked of the last month's events")


class Invitation(ScopedModel):
    """One person asked through one batch or trigger. `unit` is where the event was, else where the person belongs.

    `due_at` is when it is next to be looked at (null: never); while `claimed_until` is ahead a sender has it in hand.
    `reason` names the rule that decided a skip, a wait or an end; `next_at` is when the person may be asked again.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    trigger = models.ForeignKey(Trigger, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    event_key = models.CharField(max_length=80, blank=True)
    order_number = models.CharField(max_length=64, blank=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=60, blank=True)
    next_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reminders = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "customer"], condition=Q(batch__isnull=False), name="invitation_batch_once"
            ),
            models.UniqueConstraint(
                fields=["trigger", "event_key"], condition=Q(trigger__isnull=False), name="invitation_event_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="invitation_due"),
            models.Index(fields=["expires_at"], condition=Q(ended_at__isnull=True), name="invitation_open"),
        ]


class InvitationStep(ScopedModel):
    """One change of an invitation, append-only: the state it came to, and why."""

    unit_path: ClassVar[str] = "invitation__unit_id"

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)

    class Meta(ScopedModel.Meta):
        pass


class DispatchOutcome(models.TextChoices):
    SENDING = "sending", "发送中"
    TAKEN = "taken", "已提交"
    REFUSED = "refused", "被拒"


class Dispatch(ScopedModel):
    """One message handed to a provider, written before it is handed over: what fatigue counts, what receipts name.

    `message_id` is fixed for ever, so that a message whose fate is unknown after a crash goes out again as the same.
    """

    unit_path: ClassVar[str] = "invitation__unit_id"

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="dispatches")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    message_id = models.CharField(max_length=60, unique=True)
    channel = models.CharField(max_length=20)
    reminder = models.BooleanField(default=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=DispatchOutcome.choices, default=DispatchOutcome.SENDING)
    provider_id = models.CharField(max_length=120, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["customer", "at"], name="dispatch_history"),
            models.Index(fields=["batch", "at"], condition=Q(batch__isnull=False), name="dispatch_pace"),
            models.Index(fields=["channel", "provider_id"], condition=~Q(provider_id=""), name="dispatch_receipt"),
        ]


class InvitationResponse(ScopedModel):
    """Which response answered which invitation. `response_id` names a row of responses."""

    unit_path: ClassVar[str] = "invitation__unit_id"

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="responses")
    response_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        pass


class Suppression(models.Model):
    """An address that is not to be written to: it bounced, or the company put it here. Matched like an identity."""

    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    digest = models.CharField(max_length=64)
    shown = models.CharField(max_length=80, help_text="masked")
    reason = models.CharField(max_length=40, help_text="bounced, manual")
    note = models.CharField(max_length=200, blank=True, default="")
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="suppression_newest")]
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="suppression_once")]


class OptOut(models.Model):
    """A person who does not want to be asked, by a channel or (empty) at all. Taken back by `revoked_at`."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=20, help_text="link, receipt, agent")
    invitation_id = models.BigIntegerField(null=True, help_text="whose message it was said to")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="opt_out_newest")]
        constraints = [models.UniqueConstraint(fields=["customer", "channel"], name="opt_out_once")]


class Complaint(models.Model):
    """When a person last complained: from then on they are left alone for a while."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()


class ContactPolicy(models.Model):
    """A version of the contact rules; the highest is in force, and every decision names the one it was made by.

    `content` is {"fatigue": […], "quiet": {"begins", "ends"} or null, "complaint_days"}.
    """

    version = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    changed_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)


class TouchEvent(ScopedModel):
    """An event told by API or a source: a refund, a delivery, a visit, a closed hotline case. Known by (kind, external id)."""

    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=80)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    occurred_at = models.DateTimeField()
    facts = models.JSONField(default=dict, help_text="amount, channel, products …")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "external_id"], name="touch_event_once")]
