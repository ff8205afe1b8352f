from __future__ import annotations

from opencem.act.notifications import mail
from opencem.kit.clock import now
from opencem.platform.jobs.service import every


@every(seconds=5)
def deliver_mail() -> int:
    """Until nothing is due, so that a burst does not wait for the next slot."""
    total = 0
    while claimed := mail.deliver_due(now()):
        total += claimed
    return total
