from __future__ import annotations

from django.db import models
from django.utils import timezone

from opencem.listen.journeys.models import Touchpoint


class SurveyStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "收集中"
    PAUSED = "paused", "已暂停"
    CLOSED = "closed", "已结束"


class Reward(models.TextChoices):
    """What a respondent gets for a completed response."""

    NONE = "none", "无"
    COUPONS = "coupons", "优惠码"
    POINTS = "points", "积分"


class SurveyFolder(models.Model):
    """A shelf of the survey centre, kept by one unit."""

    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    owner_unit_id = models.BigIntegerField()


class Survey(models.Model):
    """A questionnaire through all its versions. Question keys are stable across versions, so trends go on.

    It belongs to `owner_unit_id`: read by whoever's scope covers that unit or lies below it, written by whoever may
    write there. `title`, `languages` and `questions` are those of the newest version (of the draft before the first).
    """

    key = models.CharField(max_length=40, unique=True)
    title = models.JSONField(help_text="{language: text}")
    status = models.CharField(max_length=10, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT)
    owner_unit_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    extends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="extensions",
        help_text="whose questions are locked here",
    )
    owner_id = models.BigIntegerField(null=True, help_text="the account that answers for it")
    folder = models.ForeignKey(SurveyFolder, on_delete=models.PROTECT, null=True, related_name="surveys")
    scene = models.CharField(max_length=40, blank=True)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, related_name="+")
    target_group = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    questions = models.PositiveIntegerField(default=0)
    searchable = models.TextField(default="", help_text="key, titles and tags in lower case: what the search looks in")

    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    answer_limit = models.PositiveIntegerField(null=True)
    device_limit = models.PositiveSmallIntegerField(null=True, help_text="answers taken from one device")
    password_hash = models.CharField(max_length=128, blank=True)
    signed_params = models.JSONField(default=list, help_text="parameters of a link that count only when signed")
    refuses_unsigned = models.BooleanField(default=False, help_text="turns links without the signature away")
    link_round = models.PositiveSmallIntegerField(default=1, help_text="which key signs links now")
    redirect = models.CharField(max_length=500, blank=True, help_text="where the thank-you page leads")
    reward = models.CharField(max_length=10, choices=Reward.choices, default=Reward.NONE)
    points_webhook = models.CharField(max_length=500, blank=True)


class SurveyTag(models.Model):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="survey_tag_once")]


class SurveyVersion(models.Model):
    """One published definition. It never changes: a change is a new version."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")]


class SurveyDraft(models.Model):
    """What is being written; it may be incomplete. Whoever saves names the revision they saw, or is refused."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    based_on = models.PositiveIntegerField(null=True, help_text="number of the version it went out from")
    differs = models.BooleanField(default=True, help_text="from the newest version")
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)


class SurveyComment(models.Model):
    """A remark of the people who make a survey, on one question or (question empty) on the whole."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=2000)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by_id = models.BigIntegerField(null=True)


class BankQuestion(models.Model):
    """A question kept to be asked again in other surveys, as its JSON; seen like a survey of the same unit."""

    owner_unit_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, help_text="the question's type")
    question = models.JSONField()
    tags = models.JSONField(default=list)
    searchable = models.TextField(default="")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class Coupon(models.Model):
    """One code of a survey's reward. `response_key` names the response it went to; one code for each, once."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="coupons")
    code = models.CharField(max_length=60)
    response_key = models.CharField(max_length=64, null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="coupon_once"),
            models.UniqueConstraint(fields=["survey", "response_key"], name="coupon_one_a_response"),
        ]
