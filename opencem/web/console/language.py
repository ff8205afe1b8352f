"""Which language a visitor reads: `?lang=` (kept in a cookie), then the cookie, then the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]
OFFERED = {code for code, _ in settings.LANGUAGES}


class ChosenLanguage:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        if request.GET.get("lang", "").lower() in OFFERED:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        return response


def chosen(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "").lower() or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "").lower()
    if asked in OFFERED:
        return asked
    header = request.headers.get("Accept-Language", "")
    return _from_browser(header) if header else settings.LANGUAGE_CODE


def _from_browser(header: str) -> str:
    for part in header.lower().split(",")[:6]:
        tag = part.split(";")[0].strip()
        if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "zh-hant"
        if tag.startswith("zh"):
            return "zh-hans"
        if tag.startswith("en"):
            return "en"
    return settings.LANGUAGE_CODE
