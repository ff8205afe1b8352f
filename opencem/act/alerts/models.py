from __future__ import annotations

from django.db import models

from opencem.act.tickets.models import Priority, Ticket
from opencem.listen.feedback.models import Feedback
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class AlertRule(models.Model):
    """A condition on one feedback and what it asks for. `condition` is data of `engines.rules`, never code."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    condition = models.JSONField()
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    own_ticket = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    max_age_days = models.PositiveSmallIntegerField(
        default=7, help_text="older feedback is history, not work: an import of last year's reviews opens no tickets"
    )
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)


class Alert(ScopedModel):
    """One firing of one rule on one feedback, however often the pipeline runs."""

    rule = models.ForeignKey(AlertRule, on_delete=models.PROTECT, related_name="alerts")
    rule_version = models.PositiveIntegerField()
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="alerts")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    fired_at = models.DateTimeField()
    reasons = models.JSONField(default=list)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="alerts")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["rule", "feedback"], name="alert_once")]
        indexes = [models.Index(fields=["unit", "fired_at"], name="alert_unit")]
