from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Survey
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class CollectorKind(models.TextChoices):
    LINK = "link", "链接"
    QR = "qr", "二维码"
    EMBED = "embed", "网页嵌入"
    KIOSK = "kiosk", "门店平板"
    RECEIPT = "receipt", "小票码"
    API = "api", "应用内"
    INVITATION = "invitation", "邀请"


NEEDS_CODE = (CollectorKind.RECEIPT, CollectorKind.API)
"""Kinds whose answers each need a one-time code."""


class CollectorStatus(models.TextChoices):
    OPEN = "open", "收集中"
    CLOSED = "closed", "已关闭"


class Proof(models.TextChoices):
    """Whether browsers do a little work before their form is taken."""

    AUTO = "auto", "受攻击时"
    ON = "on", "总是"
    OFF = "off", "从不"


class Collector(ScopedModel):
    """One way a survey reaches people at one unit. `token` is random and grants access to the answer page.

    `origins` are the sites (`https://host`, parted by blanks) whose pages may show the answer page in a frame; of a kind
    other than embed it is empty, and no page may. `look` is how it is embedded: {"mode", "trigger", …} of `embedding`.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="collectors")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CollectorKind.choices, default=CollectorKind.QR)
    name = models.CharField(max_length=60, default="", blank=True)
    token = models.CharField(max_length=40, unique=True)
    short_code = models.CharField(max_length=12, null=True, unique=True, help_text="made when first asked for")
    channel = models.CharField(max_length=20, default="store")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=CollectorStatus.choices, default=CollectorStatus.OPEN)
    opens_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answer_limit = models.PositiveIntegerField(null=True)
    answers = models.PositiveIntegerField(default=0, help_text="places taken; moved in the transaction of the answer")
    again_after_hours = models.PositiveSmallIntegerField(default=12, help_text="one device may answer again after")
    origins = models.TextField(default="", blank=True)
    look = models.JSONField(default=dict)
    reset_after_s = models.PositiveSmallIntegerField(default=20, help_text="a kiosk shows its thanks for so long")
    proof = models.CharField(max_length=4, choices=Proof.choices, default=Proof.AUTO)
    attacked_until = models.DateTimeField(null=True, help_text="asks for work until then (attacks)")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit", "kind", "channel", "name"], name="collector_once"),
        ]


class CodeBatch(ScopedModel):
    """One-time codes made together, to be printed on receipts or cards."""

    unit_path: ClassVar[str] = "collector__unit_id"

    collector = models.ForeignKey(Collector, on_delete=models.CASCADE, related_name="code_batches")
    label = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        pass


class OneTimeCode(ScopedModel):
    """A right to answer once. `key` is the form (submission key) that has used it: the same form may come again.

    Codes of a batch are printed; one without a batch is a personal link an application asked for, with its order.
    """

    unit_path: ClassVar[str] = "collector__unit_id"

    collector = models.ForeignKey(Collector, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, null=True, related_name="codes")
    code = models.CharField(max_length=12, unique=True)
    order_number = models.CharField(max_length=64, default="", blank=True)
    expires_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, default="", blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["collector", "order_number"],
                condition=Q(batch=None) & ~Q(order_number=""),
                name="personal_link_once",
            ),
        ]


class KioskDevice(ScopedModel):
    """A tablet that may answer at a kiosk collector, known by a secret it was given once. Only its hash is kept."""

    unit_path: ClassVar[str] = "collector__unit_id"

    collector = models.ForeignKey(Collector, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["collector", "name"], name="kiosk_device_once")]
