"""The one API: how it authenticates, parses and refuses. The rooms bring the endpoints."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import SessionAuth

from opencem import __version__
from opencem.adapters.sqlite_queued.turn import NoTurn
from opencem.kit import strict_json
from opencem.kit.problems import FieldError, Problem
from opencem.web.api.answers import problem_response

logger = logging.getLogger(__name__)


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return strict_json.loads(request.body)
        except strict_json.NotJson as error:
            raise Problem("malformed_json", 400) from error


class Session(SessionAuth):
    """The console's session cookie, with CSRF. A disabled account is signed out at its next request."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user if request.user.is_authenticated and request.user.is_active else None


api = NinjaAPI(
    title="OpenCEM",
    version=__version__,
    description="Customer experience: listen, understand, act, report. Errors are RFC 9457 problems with stable codes.",
    auth=Session(csrf=True),
    parser=StrictParser(),
    urls_namespace="api",
)

# pydantic's error types, as the stable codes of our problems.
CODES = {"missing": "required", "extra_forbidden": "unknown_field", "string_too_long": "too_large"}


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(request, problem)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_response(request, Problem("invalid", 422, errors=_field_errors(error.errors)))


def _field_errors(errors: Sequence[dict[str, Any]]) -> list[FieldError]:
    return [
        FieldError(".".join(str(part) for part in e["loc"][1:] if part != "body"), CODES.get(e["type"], "wrong_type"))
        for e in errors
    ]


@api.exception_handler(AuthenticationError)
def on_signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(request, Problem("signed_out", 401))


def missing(request: HttpRequest, unknown: str) -> HttpResponse:
    """For an address below /api that is nobody's."""
    return problem_response(request, Problem("not_found", 404))


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(request, Problem("not_found", 404))


@api.exception_handler(RequestDataTooBig)
def on_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem_response(request, Problem("too_large", 413))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = {400: "malformed_json", 403: "csrf", 404: "not_found", 413: "too_large"}.get(error.status_code, "invalid")
    return problem_response(request, Problem(code, error.status_code))


@api.exception_handler(SuspiciousOperation)
def on_suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem_response(request, Problem("invalid", 400))


@api.exception_handler(BadRequest)
def on_bad(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return problem_response(request, Problem("invalid", 400))


@api.exception_handler(NoTurn)
def on_no_turn(request: HttpRequest, error: NoTurn) -> HttpResponse:
    logger.error("%s %s: %s", request.method, request.path, error)
    return problem_response(request, Problem("database_busy", 503))


@api.exception_handler(Exception)
def on_error(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("unhandled error in %s %s", request.method, request.path, exc_info=error)
    return problem_response(request, Problem("server_error", 500))
