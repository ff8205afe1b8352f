"""The gate before a link under attack: whoever comes does a little work, or waits. Calm links never come here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict

from opencem.engines.survey_logic import LANGUAGES
from opencem.kit.problems import Problem
from opencem.listen.distribution.queries import Door
from opencem.listen.responses.keys import SubmissionKey
from opencem.listen.surveys.queries import live

from . import challenge
from .language import choose
from .pages import proof_page
from .submission_json import problem_json
from .visitor import keep_pass, key_of, pass_held, usable_key

PROOF, WAITED = "_proof", "_wait"
_OWN = frozenset({PROOF, WAITED})
_ANSWERLESS = frozenset({"_key", PROOF, WAITED})


def behind_gate(
    request: HttpRequest,
    door: Door,
    now: datetime,
    go_on: Callable[[], HttpResponse],
    begin: Callable[[SubmissionKey], HttpResponse],
) -> HttpResponse:
    """Lets through whoever has done the work for their form: `go_on` as if there were no gate, `begin` at its first page."""
    if request.content_type == "application/json":
        return problem_json(request, Problem("survey_proof_needed", 403))
    key = _key(request, door, now)
    if pass_held(request, door) == challenge.pass_for(key.text):
        return go_on()
    if request.method != "POST" or not _is_earned(request, key, now):
        return _ask(request, door, key, now)
    is_answerless = _ANSWERLESS.issuperset(_sent(request))
    response = begin(key) if is_answerless else go_on()
    keep_pass(response, door, challenge.pass_for(key.text))
    return response


def _sent(request: HttpRequest) -> QueryDict:
    """The fields of a form. One with files is not read before the gate: it needs a key that has been let through."""
    return request.POST if request.content_type == "application/x-www-form-urlencoded" else QueryDict()


def _key(request: HttpRequest, door: Door, now: datetime) -> SubmissionKey:
    posted = usable_key(_sent(request).get("_key", ""), door, now) if request.method == "POST" else None
    return posted or key_of(request, door, now)


def _is_earned(request: HttpRequest, key: SubmissionKey, now: datetime) -> bool:
    solved, waited = _sent(request).get(PROOF, ""), _sent(request).get(WAITED, "")
    return challenge.is_solved(solved, key.text, now) or challenge.has_waited(waited, key.text, now)


def _ask(request: HttpRequest, door: Door, key: SubmissionKey, now: datetime) -> HttpResponse:
    """The work, with all that was sent along with it, so that no answer is lost."""
    language = choose(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""), LANGUAGES)
    sent = [(name, value) for name, values in _sent(request).lists() for value in values if name not in _OWN]
    fields = sent if any(name == "_key" for name, _ in sent) else [("_key", key.text), *sent]
    waiting = _sent(request).get(WAITED, "")
    token = waiting if challenge.is_waiting(waiting, key.text, now) else challenge.wait_token(key.text, now)
    work = challenge.as_text(challenge.challenge_for(key.text, now))
    look = live(key.version_id).definition.color, door.origins
    return proof_page(language, look, [*fields, (WAITED, token)], work, int(challenge.WAIT.total_seconds()))
