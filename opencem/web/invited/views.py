"""What a personal link does: follow it, or say that one does not want to be asked any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import get_template
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from opencem.engines.survey_logic import LANGUAGES, Language
from opencem.kit.clock import now
from opencem.listen.distribution.queries import door
from opencem.listen.invitations import service, tokens
from opencem.listen.responses.terms import known_terms
from opencem.listen.surveys.signed_links import SIGNATURE, can_sign, key_of, sign
from opencem.web.respond.assets import built_assets
from opencem.web.respond.language import choose
from opencem.web.respond.pages import notice_page
from opencem.web.respond.theme import theme_of

_POLICY: Final = (
    "default-src 'none'; style-src 'self' {style}; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh-Hans": {
        "ask_title": "不想再收到问卷邀请？",
        "ask_text": "确认后，我们不会再给您发问卷邀请。",
        "confirm": "确认退订",
        "done_title": "已经退订",
        "done_text": "以后不会再打扰您。谢谢您一直以来的反馈。",
    },
    "zh-Hant": {
        "ask_title": "不想再收到問卷邀請？",
        "ask_text": "確認後，我們不會再給您發問卷邀請。",
        "confirm": "確認退訂",
        "done_title": "已經退訂",
        "done_text": "以後不會再打擾您。謝謝您一直以來的回饋。",
    },
    "en": {
        "ask_title": "No more survey invitations?",
        "ask_text": "Once you confirm, we will not send you any more invitations.",
        "confirm": "Unsubscribe",
        "done_title": "You are unsubscribed",
        "done_text": "We will not bother you again. Thank you for your feedback.",
    },
}


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """To the answer page, with the invitation and its order carried along. A look without opening (HEAD) notes nothing."""
    if tokens.read(token) is None:
        return notice_page(request, "unknown", 404)
    if request.method == "HEAD":
        return HttpResponse()
    opened = service.open_link(token, now())
    if opened is None:
        return notice_page(request, "expired", 410)
    carried = {"i": opened.invitation_token, **_signed(opened.collector_token, opened.order_number)}
    response = HttpResponseRedirect(f"/s/{opened.collector_token}?{urlencode(carried)}")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _signed(token: str, order_number: str) -> Mapping[str, str]:
    """The order of an invitation, which the survey believes: it was chosen here and not by whoever has the link."""
    behind = door(token)
    if behind is None or not order_number:
        return {}
    order = {"order": order_number}
    key = key_of(behind.survey_id, known_terms(behind.survey_id).link_round)
    return {**order, SIGNATURE: sign(key, behind.survey_key, order)} if can_sign(order) else order


# No cookie speaks for the person here: the token does. Mail providers post without one (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks by GET, so that no scanner of mails unsubscribes anybody; takes the opt-out by POST."""
    if tokens.read(token) is None:
        return notice_page(request, "unknown", 404)
    if request.method != "POST":
        return _page(request, "ask")
    return _page(request, "done") if service.opt_out(token, now()) else notice_page(request, "unknown", 404)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    language = choose(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""), LANGUAGES)
    words, theme = _WORDS[language], theme_of("")
    html = get_template("invited/stop.html").render(
        {
            "title": words[f"{name}_title"],
            "text": words[f"{name}_text"],
            "confirm": words["confirm"] if name == "ask" else "",
            "language": language,
            "theme": theme,
            "assets": built_assets(),
        }
    )
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = _POLICY.format(style=theme.source)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    return response
