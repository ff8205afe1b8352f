from __future__ import annotations

from django.db import models


class Journey(models.Model):
    """A path that customers take with the company, told in stages; it belongs to the whole company.

    `version` counts the changes, so that two editors do not overwrite each other.
    """

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)


class Stage(models.Model):
    """A part of a journey: buying, receiving, using …, in the order customers go through them."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "code"], name="stage_once")]


class Touchpoint(models.Model):
    """A place on the customer's path where feedback arises. Responses and feedback keep its `code`.

    `channels`: what comes through these is filed here where the collector names no touchpoint itself.
    """

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="touchpoints")
    position = models.PositiveSmallIntegerField(default=100)
    channels = models.JSONField(default=list)
