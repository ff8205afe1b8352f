from __future__ import annotations

from django.db import models


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "待核对列"
    CHECKING = "checking", "预检中"
    CHECKED = "checked", "待导入"
    RUNNING = "running", "导入中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class ImportRun(models.Model):
    """One file on its way in: uploaded, mapped, checked, run. Rejected rows are kept with number and reason."""

    public_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40, help_text="units, reviews, orders, customers, calls, accounts …")
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200, help_text="path under the data folder")
    mapping = models.JSONField(default=dict, help_text="{field: column header}")
    options = models.JSONField(default=dict)
    mode = models.CharField(max_length=10, default="both", help_text="add, update, both")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)


class RejectedRow(models.Model):
    """A row that was not taken: its number in the file (header = 1), the field, a stable code and its content."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    row_number = models.PositiveIntegerField()
    field = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=60)
    values = models.JSONField(default=list)
