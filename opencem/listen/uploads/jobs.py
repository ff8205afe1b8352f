"""What uploads do on a clock."""

from __future__ import annotations

from opencem.kit.clock import now
from opencem.listen.uploads.service import sweep
from opencem.platform.jobs.service import every


@every(seconds=3600)
def sweep_uploads() -> None:
    sweep(now())
