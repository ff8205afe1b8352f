from __future__ import annotations

import time

from opencem.kit.clock import now
from opencem.listen.invitations import service
from opencem.platform.jobs.service import enqueue, every, task

SECONDS_AT_ONCE = 20  # then other jobs have their turn


@every(seconds=10)
def send() -> int:
    """Chunk after chunk until nothing is due."""
    until, total = time.monotonic() + SECONDS_AT_ONCE, 0
    while (done := service.send_due(now())) and time.monotonic() < until:
        total += done
    return total


@every(seconds=10)
def move_batches() -> int:
    due = service.due_batches(now())
    for batch_id in due:
        enqueue(plan, dedup_key=f"invitation-plan:{batch_id}", batch_id=batch_id)
    return len(due) + service.finish_batches(now())


@every(seconds=60)
def expire() -> int:
    total = 0
    while done := service.expire_due(now()):
        total += done
    return total


def send_soon() -> None:
    """Has what is due sent at once instead of at the next tick."""
    enqueue(send, dedup_key="invitation-send")


@task
def plan(batch_id: int) -> int:
    looked_at = service.plan_batch(batch_id, now())
    send_soon()
    return looked_at


@task
def read_file(batch_id: int) -> None:
    service.read_file(batch_id)


@task
def preview(batch_id: int) -> None:
    service.preview_batch(batch_id, now())


@task
def withdraw(batch_id: int) -> int:
    return service.withdraw(batch_id, now())


@task
def simulate(trigger_id: int) -> None:
    service.keep_simulation(trigger_id, now())
