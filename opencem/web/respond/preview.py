"""The preview `/s/preview/<token>`: the answer page itself, of a draft or a version, for those who make the survey.

What is shown is shown by the same code as to respondents. What is sent is a test (`listen.responses.testing`): no place,
no quota, no cookie and no kept draft comes of it. Only the console's own pages may show it in a frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencem.engines.survey_logic import (
    LANGUAGES,
    Accepted,
    AnswersRefused,
    Context,
    Item,
    Language,
    SurveyDefinition,
    accept,
)
from opencem.kit.clock import now as clock
from opencem.kit.problems import Problem
from opencem.listen.distribution.queries import Door
from opencem.listen.responses import keys
from opencem.listen.responses.terms import known_terms
from opencem.listen.responses.testing import CHANNEL, submit_test
from opencem.listen.responses.writing import COMPLETED
from opencem.listen.surveys.previewing import Preview, PreviewToken, open_preview
from opencem.listen.uploads.queries import SentFiles

from .flow import Finish, Show, advance, begin, page_to_correct, stay
from .form import Place, PostedForm, read_form
from .language import choose
from .levels import knows_units
from .pages import PREVIEW, ending_of, notice_page, survey_page, thanks_page, told_page
from .preview_words import said
from .uploading import LARGEST_FORM, MULTIPART, TooBusy, fields_of, receiving, take_files
from .way import Standing

_NOBODY = "frame-ancestors 'none'"
_OWN_PAGES = "frame-ancestors 'self'"
_MOST_ITEMS = 20


@dataclass(frozen=True)
class _Trial:
    """One form tried out. The key is of no collector (0) and of this survey, so that it opens nothing else."""

    request: HttpRequest
    preview: Preview
    door: Door
    definition: SurveyDefinition
    key: keys.SubmissionKey
    language: Language
    now: datetime

    @property
    def context(self) -> Context:
        """Who answers and what was bought is made up: `customer`, `order` and `items` of the address, else samples."""
        link = self.request.GET
        named = [name.strip()[:60] for name in link.get("items", "").split(",") if name.strip()]
        names = named[:_MOST_ITEMS] or [said(self.language, "item").format(number=number) for number in (1, 2)]
        facts = {
            "unit.name": self.preview.unit.name,
            "order.number": link.get("order", "")[:64],
            "customer.name": link.get("customer", "")[:60],
        }
        items = {"order.items": tuple(Item(str(place), name) for place, name in enumerate(names, 1))}
        today = self.now.astimezone(ZoneInfo(self.preview.unit.timezone or settings.TIME_ZONE)).date()
        return Context(self.key.text, today, facts, items, SentFiles(self.key.text), knows_units)

    @property
    def link(self) -> Mapping[str, str]:
        return self.request.GET.dict()


# No cookie speaks here: the token is the right to look, and the form's own key is of this survey alone.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show a screen of the survey, or take one of a test."""
    response = _answer(request, token, clock())
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace(_NOBODY, _OWN_PAGES)
    return response


def _answer(request: HttpRequest, token: str, now: datetime) -> HttpResponse:
    spoken = choose(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""), LANGUAGES)
    preview = _opened(token, spoken)
    if preview is None:
        return _told("over", spoken, 410)
    if preview.definition is None:
        return _told("faults", spoken, 409, tuple(dict.fromkeys(fault.message for fault in preview.faults)))
    if request.method != "POST":
        trial = _trial(request, preview, token, keys.mint(0, preview.survey.pk, now), "", now)
        return _show(trial, _first(trial), frozenset())
    if request.content_type != MULTIPART:
        return _take_posted(request, preview, token, now)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FORM:
        return notice_page(request, "files_too_large", 413)
    try:
        with receiving(request):
            return _take_posted(request, preview, token, now)
    except TooBusy:
        return notice_page(request, "busy", 503)


def _take_posted(request: HttpRequest, preview: Preview, token: str, now: datetime) -> HttpResponse:
    posted = _posted(request)
    if posted is None or not _is_of(preview, posted.key, now):
        return notice_page(request, "malformed", 400)
    trial = _trial(request, preview, token, posted.key, posted.language, now)
    sent = take_files(request, trial.definition, trial.key.text, trial.door, now)
    posted = replace(posted, fields=sent.beside(posted.fields))
    if sent.errors and posted.direction == "next":
        return _show(trial, stay(trial.definition, posted, sent.errors, trial.context, trial.link), posted.seen)
    return _take(trial, posted)


