from __future__ import annotations

from django.db import models


class FusionRules(models.Model):
    """One version of the matrix's settings; the latest is in force. None stored: the defaults of `rules.py`."""

    number = models.PositiveIntegerField(unique=True)
    settings = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)
