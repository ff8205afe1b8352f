"""The answer page `/s/<token>`: one page of the survey at a time, complete without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencem.engines.survey_logic import AnswersRefused, Context, Language, SurveyDefinition
from opencem.kit.clock import now as clock
from opencem.kit.problems import Problem
from opencem.listen.distribution.attacks import note_form
from opencem.listen.distribution.queries import Door, door
from opencem.listen.invitations.service import mark
from opencem.listen.responses import drafts
from opencem.listen.responses.keys import SubmissionKey
from opencem.listen.responses.service import first_result, full_quota, hold_places, keeps_drafts, submit, turn_away
from opencem.listen.responses.terms import known_terms
from opencem.listen.responses.writing import COMPLETED
from opencem.listen.surveys.queries import live
from opencem.listen.surveys.service import take_coupon

from .carried import Carried, carried_by
from .flow import Finish, Show, advance, begin, page_to_correct, resume, stay
from .form import Place, PostedForm, read_form
from .guard import behind_gate
from .knowledge import context_of
from .language import choose
from .pages import closed_page, ending_of, notice_page, survey_page, thanks_page
from .password import ask, is_shut
from .submission_json import submit_json
from .uploading import LARGEST_FORM, MULTIPART, TooBusy, fields_of, receiving, take_files
from .visitor import holds_key, invitation_of, key_of, network_of, remember, turned_away, usable_key, visit_of
from .way import Standing

LARGEST_BODY = 256 * 1024
MOST_FIELDS = 600


@dataclass(frozen=True)
class _Form:
    """One browser with its form: the key says which version of the survey it shows."""

    request: HttpRequest
    door: Door
    key: SubmissionKey
    definition: SurveyDefinition
    language: Language
    now: datetime

    @cached_property
    def context(self) -> Context:
        return context_of(self.request, self.door, self.key, self.now)

    @cached_property
    def carried(self) -> Carried:
        return carried_by(self.request, self.door)

    @property
    def link(self) -> Mapping[str, str]:
        """The parameters of the address, as far as they count."""
        return self.carried.params


# No cookie speaks for the respondent here: what a form may do is in its own signed key, which another site cannot mint.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey behind a token, or take a page of answers."""
    now = clock()
    found = door(token)
    if found is None or not found.version_id:
        return notice_page(request, "unknown", 404)
    is_program = request.content_type == "application/json"
    if is_shut(request, found) and not is_program:
        return ask(request, found)
    if not is_program and carried_by(request, found).is_refused:
        return notice_page(request, "link_refused", 403)
    if request.method == "POST":
        note_form(found, network_of(request), now)
    if not found.asks_for_work(now):
        return _served(request, found, now)
    return behind_gate(
        request, found, now,
        go_on=lambda: _served(request, found, now),
        begin=lambda key: _open(_form(request, found, key, "", now)),
    )  # fmt: skip


def _served(request: HttpRequest, found: Door, now: datetime) -> HttpResponse:
    if request.method != "POST":
        return _open(_form(request, found, key_of(request, found, now), "", now))
    if request.content_type == MULTIPART and live(found.version_id).definition.upload_slots:
        return _take_with_files(request, found, now)
    if _is_larger_than(LARGEST_BODY, request):
        return notice_page(request, "too_large", 413)
    if request.content_type == "application/json":
        return submit_json(request, found, now)
    return _take(request, found, now)


def _is_larger_than(most: int, request: HttpRequest) -> bool:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return not declared.isdigit() or int(declared) > most


def _take_with_files(request: HttpRequest, found: Door, now: datetime) -> HttpResponse:
    """A page sent by a browser without scripts, its files in it."""
    if _is_larger_than(LARGEST_FORM, request):
        return notice_page(request, "files_too_large", 413)
    try:
        with receiving(request):
            return _take(request, found, now)
    except TooBusy:
        return notice_page(request, "busy", 503)


def _form(request: HttpRequest, door: Door, key: SubmissionKey, posted_language: str, now: datetime) -> _Form:
    definition = live(key.version_id).definition
    wanted = posted_language or request.GET.get("lang", "")
    language = choose(wanted, request.headers.get("Accept-Language", ""), definition.languages)
    return _Form(request, door, key, definition, language, now)


def _open(form: _Form) -> HttpResponse:
    """The first page, or the thank-you page if this browser's form has been sent, or why there is none."""
    ended = _ended(form, already=True)
    if ended is not None:
        return ended
    draft = drafts.kept(form.key.text, form.now) if holds_key(form.request, form.door) else None
    if draft is not None:
        where = Place.read(draft.place)
        step = resume(form.definition, draft.raw, draft.seen, where, form.context, form.link)
        return _page(form, step, draft.seen)
    first = begin(form.definition, form.context, form.link)
    return _full_already(form, first) or _page(form, first, frozenset())


def _keep(form: _Form, step: Show, seen: frozenset[str]) -> None:
    """The answers so far, for whoever comes back to the same link."""
    if not keeps_drafts(form.door, form.definition):
        return
    drafts.keep(
        key=form.key.text,
        definition=form.definition,
        raw=step.raw,
        seen=seen,
        place=str(step.place),
        language=form.language,
        invitation=invitation_of(form.request),
        now=form.now,
    )


def _full_already(form: _Form, first: Show) -> HttpResponse | None:
    """The end of a quota that is full for everybody, or for those whom the link says to fall in it."""
    standing = first.standing.examination
    if not standing.quotas:
        return None
    full = full_quota(door=form.door, definition=form.definition, standing=standing, now=form.now)
    return _end_page(form, first.standing, _end_of_quota(form, full)) if full else None


