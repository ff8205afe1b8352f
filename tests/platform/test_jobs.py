from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from opencem.kit.clock import now
from opencem.platform.audit.models import AuditEntry
from opencem.platform.audit.service import record
from opencem.platform.jobs import service, worker
from opencem.platform.jobs.models import Job, Schedule
from opencem.platform.jobs.service import enqueue, task

pytestmark = pytest.mark.django_db


@task
def note(what: str) -> str:
    record("noted", object_id=what)
    return what


@task
def fail() -> None:
    raise RuntimeError("no")


def test_a_call_runs_once_and_keeps_its_result() -> None:
    enqueue(note, what="a")
    assert worker.run_once() == 1
    assert worker.run_once() == 0
    job = Job.objects.get()
    assert (job.state, job.result, job.attempts) == ("done", "a", 1)


def test_a_call_of_a_rolled_back_transaction_never_runs() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(note, what="a")
        raise ZeroDivisionError
    assert worker.run_once() == 0


def test_a_key_waits_once() -> None:
    assert enqueue(note, dedup_key="k", what="a")
    assert enqueue(note, dedup_key="k", what="b") is None
    worker.run_once()
    assert enqueue(note, dedup_key="k", what="c")


def test_a_killed_workers_call_is_claimed_again_after_its_lease() -> None:
    enqueue(note, what="a")
    worker._claim(now())  # claimed, then the worker dies
    assert worker.run_once() == 0
    Job.objects.update(lease_until=now() - timedelta(seconds=1))
    assert worker.run_once() == 1
    assert Job.objects.get().attempts == 2
    assert AuditEntry.objects.filter(action="noted").count() == 1


def test_a_lone_process_takes_back_at_once_what_its_predecessor_held() -> None:
    enqueue(note, what="a")
    worker._claim(now())
    assert worker.release_leases() == 1
    assert worker.run_once() == 1


def test_a_failing_call_waits_longer_each_time_and_dies() -> None:
    enqueue(fail, max_attempts=3)
    waits = []
    for _ in range(3):
        Job.objects.update(run_at=now())
        worker.run_once()
        waits.append((Job.objects.get().run_at - now()).total_seconds())
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("dead", 3)
    assert "RuntimeError: no" in job.error
    assert waits[0] < waits[1] < waits[2]


def test_a_later_call_waits_for_its_time() -> None:
    enqueue(note, run_at=now() + timedelta(hours=1), what="later")
    assert worker.run_once() == 0


def test_the_clock_fires_once_a_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = service.Clockwork("tests.tick", note, 60, "")
    monkeypatch.setattr(service, "_clockworks", {"tests.tick": clock})
    monkeypatch.setattr(service, "_tasks", {**service._tasks, "tests.tick": note})
    at = now()
    worker.fire_clock(at)
    assert Job.objects.count() == 0
    later = at + timedelta(seconds=61)
    worker.fire_clock(later)
    worker.fire_clock(later)
    assert Job.objects.count() == 1
    assert Schedule.objects.get(name="tests.tick").next_at == later + timedelta(seconds=60)
