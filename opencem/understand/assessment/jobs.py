from __future__ import annotations

from datetime import datetime, timedelta

from opencem.kit.clock import now
from opencem.platform.jobs.service import enqueue, every, task

from .due import recompute_due
from .models import DueScorecard

_PAUSE = timedelta(milliseconds=500)


def recompute_soon(at: datetime) -> None:
    """At most one call per second is written, however many events arrive.

    The second is part of the key: a call that is already running may have read the marks before ours was committed.
    """
    due_at = at + _PAUSE
    enqueue(recompute_scorecards, dedup_key=f"scorecards:{int(due_at.timestamp())}", run_at=due_at)


@task
def recompute_scorecards() -> int:
    """Marks the store has not caught up with are tried again half a second later."""
    done, waiting = recompute_due(now())
    if waiting:
        recompute_soon(now())
    return done


@every(seconds=60)
def sweep_scorecards() -> int:
    """Picks up marks whose call was lost with a dead job."""
    return recompute_scorecards() if DueScorecard.objects.exists() else 0
