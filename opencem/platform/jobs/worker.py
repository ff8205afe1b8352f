"""Claims due calls in batches under a lease and runs them; fires clock jobs by compare-and-set."""

from __future__ import annotations

import logging
import random
import time
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from opencem.kit.clock import now as clock_now
from opencem.kit.crash import crash_point
from opencem.platform.jobs.models import Job, JobState, Schedule
from opencem.platform.jobs.service import Clockwork, clockworks, enqueue, function_of

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
BATCH = 20
KEEP_DONE = timedelta(days=3)
CLOCK_S = 1.0  # how often the schedule is looked at
_clock = {"looked_at": float("-inf")}

# One statement on both databases. On PostgreSQL the sub-select skips rows another worker is claiming; on SQLite
# writers queue, so there is nothing to skip.
CLAIM = """
UPDATE jobs_job SET state='running', lease_until=%s, attempts=attempts+1
WHERE id IN (
    SELECT id FROM jobs_job
    WHERE (state='ready' AND run_at<=%s) OR (state='running' AND lease_until<%s)
    ORDER BY priority DESC, run_at LIMIT %s {skip_locked}
) RETURNING id
"""


def run_once() -> int:
    """Fires what the clock says, then runs one batch. Returns the number of calls run."""
    now = clock_now()
    if time.monotonic() - _clock["looked_at"] >= CLOCK_S:
        _clock["looked_at"] = time.monotonic()
        fire_clock(now)
    jobs = _claim(now)
    for job in jobs:
        _run(job)
    return len(jobs)


def _claim(now: datetime) -> Sequence[Job]:
    if not Job.objects.filter(state__in=[JobState.READY, JobState.RUNNING], run_at__lte=now).exists():
        return ()
    postgres = connection.vendor == "postgresql"
    statement = CLAIM.format(skip_locked="FOR UPDATE SKIP LOCKED" if postgres else "")
    with transaction.atomic(), connection.cursor() as cursor:
        adapt = connection.ops.adapt_datetimefield_value
        cursor.execute(statement, [adapt(now + LEASE), adapt(now), adapt(now), BATCH])
        ids = [row[0] for row in cursor.fetchall()]
    crash_point("after_claim")
    return list(Job.objects.filter(id__in=ids).order_by("-priority", "run_at"))


def _run(job: Job) -> None:
    try:
        job.result = function_of(job.task)(**job.arguments)
        job.state, job.error = JobState.DONE, ""
    except Exception:
        logger.warning("job %s failed, attempt %d", job.task, job.attempts, exc_info=True)
        job.error = traceback.format_exc(limit=-10)
        job.state = JobState.DEAD if job.attempts >= job.max_attempts else JobState.READY
        job.run_at = clock_now() + _wait(job.attempts)
    job.lease_until, job.finished_at = None, clock_now()
    job.save(update_fields=["state", "error", "run_at", "lease_until", "finished_at", "result"])


def _wait(attempts: int) -> timedelta:
    return timedelta(seconds=min(3600, 2**attempts) * random.uniform(0.8, 1.2))


def fire_clock(now: datetime) -> None:
    """Enqueues each clock job that is due, once per slot whoever looks."""
    due = {row.name: row for row in Schedule.objects.all()}
    for name, clockwork in clockworks().items():
        row = due.get(name)
        if row is None:
            Schedule.objects.get_or_create(name=name, defaults={"next_at": _next(clockwork, now)})
        elif not row.paused and row.next_at <= now:
            _fire(clockwork, row, now)


def _fire(clockwork: Clockwork, row: Schedule, now: datetime) -> None:
    with transaction.atomic():
        won = Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=_next(clockwork, now))
        if won:
            enqueue(clockwork.function, dedup_key=f"clock:{clockwork.name}")


def _next(clockwork: Clockwork, now: datetime) -> datetime:
    if clockwork.seconds:
        return now + timedelta(seconds=clockwork.seconds)
    from croniter import croniter

    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    upcoming: datetime = croniter(clockwork.cron, local).get_next(datetime)
    return upcoming


def release_leases() -> int:
    """Gives back what a killed predecessor had claimed. Only for the one process on its database, at its start."""
    return Job.objects.filter(state=JobState.RUNNING).update(state=JobState.READY, lease_until=None)


def forget_done(now: datetime) -> int:
    """Deletes calls done some days ago; the dead are kept until somebody decides."""
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEEP_DONE).delete()[0]