def trial_of(request: HttpRequest, token: str, now: datetime) -> _Trial | None:
    """The trial that a file is sent ahead of; None for a token or key that is no good."""
    preview, key = _opened(token, LANGUAGES[0]), request.POST.get("_key", "")
    if preview is None or preview.definition is None or not _is_of(preview, key, now):
        return None
    return _trial(request, preview, token, key, "", now)


def _opened(token: str, language: Language) -> Preview | None:
    read = PreviewToken.read(token)
    try:
        return open_preview(read, language) if read else None
    except Problem:
        return None


def _told(what: str, language: Language, status: int, points: tuple[str, ...] = ()) -> HttpResponse:
    return told_page(said(language, f"{what}_title"), said(language, f"{what}_text"), points, language, status)


def _posted(request: HttpRequest) -> PostedForm | None:
    try:
        return read_form(fields_of(request))
    except SuspiciousOperation:
        return None


def _is_of(preview: Preview, key: str, now: datetime) -> bool:
    try:
        read = keys.read(key, now)
    except Problem:
        return False
    return (read.collector_id, read.version_id) == (0, preview.survey.pk)


def _trial(request: HttpRequest, preview: Preview, token: str, key: str, posted_language: str, now: datetime) -> _Trial:
    assert preview.definition is not None
    wanted = posted_language or request.GET.get("lang", "")
    language = choose(wanted, request.headers.get("Accept-Language", ""), preview.definition.languages)
    return _Trial(request, preview, _door(preview, token), preview.definition, keys.read(key, now), language, now)


def _door(preview: Preview, token: str) -> Door:
    """What the pages need to know of a collector, where there is none."""
    return Door(
        collector_id=0, token=f"preview/{token}", survey_id=preview.survey.pk, survey_key=preview.survey.key,
        survey_status="published", version_id=preview.version_id or 0, unit_id=preview.unit.id,
        unit_name=preview.unit.name, unit_timezone=preview.unit.timezone, channel=CHANNEL, touchpoint_code="",
        status="open", opens_at=None, expires_at=None, answer_limit=None, answers=0, again_after_hours=0, kind=PREVIEW,
        origins="", reset_after_s=0, survey_opens_at=None, survey_closes_at=None,
    )  # fmt: skip


def _first(trial: _Trial) -> Show:
    """The beginning, or the page or question the address names (`at`)."""
    first = begin(trial.definition, trial.context, trial.link)
    place = _place_of(first.standing, trial.request.GET.get("at", ""))
    return Show(place, first.standing) if place else first


def _place_of(standing: Standing, named: str) -> Place | None:
    """The screen of a page or question, or the nearest one where the way does not lead there without answers."""
    definition = standing.definition
    for screen in standing.screens:
        if named == screen.step.page.key or any(named == question.key for question in screen.questions):
            return screen.place
    page = definition.page_of.get(named, definition.place.get(named))
    return None if page is None else standing.nearest(Place(page))


def _take(trial: _Trial, posted: PostedForm) -> HttpResponse:
    step = advance(trial.definition, posted, trial.context, trial.link)
    if isinstance(step, Show):
        return _show(trial, step, posted.seen)
    try:
        accepted = accept(trial.definition, step.standing.examination, trial.language)
        submit_test(preview=trial.preview, definition=trial.definition, key=trial.key, accepted=accepted, now=trial.now)
    except AnswersRefused as refusal:
        return _show(trial, page_to_correct(step.standing, refusal.errors, posted.place), posted.seen)
    except Problem:
        return _told("full", trial.language, 409)
    return _thanked(trial, step, accepted)


def _thanked(trial: _Trial, step: Finish, accepted: Accepted) -> HttpResponse:
    """What a respondent would see at the end, with a sample for a coupon; nobody is led away from the preview."""
    end = accepted.end
    rewarded = (end is None or end.outcome == COMPLETED) and known_terms(trial.door.survey_id).reward == "coupons"
    coupon = said(trial.language, "coupon") if rewarded else ""
    ending = ending_of(step.standing, trial.language, end.key if end else "", "", coupon)
    return thanks_page(trial.door, trial.definition, trial.language, replace(ending, redirect=""))


def _show(trial: _Trial, show: Show, seen: frozenset[str]) -> HttpResponse:
    status = 422 if show.errors else 200
    return survey_page(trial.door, trial.key.text, trial.language, show, seen, status)
