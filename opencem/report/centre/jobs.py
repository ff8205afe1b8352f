"""What exports do in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from opencem.kit.clock import now
from opencem.platform.jobs.service import enqueue, every, task

from . import service
from .models import AnswerExport, ExportState

# A large export must not hold back other jobs, nor outlive its job's lease: it goes on in a new job after a while.
SLICE_SECONDS: Final = 15.0
KEEP: Final = timedelta(days=7)


@task
def write_on(run_id: int) -> None:
    run = AnswerExport.objects.filter(pk=run_id, state=ExportState.RUNNING).first()
    if run is not None and not service.write_slice(run, seconds=SLICE_SECONDS, now=now()):
        enqueue(write_on, run_id=run_id)


@every(cron="40 4 * * *")
def forget_old_exports() -> None:
    service.forget_old(now() - KEEP)
