from __future__ import annotations

from django.db import models


class ExportState(models.TextChoices):
    RUNNING = "running", "导出中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class AnswerExport(models.Model):
    """The answers of a survey on their way into a CSV file, for one account alone.

    `bytes_done` and `position` move together after each slice: a run that was killed cuts the file back to them and
    goes on. Whose rows are written is decided anew for each slice, by the rights the account has then.
    """

    public_id = models.CharField(max_length=40, unique=True)
    survey_key = models.CharField(max_length=40)
    asked = models.JSONField(default=dict, help_text="the filter, as it came over HTTP")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.RUNNING)
    rows_total = models.PositiveIntegerField(help_text="matching rows when it was asked for")
    rows_done = models.PositiveIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    position = models.CharField(max_length=120, blank=True, help_text="cursor behind the last row written")
    stored_as = models.CharField(max_length=200, blank=True, help_text="under the data folder; empty once deleted")
    error = models.CharField(max_length=60, blank=True, help_text="code of the problem that stopped it")
    account_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
