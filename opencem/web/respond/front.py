"""The short way to an answer page: past Django's handler with its signals, and past sessions, sign-in and messages, none
of which a respondent has.

These pages take nearly all the traffic, and at a peak every tenth of a millisecond is a customer who does not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.cookie import SimpleCookie
from django.urls import resolve

from opencem.adapters.sqlite_queued.turn import NoTurn

from .pages import notice_page
from .views import answer_page

Next = Callable[[HttpRequest], HttpResponse]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PREFIX = "/s/"


class ShortWay:
    """The WSGI application in front of Django's: answers below `/s/` itself and hands the rest on.

    `dressed` are the few middlewares that these pages do need, around `answer`.
    """

    def __init__(self, others: Application, dressed: Next) -> None:
        self._others, self._dressed = others, dressed

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PREFIX):
            return self._others(environ, start_response)
        connection.close_if_unusable_or_obsolete()  # as Django does when a request begins
        request = WSGIRequest(environ)
        try:
            response = self._dressed(request)
            start_response(f"{response.status_code} {response.reason_phrase}", _headers(response))
            return [response.content]
        finally:
            request.close()  # the temporary files of an upload


class AnswerPages:
    """The same for a Django without `ShortWay` before it, as the tests' client has."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return answer(request) if request.path_info.startswith(PREFIX) else self.get_response(request)


def answer(request: HttpRequest) -> HttpResponse:
    """The page a request below `/s/` asks for, whatever happens."""
    try:
        response = _found(request)
    except NoTurn:
        response = notice_page(request, "busy", 503)
    except Exception as error:
        response = response_for_exception(request, error)
    response.headers.setdefault("Content-Length", str(len(response.content)))  # else it goes out in chunks
    return response


def _found(request: HttpRequest) -> HttpResponse:
    request.get_host()  # refuses a forged Host, as CommonMiddleware does for the others
    token = request.path_info.removeprefix(PREFIX)
    if token and "/" not in token:
        return answer_page(request, token)
    match = resolve(request.path_info)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _headers(response: HttpResponse) -> list[tuple[str, str]]:
    cookies: SimpleCookie = response.cookies
    return [*response.items(), *(("Set-Cookie", cookie.output(header="")) for cookie in cookies.values())]
