"""Personal data: keyed hashes for matching, masks for showing."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import cache

from django.conf import settings

from opencem.platform.scope.value import Scope


@cache
def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"opencem.privacy.{purpose}".encode(), "sha256")


def keyed_hash(value: str, purpose: str) -> str:
    """64 hex digits: equal for equal values of one purpose, useless without the installation's secret."""
    return hmac.digest(_key(purpose), value.encode("utf-8", "surrogatepass"), "sha256").hex()


def mask_phone(phone: str) -> str:
    """138****5678; the country code is dropped."""
    digits = phone.removeprefix("+86")
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****"


def mask_name(name: str) -> str:
    return f"{name[0]}**" if name else ""


def mask_email(email: str) -> str:
    local, _, domain = email.partition("@")
    return f"{local[:1]}***@{domain}" if domain else "***"


def personal(scope: Scope, value: str, mask: Callable[[str], str]) -> str:
    """The value as this reader may see it."""
    return value if scope.personal_data or not value else mask(value)
