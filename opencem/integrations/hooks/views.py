"""The addresses providers call. They know nobody but their own secret, and tell nothing but that they have heard."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from opencem.integrations.hooks.settling import settle
from opencem.integrations.outgoing.heard import Heard, NotUnderstood
from opencem.integrations.sms_http import receipts as sms_receipts
from opencem.integrations.smtp.bounces import reports
from opencem.integrations.webhook.receipts import receipts
from opencem.integrations.webhook.signature import BadSignature, check, key_of
from opencem.integrations.wechat_oa.receipts import events, is_signed
from opencem.kit.clock import now
from opencem.kit.strict_json import NotJson, loads

_SMS: Mapping[str, Callable[[Any], list[Heard]]] = {
    "aliyun": sms_receipts.aliyun,
    "tencent": sms_receipts.tencent,
}
_SIGNED: Mapping[str, Callable[[bytes], list[Heard]]] = {
    "receipts": lambda body: receipts(loads(body)),
    "mail": lambda body: reports(body, now()),
}


@csrf_exempt
@require_POST
def sms(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """Answers as both providers expect it."""
    expected = settings.SENDERS["HOOK_TOKEN"]
    if not expected or provider not in _SMS or not hmac.compare_digest(token.encode(), expected.encode()):
        return HttpResponseNotFound()
    return _heard(lambda: _SMS[provider](loads(request.body)))


@csrf_exempt
@require_POST
def signed(request: HttpRequest, kind: str) -> HttpResponse:
    secret = settings.SENDERS["HOOK_SECRET"]
    if not secret:
        return HttpResponseNotFound()
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        check(key_of(secret), headers, request.body, now())
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except BadSignature:
        return JsonResponse({"code": "bad_signature"}, status=401)
    return _heard(lambda: _SIGNED[kind](request.body))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wechat(request: HttpRequest) -> HttpResponse:
    """GET is WeChat's question whether we know the token."""
    token = settings.SENDERS["WECHAT_TOKEN"]
    given = (request.GET.get(name, "") for name in ("signature", "timestamp", "nonce"))
    if not token or not is_signed(token, *given):
        return HttpResponseNotFound()
    if request.method == "GET":
        return HttpResponse(request.GET.get("echostr", "")[:200], content_type="text/plain")
    answer = _heard(lambda: events(request.body))
    return HttpResponse("success", content_type="text/plain") if answer.status_code == 200 else answer


def _heard(read: Callable[[], list[Heard]]) -> HttpResponse:
    try:
        all_heard = read()
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except (NotJson, NotUnderstood):
        return JsonResponse({"code": "not_understood"}, status=400)
    settle(all_heard)
    return JsonResponse({"code": 0, "msg": "OK", "result": 0, "errmsg": "OK"})
