from __future__ import annotations

from opencem.act.tickets import service
from opencem.kit.clock import now
from opencem.platform.jobs.service import every, task


@every(seconds=15)
def escalate() -> int:
    """Batch after batch until none is due: after an outage all of them rise, and the count says how many."""
    total = 0
    while risen := service.escalate_due(now()):
        total += risen
    return total


@task
def recompute_policy(policy_id: int) -> int:
    return service.recompute_open(policy_id, now())
