"""What responses do on a clock."""

from __future__ import annotations

from opencem.kit.clock import now
from opencem.listen.responses import drafts
from opencem.platform.jobs.service import every


@every(seconds=3600)
def drop_expired_drafts() -> None:
    drafts.drop_expired(now())
