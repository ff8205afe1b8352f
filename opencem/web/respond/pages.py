"""Every page a respondent can meet, as a response with its headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static

from opencem.engines.survey_logic import LANGUAGES, Language, Piping, SurveyDefinition, Text, fill
from opencem.listen.distribution.queries import Door

from .assets import Assets, built_assets
from .flow import Show
from .language import choose
from .pictures import picture_view
from .presentation import page_view
from .theme import theme_of
from .way import Standing
from .words import words_in

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {style}; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
)
_CLOSED = {
    "closed": ("closed", 410),
    "expired": ("expired", 410),
    "full": ("full", 410),
    "not_open_yet": ("early", 403),
    "code_unknown": ("code_unknown", 404),
    "code_used": ("code_used", 410),
    "device_unknown": ("device", 403),
    "device_limit": ("already", 410),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """What a submission ended with, filled in: "" where it is the product's own word.

    `redirect` is an https address; `is_personal` tells that answers or a name are put into the words; `coupon` is the
    code of this response's reward.
    """

    title: str = ""
    text: str = ""
    redirect: str = ""
    is_personal: bool = False
    coupon: str = ""


NO_ENDING = Ending()
PREVIEW = "preview"
"""The kind of a door that is none: what is sent there is a test."""
NO_TEXT = Text({})


def ending_of(standing: Standing, language: Language, end_key: str, redirect: str = "", coupon: str = "") -> Ending:
    """The end of that key, else the survey's thanks; `redirect` is where the survey sends people on."""
    definition, end = standing.definition, standing.definition.end_by_key.get(end_key)
    piping = Piping(definition, standing.examination, language, standing.context)
    title, text = (end.title, end.text) if end else (NO_TEXT, definition.thanks)
    written = title.in_language(language) + text.in_language(language)
    to = end.redirect if end and end.redirect else redirect
    return Ending(piping.fill(title), piping.fill(text), to, "{{" in written or bool(coupon), coupon)


def survey_page(
    door: Door, key: str, language: Language, show: Show, seen: frozenset[str], status: int
) -> HttpResponse:
    """One screen of questions."""
    definition = show.standing.definition
    page = page_view(show, language, seen)
    html = get_template("respond/page.html").render(
        {
            "page": page,
            "key": key,
            "title": page.survey_title,
            "unit_name": door.unit_name,
            "languages": _languages(definition, language),
            "language": language,
            "words": words_in(language),
            "theme": theme_of(definition.color),
            "logo": picture_view(definition.theme.logo),
            "cover": picture_view(definition.theme.cover) if page.is_first else None,
            "assets": built_assets(),
            "marks": _marks(door),
        }
    )
    return _respond(html, language, definition.color, status, door.origins)


def thanks_page(
    door: Door, definition: SurveyDefinition, language: Language, ending: Ending = NO_ENDING, *, already: bool = False
) -> HttpResponse:
    """The end; `already` when a browser comes back to a survey it has answered."""
    words = words_in(language)
    thanks = words["already_title"] if already else words["thanks_title"]
    end = _End(
        title=fill(definition.title.in_language(language), _nothing),
        heading=ending.title or thanks,
        text=words["already_text"] if already and not ending.title else ending.text or words["thanks_text"],
        unit_name=door.unit_name,
        color=definition.color,
        is_done=True,
        marks=_marks(door),
        redirect=ending.redirect,
        coupon=ending.coupon,
    )
    # What names a person is not kept for others.
    written = _end_html.__wrapped__ if ending.is_personal else _end_html
    return _respond(written(end, language, built_assets()), language, definition.color, 200, door.origins)


def password_page(door: Door, definition: SurveyDefinition, language: Language, *, is_wrong: bool) -> HttpResponse:
    """Asks for the word that opens the survey."""
    html = get_template("respond/password.html").render(
        {
            "title": fill(definition.title.in_language(language), _nothing),
            "is_wrong": is_wrong,
            "language": language,
            "words": words_in(language),
            "theme": theme_of(definition.color),
            "assets": built_assets(),
            "marks": _marks(door),
        }
    )
    return _respond(html, language, definition.color, 403 if is_wrong else 200, door.origins)


