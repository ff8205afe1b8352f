"""Submission keys: minted by the server with the form, signed, good for one response however often it is sent.

A key binds a collector, the survey version that was shown and the time the form was opened. Minting writes nothing,
so reading an answer page costs no transaction; the first submission that stores the key makes it used.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from django.conf import settings

from opencem.kit.problems import Problem, register_problems

LIFE = timedelta(days=7)
_BODY = struct.Struct(">III16s")
_MAC_BYTES = 16

register_problems(
    {
        "submission_key_invalid": {
            "zh-hans": "页面信息不完整，请重新打开问卷链接",
            "en": "This form is not valid. Open the survey link again.",
        },
        "submission_key_expired": {
            "zh-hans": "页面打开太久，请重新打开问卷链接",
            "en": "This form is too old. Open the survey link again.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    text: str
    collector_id: int
    version_id: int
    opened_at: datetime


@cache
def _secret() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"opencem.submission", "sha256")


def mint(collector_id: int, version_id: int, now: datetime) -> str:
    """A fresh key: 59 characters, 128 random bits, signed."""
    body = _BODY.pack(collector_id, version_id, int(now.timestamp()), secrets.token_bytes(16))
    return base64.urlsafe_b64encode(body + _mac(body)).decode().rstrip("=")


def read(text: str, now: datetime) -> SubmissionKey:
    """What a key says. Raises Problem `submission_key_invalid` (forged, garbled) or `submission_key_expired`."""
    key = _verified(text)
    if now - key.opened_at > LIFE:
        raise Problem("submission_key_expired", 410)
    return key


@lru_cache(maxsize=1024)
def _verified(text: str) -> SubmissionKey:
    """Kept for a moment: a page and its submission look at the same key more than once."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        body, mac = raw[: _BODY.size], raw[_BODY.size :]
        collector_id, version_id, opened, _random = _BODY.unpack(body)
    except (ValueError, struct.error) as error:
        raise Problem("submission_key_invalid", 400) from error
    # Compared as text too: base64 would let a key be written in several ways, and each would count as another.
    canonical = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    if canonical != text or not hmac.compare_digest(mac, _mac(body)):
        raise Problem("submission_key_invalid", 400)
    return SubmissionKey(text, collector_id, version_id, datetime.fromtimestamp(opened, UTC))


def _mac(body: bytes) -> bytes:
    return hmac.digest(_secret(), body, "sha256")[:_MAC_BYTES]
