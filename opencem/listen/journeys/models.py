from __future__ import annotations

from django.db import models


class Touchpoint(models.Model):
    """A place on the customer's path where feedback arises; stages give the order of the path."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=100)
