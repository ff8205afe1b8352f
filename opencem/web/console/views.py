"""Serves the built console, sign-in and the two probes. No business rules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from opencem.kit.problems import Problem
from opencem.report.system.queries import worker_lag_s
from opencem.web.api.answers import problem_response

BUILT = Path(settings.PACKAGE) / "web" / "console" / "static" / "console" / "index.html"
MAX_LAG_S = 120


@never_cache
@ensure_csrf_cookie
def console(request: HttpRequest) -> HttpResponse:
    """The console's one page, for any path it routes itself."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not BUILT.exists():
        return HttpResponse("The console is not built yet: run `make build`.", status=503, content_type="text/plain")
    return HttpResponse(_page(BUILT.stat().st_mtime_ns).replace("__CSP_NONCE__", request.csp_nonce))  # type: ignore[attr-defined]  # set by SecurityHeaders


@lru_cache(maxsize=1)
def _page(_modified: int) -> str:
    return BUILT.read_text(encoding="utf-8")


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    template_name = "account/login.html"


class SignOut(LogoutView):  # type: ignore[misc]  # allauth ships no types
    template_name = "account/logout.html"


login = never_cache(SignIn.as_view())
logout = never_cache(SignOut.as_view())


def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, migrations are done and the worker keeps up; else 503 and what is wrong."""
    checks = {"database": _database(), "migrations": _migrations(), "worker": _worker()}
    ok = all(check == "ok" for check in checks.values())
    return JsonResponse({"status": "ok" if ok else "not ready", "checks": checks}, status=200 if ok else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return "does not answer"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return "unknown"
    return f"{len(pending)} to apply" if pending else "ok"


def _worker() -> str:
    try:
        lag = worker_lag_s()
    except Exception:
        return "unknown"
    return "ok" if lag <= MAX_LAG_S else f"{int(lag)} s behind"


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(request, Problem("csrf", 403))
    return render(request, "account/expired.html", status=403)
