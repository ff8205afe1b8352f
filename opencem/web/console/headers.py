"""Security headers of every answer, and the 304 of API reads."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

Next = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.strict_transport = settings.PUBLIC_URL.startswith("https://")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(12)
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # read by the console's page and the login template
        response = self.get_response(request)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if self.strict_transport:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return _not_modified(request, response) if request.path.startswith("/api/") else response


def _not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tags an API read by its content; a poll that saw the same content gets 304 and no body.

    `private, no-cache` with `Vary: Cookie`: only this browser keeps it, and it asks again each time.
    """
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    is_query = request.method == "POST" and request.path.endswith("/query")
    if response.status_code != 200 or response.streaming or not (request.method == "GET" or is_query):
        return response
    if response.has_header("ETag"):  # the endpoint knows better, and has compared it already
        return response
    tag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    if request.headers.get("If-None-Match", "").removeprefix("W/") != tag:  # weak when it went out compressed
        return response
    unchanged = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        unchanged.headers[name] = response.headers[name]
    return unchanged
