"""Where the readers of the outbox stand: behind everything, for of the past nothing is to be heard."""

from __future__ import annotations

from opencem.platform.events import log
from opencem.platform.events.models import Subscription
from opencem.platform.events.service import consumers


def forget_backlog() -> None:
    """Set every consumer to the end of the log. What setting up the company published is done already."""
    end = log.end()
    for consumer in consumers():
        Subscription.objects.update_or_create(name=consumer.name, defaults={"txid": end.txid, "event_id": end.event_id})
