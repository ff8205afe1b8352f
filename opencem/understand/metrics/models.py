from __future__ import annotations

from django.db import models


class FigureRules(models.Model):
    """What the company decided about its figures; one row, absent until something is changed."""

    minimum_n = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
