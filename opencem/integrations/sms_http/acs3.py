"""Aliyun's request signature V3, ACS3-HMAC-SHA256, for an action with its parameters in the query and no body.

Source: help.aliyun.com/document_detail/2593177.html (V3版本请求体&签名机制).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

_ALGORITHM = "ACS3-HMAC-SHA256"


def canonical_query(parameters: Mapping[str, str]) -> str:
    """Sorted by name; RFC 3986 in UTF-8, so that a blank is %20 and a tilde stays."""
    return "&".join(f"{_escaped(name)}={_escaped(parameters[name])}" for name in sorted(parameters))


def sign(method: str, query: str, headers: Mapping[str, str], secret: str) -> tuple[str, str]:
    """(SignedHeaders, Signature). `headers` by lower-case names, among them `x-acs-content-sha256`; all are signed."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join((method, "/", query, lines, signed, headers["x-acs-content-sha256"]))
    text = f"{_ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    return signed, hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def authorization(key_id: str, secret: str, method: str, query: str, headers: Mapping[str, str]) -> str:
    """The value of the Authorization header."""
    signed, signature = sign(method, query, headers, secret)
    return f"{_ALGORITHM} Credential={key_id},SignedHeaders={signed},Signature={signature}"


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")
