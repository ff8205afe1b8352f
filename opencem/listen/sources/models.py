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
    """One file on its way in: uploaded, mapped, checked, run. Rejected rows are kept with number and reason.

    The counters move in the transaction of each batch, so `rows_done` always tells exactly what is stored and a run
    that was killed goes on from there.
    """

    public_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40, help_text="units, reviews, orders, customers, calls, accounts …")
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200, help_text="path under the data folder; empty once it is deleted")
    columns = models.JSONField(default=list, help_text="the header of the file")
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
    error = models.CharField(max_length=500, blank=True, help_text="the code of what stopped it")
    account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)


class RejectedRow(models.Model):
    """A row that was not taken: its number in the file (header = 1), what is wrong, and its content.

    `faults` is a list of {field, code, params}; `code` repeats the first one's. Personal data: `values`.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    row_number = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    faults = models.JSONField(default=list)
    values = models.JSONField(default=list)
