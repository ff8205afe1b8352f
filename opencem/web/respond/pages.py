"""Every page a respondent can meet, as a response with its headers."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from opencem.engines.survey_logic import LANGUAGES, Language, SurveyDefinition
from opencem.listen.distribution.queries import Door

from .assets import built_assets
from .flow import Show
from .language import choose
from .presentation import page_view
from .theme import theme_of
from .words import words_in

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {style}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_CLOSED = {
    "closed": ("closed", 410),
    "expired": ("expired", 410),
    "full": ("full", 410),
    "not_open_yet": ("early", 403),
}


def survey_page(
    request: HttpRequest,
    door: Door,
    key: str,
    definition: SurveyDefinition,
    language: Language,
    show: Show,
    seen: frozenset[str],
    status: int,
) -> HttpResponse:
    """One page of questions."""
    view = page_view(definition, show, language, seen)
    values = {"page": view, "key": key, "languages": _languages(definition, language)}
    return _respond(request, "respond/page.html", values, language, definition, door, status)


def thanks_page(
    request: HttpRequest, door: Door, definition: SurveyDefinition, language: Language, *, already: bool = False
) -> HttpResponse:
    """The end; `already` when a browser comes back to a survey it has answered."""
    words = words_in(language)
    own = definition.thanks.in_language(language)
    title = words["already_title"] if already else words["thanks_title"]
    text = words["already_text"] if already else own or words["thanks_text"]
    values = {"heading": title, "text": text, "icon": "done"}
    return _respond(request, "respond/end.html", values, language, definition, door, 200)


def closed_page(
    request: HttpRequest, door: Door, definition: SurveyDefinition, language: Language, because: str
) -> HttpResponse:
    """Why the survey takes no answers now; `because` is one of `Door.closed_because`."""
    name, status = _CLOSED[because]
    values = _notice(language, name)
    return _respond(request, "respond/end.html", values, language, definition, door, status)


def notice_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """A page without a survey: unknown link, too large, malformed."""
    asked = request.GET.get("lang", "")
    language = choose(asked, request.headers.get("Accept-Language", ""), LANGUAGES)
    values = _notice(language, name) | {"again": request.path if name == "malformed" else ""}
    return _respond(request, "respond/end.html", values, language, None, None, status)


def _notice(language: Language, name: str) -> dict[str, object]:
    words = words_in(language)
    return {"heading": words[f"{name}_title"], "text": words[f"{name}_text"], "icon": "notice"}


def _languages(definition: SurveyDefinition, current: Language) -> list[dict[str, object]]:
    """The other languages of the survey, each by its own name; none if there is only one."""
    if len(definition.languages) == 1:
        return []
    return [
        {"code": code, "name": words_in(code)["language_name"], "current": code == current}
        for code in definition.languages
    ]


def _respond(
    request: HttpRequest,
    template: str,
    values: Mapping[str, object],
    language: Language,
    definition: SurveyDefinition | None,
    door: Door | None,
    status: int,
) -> HttpResponse:
    theme = theme_of(definition.color if definition else "")
    context = {
        **values,
        "words": words_in(language),
        "language": language,
        "title": definition.title.in_language(language) if definition else values["heading"],
        "unit_name": door.unit_name if door else "",
        "theme": theme,
        "assets": built_assets(),
    }
    response = HttpResponse(get_template(template).render(context), status=status)
    response.headers["Content-Security-Policy"] = _POLICY.format(style=theme.source)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    return response
