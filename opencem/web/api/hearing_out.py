"""Reads a refused upload on, so that whoever is still sending it gets to see why it was refused."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 64 * 1024 * 1024  # beyond this the sender finds the connection closed
_CHUNK = 256 * 1024


class HearOut:
    """A server that answers 413 and hangs up leaves a browser with a broken connection instead of the answer.

    What is read is thrown away, a chunk at a time.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 413:
            _read_on(request)
        return response


def _read_on(request: HttpRequest) -> None:
    left = MOST_BYTES
    while left > 0 and (chunk := request.read(_CHUNK)):
        left -= len(chunk)
