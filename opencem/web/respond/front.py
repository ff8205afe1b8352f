"""The short way to an answer page: past sessions, sign-in and messages, none of which a respondent has.

These pages take nearly all the traffic, and at a peak every tenth of a millisecond is a customer who does not wait.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

Next = Callable[[HttpRequest], HttpResponse]
PREFIX = "/s/"


class AnswerPages:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.get_host()  # refuses a forged Host, as CommonMiddleware does for the others
        match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers.setdefault("Content-Length", str(len(response.content)))  # else it goes out in chunks
        return response
