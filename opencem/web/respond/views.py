"""The answer page `/s/<token>`: one page of the survey at a time, complete without scripts."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencem.engines.survey_logic import AnswersRefused, Language, SurveyDefinition
from opencem.kit.clock import now as clock
from opencem.kit.problems import Problem
from opencem.listen.distribution.queries import Door, door
from opencem.listen.responses.keys import SubmissionKey
from opencem.listen.responses.service import first_result, submit
from opencem.listen.surveys.queries import live

from .flow import Finish, Show, advance, first_page, page_with
from .form import PostedForm, read_form
from .language import choose
from .pages import closed_page, notice_page, survey_page, thanks_page
from .submission_json import submit_json
from .visitor import key_of, remember, usable_key, visit_of

LARGEST_BODY = 256 * 1024


# No cookie speaks for the respondent here: what a form may do is in its own signed key, which another site cannot mint.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey behind a token, or take a page of answers."""
    now = clock()
    found = door(token)
    if found is None:
        return notice_page(request, "unknown", 404)
    if request.method != "POST":
        return _open(request, found, now)
    if _is_too_large(request):
        return notice_page(request, "too_large", 413)
    if request.content_type == "application/json":
        return submit_json(request, found, now)
    return _take(request, found, now)


def _is_too_large(request: HttpRequest) -> bool:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return not declared.isdigit() or int(declared) > LARGEST_BODY


def _open(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    """The first page, or the thank-you page if this browser's form has been sent, or why there is none."""
    key = key_of(request, door, now)
    definition = live(key.version_id).definition
    language = _language(request, "", definition)
    if first_result(key.text):
        return thanks_page(request, door, definition, language, already=True)
    closed = door.closed_because(now)
    if closed:
        return closed_page(request, door, definition, language, closed)
    return _page(request, door, key, definition, language, first_page(definition), None)


def _take(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    try:
        posted = read_form(dict(request.POST.lists()))
    except SuspiciousOperation:
        return notice_page(request, "malformed", 400)
    key = usable_key(posted.key, door, now)
    if key is None:
        return _renewed(request, door, posted, now)
    definition = live(key.version_id).definition
    language = _language(request, posted.language, definition)
    if first_result(key.text):
        return thanks_page(request, door, definition, language)
    closed = door.closed_because(now)
    if closed:
        return closed_page(request, door, definition, language, closed)
    step = advance(definition, posted)
    if isinstance(step, Finish):
        return _finish(request, door, key, definition, language, step, posted, now)
    return _page(request, door, key, definition, language, step, posted)


def _renewed(request: HttpRequest, door: Door, posted: PostedForm, now: datetime) -> HttpResponse:
    """A form whose key is no good: nothing is stored, and the answers come back in a form that can be sent."""
    if not posted.key:
        return notice_page(request, "malformed", 400)
    key = key_of(request, door, now)
    definition = live(key.version_id).definition
    language = _language(request, posted.language, definition)
    step = advance(definition, posted)
    page = step.page if isinstance(step, Show) else len(definition.pages) - 1
    again = Show(page, step.raw, notice="renewed")
    return _page(request, door, key, definition, language, again, posted, status=409)


def _finish(
    request: HttpRequest,
    door: Door,
    key: SubmissionKey,
    definition: SurveyDefinition,
    language: Language,
    step: Finish,
    posted: PostedForm,
    now: datetime,
) -> HttpResponse:
    try:
        submit(door=door, key=key.text, raw=step.raw, visit=visit_of(request, language), now=now)
    except AnswersRefused as refusal:
        show = page_with(definition, step.raw, refusal.errors, posted.page)
        return _page(request, door, key, definition, language, show, posted)
    except Problem as problem:
        return closed_page(request, door, definition, language, problem.code.removeprefix("survey_"))
    response = thanks_page(request, door, definition, language)
    remember(request, response, door, key.text)
    return response


def _page(
    request: HttpRequest,
    door: Door,
    key: SubmissionKey,
    definition: SurveyDefinition,
    language: Language,
    show: Show,
    posted: PostedForm | None,
    status: int = 200,
) -> HttpResponse:
    seen = posted.seen if posted else frozenset()
    response = survey_page(request, door, key.text, definition, language, show, seen, 422 if show.errors else status)
    remember(request, response, door, key.text)
    return response


def _language(request: HttpRequest, posted: str, definition: SurveyDefinition) -> Language:
    wanted = posted or request.GET.get("lang", "")
    return choose(wanted, request.headers.get("Accept-Language", ""), definition.languages)
