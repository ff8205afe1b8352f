"""What surveys do on a clock."""

from __future__ import annotations

from opencem.kit.clock import now
from opencem.listen.surveys import service
from opencem.platform.jobs.service import every


@every(seconds=60)
def close_due() -> None:
    service.close_due(now())
