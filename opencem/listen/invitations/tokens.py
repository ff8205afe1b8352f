"""Tokens of personal links: the invitation's number and a signature, so that a million of them need no index.

30 characters of `A-Za-z0-9_-`; 128 bits of signature cannot be guessed.
"""

from __future__ import annotations

import base64
import hmac
from functools import cache
from typing import Final

from django.conf import settings

LENGTH: Final = 30
_NUMBER_BYTES: Final = 6
_MAC_BYTES: Final = 16


def mint(invitation_id: int) -> str:
    """The token of an invitation; always the same."""
    number = invitation_id.to_bytes(_NUMBER_BYTES)
    return base64.urlsafe_b64encode(number + _mac(number)).decode().rstrip("=")


def read(token: str) -> int | None:
    """The invitation a token names; None when it is forged or garbled."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=" * (-LENGTH % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    number, mac = raw[:_NUMBER_BYTES], raw[_NUMBER_BYTES:]
    # Compared as text too: base64 would let a token be written in several ways.
    if not hmac.compare_digest(mac, _mac(number)) or mint(int.from_bytes(number)) != token:
        return None
    return int.from_bytes(number)


@cache
def _secret() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"opencem.invitation", "sha256")


def _mac(number: bytes) -> bytes:
    return hmac.digest(_secret(), number, "sha256")[:_MAC_BYTES]
