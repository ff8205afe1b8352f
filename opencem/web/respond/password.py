"""The word that opens a survey, where it has one."""

from __future__ import annotations

import time
from collections import deque
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from opencem.engines.survey_logic import LANGUAGES
from opencem.listen.distribution.queries import Door
from opencem.listen.responses.terms import known_terms
from opencem.listen.surveys.queries import live
from opencem.listen.surveys.service import password_matches

from .language import choose
from .pages import password_page

LIFE_S = 12 * 3600
TRIES_A_MINUTE = 30
"""Of one survey, in one process: each try costs a tenth of a second of work, and a word could be guessed."""

_signer = TimestampSigner(salt="opencem.survey_password")
_tries: dict[int, deque[float]] = {}


def is_shut(request: HttpRequest, door: Door) -> bool:
    """Whether this visitor has yet to give the survey's word."""
    return known_terms(door.survey_id).has_password and not _has_given(request, door)


def _has_given(request: HttpRequest, door: Door) -> bool:
    try:
        given = _signer.unsign(request.COOKIES.get(_cookie(door), ""), max_age=LIFE_S)
    except BadSignature:
        return False
    return given == str(door.survey_id)


def ask(request: HttpRequest, door: Door) -> HttpResponse:
    """The page that asks for the word; takes it, and leads to the survey."""
    definition = live(door.version_id).definition
    wanted, accepted = request.GET.get("lang", ""), request.headers.get("Accept-Language", "")
    language = choose(wanted, accepted, definition.languages)
    said = request.POST.get("_password", "") if request.method == "POST" else ""
    if said and _may_try(door.survey_id) and password_matches(door.survey_id, said):
        return _opened(request, door)
    return password_page(door, definition, language if language in LANGUAGES else LANGUAGES[0], is_wrong=bool(said))


def _opened(request: HttpRequest, door: Door) -> HttpResponse:
    query = f"?{urlencode(request.GET, doseq=True)}" if request.GET else ""
    response = HttpResponseRedirect(f"/s/{door.token}{query}")
    secure = settings.PUBLIC_URL.startswith("https://")
    response.set_cookie(
        _cookie(door), _signer.sign(str(door.survey_id)), LIFE_S, path="/s/", secure=secure, httponly=True, samesite="Lax"
    )  # fmt: skip
    return response


def _may_try(survey_id: int) -> bool:
    tries = _tries.setdefault(survey_id, deque(maxlen=TRIES_A_MINUTE))
    now = time.monotonic()
    if len(tries) == TRIES_A_MINUTE and now - tries[0] < 60:
        return False
    tries.append(now)
    return True


def _cookie(door: Door) -> str:
    return f"opencem_word_{door.survey_id}"
