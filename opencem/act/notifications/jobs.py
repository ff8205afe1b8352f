from __future__ import annotations

from opencem.act.notifications import mail
from opencem.kit.clock import now
from opencem.platform.jobs.service import every


@every(seconds=30)
def deliver_mail() -> int:
    """Enqueued when there is something to mail; on the clock for what must be tried again. Runs until nothing is due."""
    total = 0
    while claimed := mail.deliver_due(now()):
        total += claimed
    return total
