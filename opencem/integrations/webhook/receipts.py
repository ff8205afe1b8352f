"""What the company's own system tells of messages: `[{"channel", "id", "state", "at", "detail"}]`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from opencem.integrations.outgoing.heard import Heard, NotUnderstood, Receipt

STATES = ("delivered", "opened", "bounced", "failed", "complained", "opted_out")
_MOST = 1000


def receipts(told: Any) -> list[Heard]:
    """`channel` is webhook where it is left out. Raises NotUnderstood."""
    if not isinstance(told, list) or len(told) > _MOST:
        raise NotUnderstood("not a list")
    return [_receipt(item) for item in told]


def _receipt(item: Any) -> Receipt:
    if not isinstance(item, dict) or item.get("state") not in STATES:
        raise NotUnderstood("no state we know")
    channel, provider_id, detail = item.get("channel", "webhook"), item.get("id"), item.get("detail", {})
    if not isinstance(channel, str) or not isinstance(provider_id, str) or not isinstance(detail, dict):
        raise NotUnderstood("wrong types")
    if not 0 < len(provider_id) <= 120 or len(channel) > 20:
        raise NotUnderstood("too long")
    return Receipt(channel, provider_id, item["state"], _instant(item.get("at")), detail)


def _instant(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise NotUnderstood("not a time") from error
    if moment.tzinfo is None:
        raise NotUnderstood("a time without its zone")
    return moment
