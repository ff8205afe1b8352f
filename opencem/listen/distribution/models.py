from __future__ import annotations

from django.db import models

from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Survey
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class CollectorKind(models.TextChoices):
    LINK = "link", "链接"
    QR = "qr", "二维码"


class CollectorStatus(models.TextChoices):
    OPEN = "open", "收集中"
    CLOSED = "closed", "已关闭"


class Collector(ScopedModel):
    """One way a survey reaches people at one unit. `token` is random and grants access to the answer page."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="collectors")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CollectorKind.choices, default=CollectorKind.QR)
    token = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=20, default="store")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=CollectorStatus.choices, default=CollectorStatus.OPEN)
    opens_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answer_limit = models.PositiveIntegerField(null=True)
    answers = models.PositiveIntegerField(default=0, help_text="places taken; moved in the transaction of the answer")
    again_after_hours = models.PositiveSmallIntegerField(default=12, help_text="one device may answer again after")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit", "kind", "channel"], name="collector_once"),
        ]
