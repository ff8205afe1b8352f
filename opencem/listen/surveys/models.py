from __future__ import annotations

from django.db import models


class SurveyStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "收集中"
    PAUSED = "paused", "已暂停"
    CLOSED = "closed", "已结束"


class Survey(models.Model):
    """A questionnaire through all its versions. Question keys are stable across versions, so trends go on."""

    key = models.CharField(max_length=40, unique=True)
    title = models.JSONField(help_text="{language: text}")
    status = models.CharField(max_length=10, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT)
    owner_unit_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)


class SurveyVersion(models.Model):
    """One published definition. It never changes: a change is a new version."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")]
