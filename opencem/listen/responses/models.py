from __future__ import annotations

from django.db import models

from opencem.listen.customers.models import Customer
from opencem.listen.distribution.models import Collector
from opencem.listen.orders.models import Order
from opencem.listen.surveys.models import Survey, SurveyVersion
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class ResponseOutcome(models.TextChoices):
    COMPLETED = "completed"
    SCREENED_OUT = "screened_out"
    OVER_QUOTA = "over_quota"


class Response(ScopedModel):
    """What came back from one person through one collector.

    `submission_key` is minted by the server and signed; its uniqueness makes every retry return the first result.
    `content_hash` tells a replay from a changed resend. Personal data: `contact` (E.164 phone, only with consent).
    One that was screened out or came over a quota is kept, and counts nowhere: no Feedback comes of it. Nor does one of a
    test (`is_test`), which was given at a preview and is of no collector.
    """

    submission_key = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(
        SurveyVersion, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: a test of a draft"
    )
    collector = models.ForeignKey(
        Collector, on_delete=models.PROTECT, null=True, related_name="+", help_text="null: a test"
    )
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    touchpoint_code = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField()
    local_date = models.DateField(help_text="the date at the unit")
    duration_s = models.PositiveIntegerField(null=True, help_text="from first page to last, null: unknown")
    language = models.CharField(max_length=10)
    device = models.CharField(max_length=64, blank=True, help_text="keyed hash")
    address = models.CharField(max_length=64, blank=True, help_text="keyed hash of the address block")
    contact = models.CharField(max_length=20, blank=True)
    consent_version = models.CharField(max_length=40, blank=True)
    order_number = models.CharField(max_length=64, blank=True, help_text="as the link carried it, unchecked")
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, related_name="+")
    is_test = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, choices=ResponseOutcome.choices, default=ResponseOutcome.COMPLETED)
    end_key = models.CharField(max_length=40, blank=True, default="", help_text="empty: the survey's thanks")
    arms = models.JSONField(null=True, help_text="side of each A/B test by group")
    invitation = models.CharField(max_length=40, blank=True, default="", help_text="token of the personal link")

    @property
    def asked_by(self) -> int:
        """The id of the version that asked. Only a test of a draft has none, and nothing is ever made of a test."""
        assert self.version_id is not None
        return self.version_id

    @property
    def version_number(self) -> int:
        """0 for a test of a draft."""
        return self.version.number if self.version else 0

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["survey", "submitted_at"], name="response_survey"),
            models.Index(fields=["unit", "submitted_at"], name="response_unit"),
            models.Index(fields=["device", "submitted_at"], name="response_device"),
            models.Index(fields=["invitation"], name="response_invitation", condition=~models.Q(invitation="")),
            models.Index(fields=["contact", "submitted_at"], name="response_contact", condition=~models.Q(contact="")),
        ]


class Answer(ScopedModel):
    """One typed value of one question (a row of a matrix, a chosen option of a list)."""

    unit_path = "response__unit_id"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    row = models.CharField(max_length=40, blank=True)
    choice = models.CharField(max_length=40, blank=True)
    number = models.FloatField(null=True)
    text = models.TextField(null=True)


class Left(ScopedModel):
    """How many people left a form at a page and never sent it, by day, version and channel. Nothing else of them is kept.

    `page`: key of the page that stood open; `question`: the last one answered, "" for none.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    left_on = models.DateField(help_text="the date at the unit")
    page = models.CharField(max_length=40)
    question = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "left_on", "unit", "version", "channel", "page", "question"], name="left_once"
            )
        ]


class Vouched(ScopedModel):
    """What a signed link vouched for: the order its response is about, or a key of the person (its digest)."""

    unit_path = "response__unit_id"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="vouched", db_index=False)
    kind = models.CharField(max_length=10, help_text="order, member, openid, unionid")
    digest = models.CharField(max_length=64, blank=True, help_text="as of an identity; empty: the response's own order")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["response", "kind"], name="vouched_once")]


class QuotaCount(models.Model):
    """How many places of a quota are taken or held. Versions of a survey share it: keys are stable."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    places = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="quota_once")]


class QuotaPlace(models.Model):
    """One respondent's place in a quota: held until a moment while they answer, taken for good when that is null."""

    quota = models.ForeignKey(QuotaCount, on_delete=models.CASCADE, related_name="+", db_index=False)
    submission_key = models.CharField(max_length=64)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quota", "submission_key"], name="quota_place_once")]
        indexes = [
            models.Index(
                fields=["quota", "held_until"], name="quota_held", condition=models.Q(held_until__isnull=False)
            )
        ]


class ResponseDraft(models.Model):
    """Answers of a form that was begun and not sent; gone with its response, or when it expires.

    Personal data: free texts only; contacts are never kept here.
    """

    submission_key = models.CharField(max_length=64, unique=True)
    raw = models.JSONField(help_text="answers by name, as the form gave them")
    seen = models.JSONField(help_text="names of the answers asked for so far")
    place = models.CharField(max_length=200)
    language = models.CharField(max_length=40)
    invitation = models.CharField(max_length=40, blank=True, db_index=True)
    expires_at = models.DateTimeField(db_index=True)
