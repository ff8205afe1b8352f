"""How the API answers: problems as RFC 9457, and 304 for what has not changed."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

from opencem.kit.problems import Problem


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    language = getattr(request, "LANGUAGE_CODE", "zh-hans")
    body = json.dumps(problem.body(language), ensure_ascii=False)
    return HttpResponse(body, status=problem.status, content_type="application/problem+json")
