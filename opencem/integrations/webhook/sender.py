"""Invitations handed to the company's own system, which sends them by whatever it has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from opencem.integrations.outgoing.client import Answer, Caller
from opencem.integrations.outgoing.guard import networks
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.values import Values, parsed
from opencem.integrations.webhook.signature import key_of, sign
from opencem.kit.clock import now
from opencem.listen.invitations.senders import OutgoingMessage, PermanentSendFailure, Sent, TemporarySendFailure

_LONGEST_ID = 100
_OURS_TO_MEND = (301, 302, 303, 307, 308, 401, 403, 404, 405)  # a wrong address or secret, not this person


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to POST, and the secret (`whsec_…`) it is signed with."""

    url: str
    secret: str


class Webhook:
    """Implements `Sender`. `webhook-id` and `Idempotency-Key` are the same at every try of a message."""

    channel = "webhook"

    def __init__(self, endpoint: Endpoint, caller: Caller) -> None:
        self._url = endpoint.url
        self._key = key_of(endpoint.secret)
        self._caller = caller

    def send(self, message: OutgoingMessage) -> Sent:
        moment = now()
        body = json.dumps(_event(message, moment), ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = int(moment.timestamp())
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.id,
            "webhook-id": message.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(self._key, message.id, timestamp, body),
        }
        answer = reach(lambda: self._caller.post(self._url, body, headers), repeatable=True)
        if not 200 <= answer.status < 300:
            raise _failure(answer)
        given = answer.json().get("id")
        return Sent(given if isinstance(given, str) and 0 < len(given) <= _LONGEST_ID else message.id)


def from_settings(values: Values, timeout_s: float) -> Webhook | None:
    """None where no URL is set. Raises ValueError."""
    if not values["WEBHOOK_URL"]:
        return None
    parsed(values, "WEBHOOK_SECRET", key_of)
    allowed = parsed(values, "WEBHOOK_ALLOW", lambda text: networks(text.replace(",", " ").split()))
    return Webhook(
        Endpoint(values["WEBHOOK_URL"], values["WEBHOOK_SECRET"]), Caller(timeout_s=timeout_s, allowed=allowed)
    )


def _event(message: OutgoingMessage, moment: datetime) -> dict[str, object]:
    return {
        "type": "invitation.send",
        "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "id": message.id,
            "customer": message.recipient,
            "language": message.language,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "link": message.link,
            "unsubscribe": message.unsubscribe,
            "template": message.template_id,
            "variables": dict(message.variables),
        },
    }


def _failure(answer: Answer) -> Exception:
    if answer.status in _OURS_TO_MEND:
        return TemporarySendFailure(f"HTTP {answer.status}", retry_after=MENDED_BY_HAND_S)
    return PermanentSendFailure(f"http_{answer.status}", "refused by the receiver")
