from __future__ import annotations

from django.db import models

from opencem.listen.feedback.models import Feedback
from opencem.platform.scope.rows import ScopedModel


class TextAnalysis(ScopedModel):
    """What the engine read in one text. `text_hash` tells a stale result; `version` names the model."""

    unit_path = "feedback__unit_id"

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="analysis")
    sentiment = models.FloatField(help_text="-1 … 1")
    label = models.CharField(max_length=10)
    version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    analysed_at = models.DateTimeField()


class Mention(ScopedModel):
    """One topic and polarity with the exact words, as character offsets into the original text."""

    unit_path = "feedback__unit_id"

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="mentions")
    topic = models.CharField(max_length=40)
    polarity = models.SmallIntegerField(help_text="-1, 0, 1")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    clause_start = models.PositiveIntegerField()
    clause_end = models.PositiveIntegerField()
