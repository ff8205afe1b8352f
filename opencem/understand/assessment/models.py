from __future__ import annotations

from django.db import models

from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class Scheme(models.Model):
    """How stores are assessed, through all its versions."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)


class SchemeVersion(models.Model):
    """Items, weights and curves in force from a month on. Published versions never change."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField(help_text="first day of a month")
    items = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_once")]


class Scorecard(ScopedModel):
    """One unit's score for one month under one scheme version, with what each item contributed."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="first day")
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    total = models.FloatField(null=True, help_text="0–100, authentic answers only; null: nothing could be assessed")
    total_all = models.FloatField(null=True, help_text="the same with the doubtful answers")
    n = models.PositiveIntegerField(default=0, help_text="the largest n among the items that counted")
    items = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["unit", "month", "version"], name="scorecard_once")]
        indexes = [models.Index(fields=["month", "version"], name="scorecard_month")]


class DueScorecard(models.Model):
    """Inputs of a unit's month have moved, by the event at (`txid`, `event_id`); gone when recomputed with them."""

    unit_id = models.BigIntegerField()
    month = models.DateField(help_text="first day")
    txid = models.BigIntegerField()
    event_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "month"], name="scorecard_due_once")]
