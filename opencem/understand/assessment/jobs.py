from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from opencem.kit.clock import now
from opencem.platform.jobs.service import enqueue, every, task

from .due import mark_everything_due, recompute_due
from .models import DueScorecard
from .months import month_of, previous_month

_SLOTS_PER_SECOND = 2


def recompute_soon(at: datetime) -> None:
    """At most one call per slot is written, however many events arrive; it runs when the slot begins.

    The slot is part of the key: a call that is already running may have read the marks before ours was committed.
    """
    slot = int(at.timestamp() * _SLOTS_PER_SECOND) + 1
    due_at = datetime.fromtimestamp(slot / _SLOTS_PER_SECOND, UTC)
    enqueue(recompute_scorecards, dedup_key=f"scorecards:{slot}", run_at=due_at)


@task
def recompute_scorecards() -> int:
    """Marks the store has not caught up with are tried again in the next slot."""
    done, waiting = recompute_due(now())
    if waiting:
        recompute_soon(now())
    return done


@every(seconds=15)
def sweep_scorecards() -> int:
    """Picks up marks committed while the call of their slot was already running."""
    return recompute_scorecards() if DueScorecard.objects.exists() else 0


@every(cron="20 2 * * *")
def recompute_open_months() -> None:
    """A ticket becomes overdue without an event; the current month and the one before are made anew each night."""
    at = now()
    month = month_of(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())
    mark_everything_due([previous_month(month), month])
    recompute_soon(at)
