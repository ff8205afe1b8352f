from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which object, from where, with what before and after. Append-only."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    account_id = models.BigIntegerField(null=True, db_index=True)
    account_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=60, db_index=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    unit_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=45, blank=True)
