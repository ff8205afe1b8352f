"""Tencent Cloud's request signature v3, TC3-HMAC-SHA256, for a POST with a JSON body.

Source: cloud.tencent.com/document/api/382/52072 (签名方法 v3).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

_ALGORITHM = "TC3-HMAC-SHA256"


def authorization(
    key_id: str, secret: str, *, service: str, signed_headers: Mapping[str, str], body: bytes, timestamp: int
) -> str:
    """The value of the Authorization header. `signed_headers` by lower-case names; `timestamp` in seconds."""
    names = sorted(signed_headers)
    lines = "".join(f"{name}:{signed_headers[name].strip().lower()}\n" for name in names)
    request = "\n".join(("POST", "/", "", lines, ";".join(names), hashlib.sha256(body).hexdigest()))
    day = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    text = f"{_ALGORITHM}\n{timestamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    return f"{_ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"
