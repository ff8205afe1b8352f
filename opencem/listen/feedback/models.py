from __future__ import annotations

from django.db import models

from opencem.listen.customers.models import Customer
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Response
from opencem.platform.organization.models import OrgUnit
from opencem.platform.scope.rows import ScopedModel


class FeedbackKind(models.TextChoices):
    SURVEY = "survey", "问卷"
    REVIEW = "review", "评价"
    CALL = "call", "热线"
    POST = "post", "社区"
    VISIT = "visit", "神秘顾客"


class Feedback(ScopedModel):
    """One piece of customer voice whatever its source. Everything above works on this and needs no new machinery."""

    kind = models.CharField(max_length=10, choices=FeedbackKind.choices)
    source = models.CharField(max_length=40, help_text="survey key, or source code such as tmall, meituan, hotline")
    external_id = models.CharField(max_length=120, help_text="unique within the source; a response's id for surveys")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, null=True, related_name="feedback")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    touchpoint_code = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField()
    local_date = models.DateField()
    received_at = models.DateTimeField()
    recommend = models.PositiveSmallIntegerField(null=True, help_text="0–10")
    rating = models.FloatField(
        null=True, help_text="1–5: a review's stars, or the mean of a survey's satisfaction rows"
    )
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    author = models.CharField(max_length=120, blank=True, help_text="personal data")
    order_number = models.CharField(max_length=64, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, related_name="feedback")
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, related_name="+")
    suspicion = models.FloatField(default=0.0, help_text="sum of the weights of the standing flags, at most 1")
    excluded = models.BooleanField(default=False, help_text="left out of assessment figures by rule")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="feedback_once")]
        indexes = [
            models.Index(fields=["unit", "occurred_at"], name="feedback_unit"),
            models.Index(fields=["occurred_at"], name="feedback_time"),
            # An order file often comes a day after the feedback that names its orders.
            models.Index(fields=["order_number"], name="feedback_order_number"),
        ]


class Flag(ScopedModel):
    """One doubt about authenticity with its evidence. Reversed by a person with a reason, never deleted."""

    unit_path = "feedback__unit_id"

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=30)
    weight = models.FloatField()
    evidence = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    reversed_by_id = models.BigIntegerField(null=True)
    reversed_reason = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["feedback", "kind"], name="flag_once")]
