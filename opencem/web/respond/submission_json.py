"""A whole submission in one JSON body, for programs: `{"key", "language", "answers"}`.

The key is the one in the page's form. Answers are as `survey_logic.submit` takes them. 201 when stored, 200 when this key was
stored before; otherwise RFC 9457.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse

from opencem.engines.survey_logic import LANGUAGES, AnswersRefused
from opencem.kit.problems import FieldError, Problem, register_problems
from opencem.kit.strict_json import NotJson, loads
from opencem.listen.distribution.queries import Door
from opencem.listen.responses import keys
from opencem.listen.responses.service import submit

from .carried import carried_by
from .knowledge import context_of
from .language import choose
from .password import is_shut
from .visitor import visit_of
from .words import answer_problems

register_problems(
    {
        "answers_refused": {
            "zh-hans": "有回答不符合要求",
            "zh-hant": "有回答不符合要求",
            "en": "Some answers are refused",
        }
    }
)
register_problems(answer_problems())


def submit_json(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    """Take a submission; every refusal is a problem in the caller's language."""
    try:
        if is_shut(request, door):
            raise Problem("survey_password_needed", 403)
        key, language, answers = _read(request.body)
        carried = carried_by(request, door)
        if carried.is_refused:
            raise Problem("survey_link_refused", 403)
        visit = visit_of(request, carried, choose(language, request.headers.get("Accept-Language", ""), LANGUAGES))
        context = context_of(request, door, keys.read(key, now), now)
        outcome = submit(door=door, key=key, raw=answers, visit=visit, now=now, context=context)
    except AnswersRefused as refusal:
        return problem_json(request, _refused(refusal))
    except Problem as problem:
        return problem_json(request, problem)
    return JsonResponse({"state": outcome.state}, status=201 if outcome.state == "stored" else 200)


def _read(body: bytes) -> tuple[str, str, Mapping[str, object]]:
    try:
        sent = loads(body)
    except NotJson as error:
        raise Problem("malformed_json", 400) from error
    if not isinstance(sent, dict):
        raise Problem("invalid", 422)
    for name in sorted(set(sent) - {"key", "language", "answers"}):
        raise Problem("unknown_field", 422, field=name[:40])
    key, language, answers = sent.get("key"), sent.get("language", ""), sent.get("answers")
    if not isinstance(key, str):
        raise Problem("wrong_type", 422, field="key")
    if not isinstance(language, str):
        raise Problem("wrong_type", 422, field="language")
    if not isinstance(answers, dict):
        raise Problem("wrong_type", 422, field="answers")
    return key, language, answers


def _refused(refusal: AnswersRefused) -> Problem:
    errors = [
        FieldError(".".join(filter(None, ("answers", error.question, error.row))), f"answer_{error.code}", error.params)
        for error in refusal.errors
    ]
    return Problem("answers_refused", 422, errors=errors)


def problem_json(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem in the caller's language."""
    wanted, accepted = request.GET.get("lang", ""), request.headers.get("Accept-Language", "")
    body = json.dumps(problem.body(choose(wanted, accepted, LANGUAGES).lower()), ensure_ascii=False)
    return HttpResponse(body, status=problem.status, content_type="application/problem+json")
