from __future__ import annotations

from opencem.kit.clock import now
from opencem.platform.jobs.service import every
from opencem.platform.jobs.worker import forget_done


@every(cron="30 4 * * *")
def clean_up() -> int:
    return forget_done(now())
