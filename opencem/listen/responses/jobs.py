"""What responses do on a clock."""

from __future__ import annotations

from opencem.kit.clock import now
from opencem.listen.responses import leaving
from opencem.platform.jobs.service import every


@every(seconds=3600)
def drop_expired_drafts() -> None:
    """Those that nobody came back to are counted by where they stopped, and forgotten."""
    at = now()
    while leaving.count_expired(at) == leaving.AT_ONCE:
        pass