def closed_page(door: Door, definition: SurveyDefinition, language: Language, because: str) -> HttpResponse:
    """Why the survey takes no answers now; `because` is one of `Door.closed_because`."""
    name, status = _CLOSED[because]
    words = words_in(language)
    end = _End(
        title=fill(definition.title.in_language(language), _nothing),
        heading=words[f"{name}_title"],
        text=words[f"{name}_text"],
        unit_name=door.unit_name,
        color=definition.color,
        marks=_marks(door),
    )
    return _respond(_end_html(end, language, built_assets()), language, definition.color, status, door.origins)


def notice_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """A page without a survey: unknown link, too large, malformed."""
    asked = request.GET.get("lang", "")
    language = choose(asked, request.headers.get("Accept-Language", ""), LANGUAGES)
    words = words_in(language)
    heading = words[f"{name}_title"]
    end = _End(heading, heading, words[f"{name}_text"], again=request.path if name == "malformed" else "")
    return _respond(_end_html(end, language, built_assets()), language, "", status)


def proof_page(
    language: Language, look: tuple[str, str], fields: Sequence[tuple[str, str]], work: str, seconds: int
) -> HttpResponse:
    """Asks the browser for a little work, or whoever has no scripts to wait, and sends `fields` on then.

    `look`: the survey's colour, and the sites that may frame it. The page may be put in place of one of questions, whose
    policy on styles still holds.
    """
    (color, origins), words = look, words_in(language)
    html = get_template("respond/proof.html").render(
        {
            "fields": fields,
            "work": work,
            "wait": words["proof_wait"].format(seconds=seconds),
            "language": language,
            "words": words,
            "theme": theme_of(color),
            "assets": built_assets(),
            "script": static("respond/proof.js"),
        }
    )
    return _respond(html, language, color, 200, origins)


def told_page(heading: str, text: str, points: Sequence[str], language: Language, status: int) -> HttpResponse:
    """Why there is no page to show, point by point."""
    html = get_template("respond/told.html").render(
        {
            "title": heading,
            "text": text,
            "points": points,
            "language": language,
            "theme": theme_of(""),
            "assets": built_assets(),
        }
    )
    return _respond(html, language, "", status)


def _nothing(name: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the page's script is told of where it stands: sites that may frame it; a tablet's rest after thanks.

    `is_test`: a preview, which says so.
    """

    origins: str = ""
    rest: int = 0
    restart: str = ""
    is_test: bool = False


def _marks(door: Door) -> _Marks:
    if door.kind == PREVIEW:
        return _Marks(is_test=True)
    if door.needs_device:
        return _Marks(rest=door.reset_after_s, restart=f"/s/{door.token}")
    return _Marks(origins=door.origins)


@dataclass(frozen=True, slots=True)
class _End:
    """A page that asks nothing. `again` is the address to start anew at, if that may help."""

    title: str
    heading: str
    text: str
    unit_name: str = ""
    color: str = ""
    again: str = ""
    is_done: bool = False
    marks: _Marks = _Marks()
    redirect: str = ""
    coupon: str = ""


# Every submission ends on such a page, and there are only as many as stores times languages.
@lru_cache(maxsize=4096)
def _end_html(end: _End, language: Language, assets: Assets) -> str:
    values = {"end": end, "marks": end.marks, "title": end.title, "language": language, "words": words_in(language)}
    return get_template("respond/end.html").render(values | {"theme": theme_of(end.color), "assets": assets})


def _languages(definition: SurveyDefinition, current: Language) -> list[dict[str, object]]:
    """The languages of the survey, each by its own name; none if there is only one."""
    if len(definition.languages) == 1:
        return []
    return [
        {
            "code": code,
            "name": words_in(code)["language_name"] if code in LANGUAGES else code,
            "current": code == current,
        }
        for code in definition.languages
    ]


@lru_cache(maxsize=256)
def _policy(color: str, origins: str) -> str:
    return _POLICY.format(style=theme_of(color).source, framed_by=origins or "'none'")


def _respond(html: str, language: Language, color: str, status: int, origins: str = "") -> HttpResponse:
    """`origins`: the sites whose pages may show this one in a frame."""
    response = HttpResponse(html, status=status)
    response.headers["Content-Security-Policy"] = _policy(color, origins)
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"  # a question may ask where
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    return response
