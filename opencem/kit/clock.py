"""The one place that asks what time it is. Doors take `now`; only the edges (http, jobs, handlers) call this."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
