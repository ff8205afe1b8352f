"""A little work that a browser does before its form is taken, in the format of ALTCHA (v1): find the number whose hash
with the salt is the challenge. One piece of work is good for one form. Without scripts, waiting takes its place.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from opencem.kit.strict_json import NotJson, loads

HARDEST = 100_000
"""Half of it is tried on average: a tenth of a second in a new browser, two seconds in an old phone."""
LIFE = timedelta(minutes=20)
WAIT = timedelta(seconds=8)


@cache
def _secret() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"opencem.proof", "sha256")


def _mac(words: str) -> str:
    return hmac.digest(_secret(), words.encode("utf-8", "replace"), "sha256").hex()


def challenge_for(form: str, now: datetime) -> dict[str, Any]:
    """A challenge for one form, named by its submission key."""
    expires = int((now + LIFE).timestamp())
    salt = f"{secrets.token_hex(8)}?expires={expires}&form={_mac(form)[:16]}"
    answer = secrets.randbelow(HARDEST + 1)
    challenge = hashlib.sha256(f"{salt}{answer}".encode()).hexdigest()
    return {
        "algorithm": "SHA-256", "challenge": challenge, "maxnumber": HARDEST, "salt": salt,
        "signature": _mac(challenge),
    }  # fmt: skip


def is_solved(payload: str, form: str, now: datetime) -> bool:
    """Whether a solution is one of a challenge that was set for this form and has not run out."""
    said = _read(payload)
    salt, number, challenge = said.get("salt"), said.get("number"), said.get("challenge")
    if not isinstance(salt, str) or not isinstance(number, int) or not isinstance(challenge, str):
        return False
    if not hmac.compare_digest(_mac(challenge), str(said.get("signature"))):
        return False
    is_found = hmac.compare_digest(hashlib.sha256(f"{salt}{number}".encode()).hexdigest(), challenge)
    return is_found and _is_of(salt, form, now)


def _is_of(salt: str, form: str, now: datetime) -> bool:
    facts = dict(part.partition("=")[::2] for part in salt.partition("?")[2].split("&"))
    expires = facts.get("expires", "")
    return expires.isdigit() and now.timestamp() < int(expires) and facts.get("form") == _mac(form)[:16]


def _read(payload: str) -> dict[str, Any]:
    try:
        said = loads(base64.b64decode(payload[:2000].encode("ascii"), validate=True))
    except (ValueError, binascii.Error, NotJson):
        return {}
    return said if isinstance(said, dict) else {}


def wait_token(form: str, now: datetime) -> str:
    """A token that is worth as much as work once `WAIT` has passed."""
    ready = int((now + WAIT).timestamp())
    return f"{ready}.{_mac(f'wait {form} {ready}')}"


def has_waited(token: str, form: str, now: datetime) -> bool:
    ready, _, mac = token.partition(".")
    if not (ready.isascii() and ready.isdigit() and len(ready) < 12):
        return False
    if not hmac.compare_digest(mac.encode(), _mac(f"wait {form} {int(ready)}").encode()):
        return False
    return int(ready) <= now.timestamp() < int(ready) + LIFE.total_seconds()


def is_waiting(token: str, form: str, now: datetime) -> bool:
    """Whether a token's time has yet to come: the same one goes on counting."""
    ready = token.partition(".")[0]
    return ready.isdigit() and has_waited(token, form, now + WAIT) and int(ready) > now.timestamp()


def pass_for(form: str) -> str:
    """What the browser keeps once the work for a form is done."""
    return _mac(f"pass {form}")


def as_text(challenge: dict[str, Any]) -> str:
    return json.dumps(challenge, separators=(",", ":"))
