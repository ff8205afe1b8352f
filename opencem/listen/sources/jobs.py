"""What imports do in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from opencem.kit.clock import now
from opencem.listen.sources import service
from opencem.listen.sources.models import ImportRun
from opencem.listen.sources.running import Overtaken
from opencem.platform.jobs.service import enqueue, every, task

# A large file must not hold back other jobs, nor outlive its job's lease: it goes on in a new job after a while.
SLICE_SECONDS: Final = 20.0
KEEP: Final = timedelta(days=30)


@task
def check(run_id: int) -> None:
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is not None:
        service.perform_check(run, now=now())


@task
def run(run_id: int) -> None:
    found = ImportRun.objects.filter(pk=run_id).first()
    if found is None:
        return
    try:
        finished = service.perform_import(found, now=now(), seconds=SLICE_SECONDS)
    except Overtaken:
        return
    if not finished:
        enqueue(run, run_id=run_id)


@every(cron="30 4 * * *")
def forget_old_imports() -> None:
    service.forget_old(now() - KEEP)
