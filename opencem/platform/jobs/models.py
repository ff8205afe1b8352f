from __future__ import annotations

from django.db import models
from django.utils import timezone


class JobState(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """One call of a task, to be run at least once. A lease, not a lock: a killed worker's job is claimed again."""

    public_id = models.CharField(max_length=40, unique=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.READY)
    run_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    dedup_key = models.CharField(max_length=120, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_at"], name="job_claim")]
        constraints = [
            models.UniqueConstraint(
                fields=["dedup_key"],
                condition=models.Q(state__in=["ready", "running"]) & ~models.Q(dedup_key=""),
                name="job_dedup",
            )
        ]


class Schedule(models.Model):
    """When a clock job is due next. Fired by compare-and-set on `next_at`, so any number of workers may look."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    paused = models.BooleanField(default=False)
