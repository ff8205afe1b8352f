"""Upkeep of the analytics store."""

from __future__ import annotations

from opencem.platform.jobs.service import every
from opencem.understand.metrics import store


@every(cron="40 3 * * *")
def sort_analytics() -> None:
    """At night rows are put in the order that lets most questions skip most of a table."""
    store.current().sort()
