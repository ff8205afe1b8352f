"""What the browser brings with it: its device id, the key of its form, and where it calls from."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opencem.kit.ids import new_id
from opencem.kit.problems import Problem
from opencem.listen.distribution import codes, kiosks
from opencem.listen.distribution.queries import Door
from opencem.listen.invitations import tokens as invitations
from opencem.listen.responses import drafts, keys
from opencem.listen.responses.service import Visit, is_over_device_limit
from opencem.listen.responses.terms import known_terms

from .carried import Carried, carried_by

_DEVICE = "opencem_device"
_DEVICE_LIFE = 180 * 86400
_PASS_LIFE = 12 * 3600
_PATH = "/s/"
KIOSK = "opencem_kiosk"
"""The cookie by which a tablet in a shop is known."""
_BLOCK = {4: 24, 6: 48}


def usable_key(text: str, door: Door, now: datetime) -> keys.SubmissionKey | None:
    """The key if it is good for this collector; None if it is forged, expired or another's."""
    try:
        key = keys.read(text, now)
    except Problem:
        return None
    return key if key.collector_id == door.collector_id else None


def key_of(request: HttpRequest, door: Door, now: datetime) -> keys.SubmissionKey:
    """The key this browser already holds for the collector, so that two tabs share one; else that of a form begun from
    the same personal link; else a new one."""
    held = usable_key(request.COOKIES.get(_key_name(door), ""), door, now)
    return (
        held
        or _begun_elsewhere(request, door, now)
        or keys.read(keys.mint(door.collector_id, door.version_id, now), now)
    )


def _begun_elsewhere(request: HttpRequest, door: Door, now: datetime) -> keys.SubmissionKey | None:
    draft = drafts.newest_of(invitation_of(request), now)
    return usable_key(draft.submission_key, door, now) if draft else None


def holds_key(request: HttpRequest, door: Door) -> bool:
    """Whether a form may have been begun before: by this browser, or from a personal link."""
    return bool(request.COOKIES.get(_key_name(door))) or "i" in request.GET


def visit_of(request: HttpRequest, carried: Carried, language: str) -> Visit:
    """Device and address block of a submission; the response hashes both before they are stored."""
    return Visit(
        language=language,
        device=_device(request),
        address=_block_of(request.META.get("REMOTE_ADDR", "")),
        order_number=carried.params.get("order", ""),
        code=code_of(request),
        kiosk=request.COOKIES.get(KIOSK, ""),
        invitation=invitation_of(request),
        signed=carried.signed,
    )


def code_of(request: HttpRequest) -> str:
    """The one-time code in the address."""
    return request.GET.get("code", "")[:20]


def invitation_of(request: HttpRequest) -> str:
    """The token of the personal link that led here, if it is one."""
    token = request.GET.get("i", "")
    return token if token and invitations.read(token) is not None else ""


def turned_away(request: HttpRequest, door: Door, key: str, now: datetime) -> str:
    """Why this visitor may not answer at this collector, so that nobody fills in a form in vain; empty: may."""
    if door.needs_device and not kiosks.may_answer(door.collector_id, request.COOKIES.get(KIOSK, "")):
        return "device_unknown"
    if door.needs_code and (refusal := codes.look_up(door.collector_id, code_of(request), key, now).refusal):
        return refusal
    if door.needs_device or known_terms(door.survey_id).device_limit is None:
        return ""
    return "device_limit" if is_over_device_limit(door, visit_of(request, carried_by(request, door), "")) else ""


def remember(request: HttpRequest, response: HttpResponse, door: Door, key: str) -> None:
    """Leave the device id and the key with the browser; the key for as long as one device counts as one visit."""
    if not _device(request):
        _set(response, _DEVICE, new_id(), _DEVICE_LIFE)
    if door.again_after_hours:
        _set(response, _key_name(door), key, door.again_after_hours * 3600)


def pass_held(request: HttpRequest, door: Door) -> str:
    """What the browser keeps of the work it did for its form."""
    return request.COOKIES.get(f"opencem_pass_{door.collector_id}", "")


def keep_pass(response: HttpResponse, door: Door, text: str) -> None:
    _set(response, f"opencem_pass_{door.collector_id}", text, _PASS_LIFE)


def network_of(request: HttpRequest) -> str:
    """The network a request came from; "" where that is our own."""
    return _block_of(request.META.get("REMOTE_ADDR", ""))


def _set(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    """As `set_cookie` does, but for the date of expiry, which is only for browsers that do not know Max-Age."""
    response.cookies[name] = value
    response.cookies[name].update(_life(seconds))


@cache
def _life(seconds: int) -> dict[str, Any]:
    """The attributes of a cookie that lives so long."""
    secure = settings.PUBLIC_URL.startswith("https://")
    return {"max-age": seconds, "path": _PATH, "secure": secure, "httponly": True, "samesite": "Lax"}


def _key_name(door: Door) -> str:
    return f"opencem_form_{door.collector_id}"


def _device(request: HttpRequest) -> str:
    device = request.COOKIES.get(_DEVICE, "")
    return device if 16 <= len(device) <= 64 and device.isascii() else ""


@lru_cache(maxsize=4096)
def _block_of(remote: str) -> str:
    """The /24 or /48 of an address: a shop's network, not a person.

    A private or loopback address is most often that of our own reverse proxy, which everybody shares: unknown.
    """
    try:
        address = ip_address(remote)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(ip_network((address, _BLOCK[address.version]), strict=False))
