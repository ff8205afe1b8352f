from __future__ import annotations

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """The outbox: what happened, written in the transaction in which it happened.

    Consumers read in the order of (`txid`, `id`). On PostgreSQL ids become visible out of order, so a row is read only
    when every transaction that could still add an earlier one has ended (`txid` < the snapshot's xmin); on SQLite
    writers queue, `txid` stays 0 and `id` alone is the order.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(help_text="the row the event is about")
    payload = models.JSONField(default=dict)
    txid = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["txid", "id"], name="event_order")]


class Subscription(models.Model):
    """How far one consumer has read. Its row lock makes one worker at a time the consumer."""

    name = models.CharField(max_length=60, unique=True)
    txid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    paused = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True)


class SetAsideState(models.TextChoices):
    RETRYING = "retrying"
    DEAD = "dead"
    REPLAYED = "replayed"


class SetAsideEvent(models.Model):
    """An event one consumer could not handle: retried with growing waits, dead after five tries, replayable."""

    subscription = models.CharField(max_length=60)
    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    attempts = models.PositiveSmallIntegerField(default=1)
    error = models.TextField()
    state = models.CharField(max_length=10, choices=SetAsideState.choices, default=SetAsideState.RETRYING)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "event"], name="set_aside_once")]
