"""Random ids. 128 bits from the system's generator: they grant access, so they must not be guessable."""

from __future__ import annotations

import secrets


def new_id() -> str:
    return secrets.token_urlsafe(16)
