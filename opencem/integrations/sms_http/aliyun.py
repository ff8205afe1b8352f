"""SMS by Aliyun: the action SendSms of Dysmsapi, version 2017-05-25."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from opencem.integrations.outgoing.client import Answer, Caller
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.templates import Template, template_for
from opencem.integrations.sms_http.acs3 import authorization, canonical_query
from opencem.kit.clock import now
from opencem.kit.ids import new_id
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

URL = "https://dysmsapi.aliyuncs.com/"
_NO_BODY = hashlib.sha256(b"").hexdigest()
_HOUR_S = 3600.0
# What is wrong with this number or this text; help.aliyun.com/document_detail/101346.html. Anything else may pass.
_FINAL = {
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.MOBILE_COUNT_OVER_LIMIT",
    "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL",
    "isv.INVALID_PARAMETERS",
    "isv.INVALID_JSON_PARAM",
    "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.BLACK_LIST",
    "isv.CUSTOMER_REFUSED",
    "isv.DENY_IP_RANGE",
}
_BUSY = ("Throttling", "isp.", "ServiceUnavailable", "InternalError")


@dataclass(frozen=True, slots=True)
class AliyunAccount:
    """`sign_name` is the approved signature (签名) that stands before every text."""

    key_id: str
    secret: str
    sign_name: str
    templates: tuple[Template, ...]
    url: str = URL


class AliyunSms:
    """Implements `Sender`. The interface is not idempotent, so an SMS whose answer was lost is not sent again."""

    channel = "sms"

    def __init__(self, account: AliyunAccount, caller: Caller) -> None:
        self._account = account
        self._caller = caller

    def send(self, message: OutgoingMessage) -> Sent:
        query = canonical_query(self._parameters(message))
        answer = reach(lambda: self._post(query), repeatable=False)
        said = answer.json()
        if said.get("Code") != "OK" or not isinstance(said.get("BizId"), str):
            raise _failure(str(said.get("Code", f"HTTP {answer.status}")), str(said.get("Message", "")))
        return Sent(said["BizId"])

    def _parameters(self, message: OutgoingMessage) -> dict[str, str]:
        template = template_for(message, self._account.templates)
        return {
            "PhoneNumbers": message.recipient.removeprefix("+"),
            "SignName": self._account.sign_name,
            "TemplateCode": template.id,
            "TemplateParam": json.dumps(template.filled(message.variables), ensure_ascii=False),
            "OutId": message.id,
        }

    def _post(self, query: str) -> Answer:
        headers = {
            "host": urlsplit(self._account.url).netloc,
            "x-acs-action": "SendSms",
            "x-acs-version": "2017-05-25",
            "x-acs-date": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": new_id(),
            "x-acs-content-sha256": _NO_BODY,
        }
        headers["Authorization"] = authorization(self._account.key_id, self._account.secret, "POST", query, headers)
        return self._caller.post(f"{self._account.url}?{query}", b"", headers)


def _failure(code: str, text: str) -> Exception:
    reason = f"{code}: {text}"[:200]
    if code in _FINAL:
        return PermanentSendFailure(code, text[:200])
    if code == "isv.BUSINESS_LIMIT_CONTROL":  # this number has had its share of the hour or the day
        return TemporarySendFailure(reason, retry_after=_HOUR_S)
    if code.startswith(_BUSY):
        return TemporarySendFailure(reason)
    return TemporarySendFailure(reason, retry_after=MENDED_BY_HAND_S)
