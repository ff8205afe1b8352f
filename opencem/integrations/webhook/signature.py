"""Standard Webhooks 1.0 signatures, given and checked (github.com/standard-webhooks/standard-webhooks, spec 1.0.0)."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime

TOLERANCE_S = 300
_PREFIX = "whsec_"


class BadSignature(Exception):
    """Unsigned, signed with another secret, altered, or too old."""


def key_of(secret: str) -> bytes:
    """The key in a secret of the form `whsec_<base64>`. Raises ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is whsec_ and base64") from error
    if not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret has 24 to 64 bytes")
    return key


def sign(key: bytes, message_id: str, timestamp_s: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    signed = f"{message_id}.{timestamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def check(key: bytes, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id of a message that is signed with the key and not older than `TOLERANCE_S`. Raises BadSignature."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise BadSignature
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_S:
        raise BadSignature
    expected = sign(key, message_id, int(stamp), body)
    given = headers.get("webhook-signature", "").split()[:10]  # several while a secret is being changed
    if not any(hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")) for signature in given):
        raise BadSignature
    return message_id