def _end_of_quota(form: _Form, quota: str) -> str:
    return next(each.end for each in form.definition.quotas if each.key == quota)


def _end_page(
    form: _Form, standing: Standing, end_key: str, *, completed: bool = False, already: bool = False
) -> HttpResponse:
    """The page of an end; who has completed gets the survey's redirect and the coupon of their response."""
    redirect, coupon = _reward(form) if completed else ("", "")
    ending = ending_of(standing, form.language, end_key, redirect, coupon)
    return thanks_page(form.door, form.definition, form.language, ending, already=already)


def _reward(form: _Form) -> tuple[str, str]:
    """Where the survey sends people on, and the code it gives; the same one however often the page is seen."""
    terms = known_terms(form.door.survey_id)
    if terms.reward != "coupons":
        return terms.redirect, ""
    return terms.redirect, take_coupon(survey_id=form.door.survey_id, response_key=form.key.text, now=form.now) or ""


def _ended(form: _Form, *, already: bool = False) -> HttpResponse | None:
    """The page of a form that can go no further: it has been sent, or the survey takes no answers now."""
    stored = first_result(form.key.text)
    if stored:
        standing, completed = Standing.of(form.definition, {}, form.context), stored.outcome == COMPLETED
        return _end_page(form, standing, stored.end_key, completed=completed, already=already)
    closed = form.door.closed_because(form.now) or turned_away(form.request, form.door, form.key.text, form.now)
    return closed_page(form.door, form.definition, form.language, closed) if closed else None


def _take(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    try:
        posted = read_form(_fields(request))
    except SuspiciousOperation:
        return notice_page(request, "malformed", 400)
    if not posted.key:
        return notice_page(request, "malformed", 400)
    key = usable_key(posted.key, door, now)
    if key is None:
        return _renew(_form(request, door, key_of(request, door, now), posted.language, now), posted)
    form = _form(request, door, key, posted.language, now)
    if request.content_type == MULTIPART and request.FILES:
        sent = take_files(request, form.definition, key.text, door, now)
        posted = replace(posted, fields=sent.beside(posted.fields))
        if sent.errors and posted.direction == "next":
            return _page(form, stay(form.definition, posted, sent.errors, form.context, form.link), posted.seen)
    return _go_on(form, posted)


def _go_on(form: _Form, posted: PostedForm) -> HttpResponse:
    _note_start(form, posted)
    step = advance(form.definition, posted, form.context, form.link)
    if isinstance(step, Finish):
        return _finish(form, step, posted)
    ended = _ended(form) or _turned_away(form, step, posted)
    if ended is None:
        _keep(form, step, posted.seen)
    return ended or _page(form, step, posted.seen)


def _note_start(form: _Form, posted: PostedForm) -> None:
    """An invited person who sends a first page has started."""
    token = invitation_of(form.request)
    if token and posted.direction == "next":
        mark(token, "started", form.now)


def _turned_away(form: _Form, step: Show, posted: PostedForm) -> HttpResponse | None:
    """Holds places in the quotas that the answers so far fall in; the end of one that is full."""
    standing = step.standing.examination
    if not form.definition.quotas or step.errors or posted.direction != "next":
        return None
    known: dict[str, Any] = {"door": form.door, "key": form.key.text, "standing": standing, "now": form.now}
    full = hold_places(**known, definition=form.definition)
    if not full:
        return None
    outcome = turn_away(**known, quota=full, raw=step.raw, visit=visit_of(form.request, form.carried, form.language))
    response = _end_page(form, step.standing, outcome.end_key)
    remember(form.request, response, form.door, form.key.text)
    return response


def _fields(request: HttpRequest) -> dict[str, list[str]]:
    """What the form sent. Django's own reading, which also serves files, costs three times as much."""
    if request.content_type != "application/x-www-form-urlencoded":
        return fields_of(request)
    try:
        return parse_qs(request.body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise SuspiciousOperation("not a form") from error


def _renew(form: _Form, posted: PostedForm) -> HttpResponse:
    """A form whose key is no good: nothing is stored, and the answers come back in a form that can be sent."""
    step = advance(form.definition, posted, form.context, form.link)
    place = step.place if isinstance(step, Show) else step.standing.nearest(posted.place)
    return _page(form, Show(place, step.standing, notice="renewed"), posted.seen, status=409)


def _finish(form: _Form, step: Finish, posted: PostedForm) -> HttpResponse:
    """Stored for good before the thank-you page; a form that was stored before is thanked again."""
    visit = visit_of(form.request, form.carried, form.language)
    try:
        outcome = submit(
            door=form.door,
            key=form.key.text,
            raw=step.raw,
            visit=visit,
            now=form.now,
            context=form.context,
            examined=step.standing.examination,
        )
    except AnswersRefused as refusal:
        return _page(form, page_to_correct(step.standing, refusal.errors, posted.place), posted.seen)
    except Problem as problem:
        return closed_page(form.door, form.definition, form.language, problem.code.removeprefix("survey_"))
    response = _end_page(form, step.standing, outcome.end_key, completed=outcome.outcome == COMPLETED)
    remember(form.request, response, form.door, form.key.text)
    return response


def _page(form: _Form, show: Show, seen: frozenset[str], status: int = 200) -> HttpResponse:
    response = survey_page(form.door, form.key.text, form.language, show, seen, 422 if show.errors else status)
    remember(form.request, response, form.door, form.key.text)
    return response
