"""Short addresses: a code or a device's secret becomes the address of an answer page."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from opencem.kit.clock import now
from opencem.listen.distribution import kiosks, queries
from opencem.listen.responses.keys import mint
from opencem.web.respond.pages import notice_page
from opencem.web.respond.visitor import KIOSK

_EMBED = Path(__file__).parent / "static" / "links" / "embed.js"
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{5,12}", re.ASCII)
_MOST_KEYS = 50
_LONGEST_SECRET = 64
_YEAR_S = 365 * 86400
_EMBED_KEPT_S = 600  # a corrected script reaches every site within this time


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the answer page behind a short link or a one-time code. What else the address carries (order, lang) goes along."""
    typed = code.upper().replace("-", "")
    if not _CODE.fullmatch(typed):
        return notice_page(request, "unknown", 404)
    token = queries.behind_short_code(typed)
    if token:
        return _to(token, request.GET)
    token = queries.behind_one_time_code(typed)
    if token:
        return _to(token, request.GET, code=typed)
    return notice_page(request, "unknown", 404)


@require_safe
def kiosk(request: HttpRequest, secret: str) -> HttpResponse:
    """Lets the tablet that opens this in, and shows it the survey."""
    token = kiosks.token_for(secret) if len(secret) <= _LONGEST_SECRET else None
    if token is None:
        return notice_page(request, "device", 403)
    response = _to(token, QueryDict())
    secure = settings.PUBLIC_URL.startswith("https://")
    response.set_cookie(KIOSK, secret, max_age=_YEAR_S, path="/s/", secure=secure, httponly=True, samesite="Lax")
    return response


@require_safe
def spare_keys(request: HttpRequest, token: str) -> HttpResponse:
    """Keys for the forms of guests who come to a tablet while its network is away. Minting writes nothing."""
    door = queries.door(token)
    secret = request.COOKIES.get(KIOSK, "")
    if door is None or not door.needs_device or not kiosks.may_answer(door.collector_id, secret):
        return HttpResponse(status=404)
    asked = request.GET.get("n", "")
    count = min(int(asked), _MOST_KEYS) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    minted = [mint(door.collector_id, door.version_id, now()) for _ in range(count)]
    return JsonResponse({"keys": minted}, headers={"Cache-Control": "no-store"})


@require_safe
def embed_script(request: HttpRequest) -> HttpResponse:
    """The script for other sites. Not named by its content: their pages name it once and for all."""
    try:
        script = _read(_EMBED.stat().st_mtime_ns)
    except FileNotFoundError:
        return HttpResponse("// not built yet: run `make build`", status=503, content_type="text/javascript")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_EMBED_KEPT_S}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=1)
def _read(_modified: int) -> bytes:
    return _EMBED.read_bytes()


def _to(token: str, parameters: QueryDict, **more: str) -> HttpResponse:
    carried = parameters.copy()
    for name, value in more.items():
        carried[name] = value
    query = f"?{carried.urlencode()}" if carried else ""
    response = HttpResponseRedirect(f"/s/{token}{query}")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
