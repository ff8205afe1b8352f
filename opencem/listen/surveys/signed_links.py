"""Parameters of a link that can be believed: whoever holds the survey's key vouches for them by a signature.

A link carries `sig=<names>~<mac>`: the names of the parameters that are signed, joined by dots, and a MAC over them and
their values. Others may be added to the link on its way (chat apps do); they are not signed. A signed parameter `exp`,
seconds since 1970, ends the signature.

    mac = base64url(HMAC-SHA256(key, "v1\\n" + survey + "\\n" + for each name: name + "=" + value + "\\n"))   without "="
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

SIGNATURE = "sig"
EXPIRY = "exp"
MOST_NAMES = 20
LONGEST_VALUE = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def key_of(survey_id: int, round_: int) -> str:
    """The survey's key, as text; another round is another key, and what the old one signed is worth nothing."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"opencem.link.{survey_id}.{round_}".encode(), "sha256").hex()


def can_sign(params: Mapping[str, str]) -> bool:
    """Whether these can be signed: names of letters, digits and _, values on one line."""
    return 0 < len(params) <= MOST_NAMES and all(
        _NAME.fullmatch(name) and name != SIGNATURE and value.isprintable() and 0 < len(value) <= LONGEST_VALUE
        for name, value in params.items()
    )


def sign(key: str, survey: str, params: Mapping[str, str]) -> str:
    """The value of `sig` for parameters that `can_sign`."""
    return f"{'.'.join(params)}~{_mac(key, survey, params)}"


def signed_names(key: str, survey: str, params: Mapping[str, str], now: datetime) -> frozenset[str]:
    """The names of the parameters that a link's signature vouches for; none where it is forged or has ended."""
    listed, _, mac = params.get(SIGNATURE, "").partition("~")
    names = listed.split(".")
    if len(names) > MOST_NAMES or not all(name in params for name in names):
        return frozenset()
    signed = {name: params[name] for name in names}
    if not can_sign(signed) or not hmac.compare_digest(mac.encode(), _mac(key, survey, signed).encode()):
        return frozenset()
    return frozenset() if _has_ended(signed.get(EXPIRY), now) else frozenset(names)


def _has_ended(expiry: str | None, now: datetime) -> bool:
    if expiry is None:
        return False
    return not (expiry.isascii() and expiry.isdigit() and len(expiry) <= 12) or now.timestamp() >= int(expiry)


def _mac(key: str, survey: str, params: Mapping[str, str]) -> str:
    said = f"v1\n{survey}\n" + "".join(f"{name}={value}\n" for name, value in params.items())
    return (
        base64.urlsafe_b64encode(hmac.digest(key.encode(), said.encode("utf-8", "replace"), "sha256"))
        .decode()
        .rstrip("=")
    )
