"""SMS by Tencent Cloud: the action SendSms, version 2021-01-11."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from opencem.integrations.outgoing.client import Answer, Caller
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.templates import Template, template_for
from opencem.integrations.sms_http.tc3 import authorization
from opencem.kit.clock import now
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

URL = "https://sms.tencentcloudapi.com/"
REGION = "ap-guangzhou"
_JSON = "application/json; charset=utf-8"
_HOUR_S = 3600.0
# What is wrong with this number or this text; cloud.tencent.com/document/api/382/55981. Anything else may pass.
_FINAL = {
    "InvalidParameterValue.IncorrectPhoneNumber",
    "InvalidParameterValue.TemplateParameterFormatError",
    "InvalidParameterValue.TemplateParameterLengthLimit",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    "InvalidParameterValue.ContentLengthLimit",
    "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.ContainSensitiveWord",
    "FailedOperation.ForbidAddMarketingTemplates",
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone",
}
_BUSY = ("InternalError", "RequestLimitExceeded", "LimitExceeded.DeliveryFrequencyLimit")


@dataclass(frozen=True, slots=True)
class TencentAccount:
    """`app_id` is the SdkAppId of the SMS application, `sign_name` the approved signature."""

    key_id: str
    secret: str
    app_id: str
    sign_name: str
    templates: tuple[Template, ...]
    region: str = REGION
    url: str = URL


class TencentSms:
    """Implements `Sender`. The interface is not idempotent, so an SMS whose answer was lost is not sent again."""

    channel = "sms"

    def __init__(self, account: TencentAccount, caller: Caller) -> None:
        self._account = account
        self._caller = caller

    def send(self, message: OutgoingMessage) -> Sent:
        body = json.dumps(self._request(message), ensure_ascii=False).encode()
        answer = reach(lambda: self._post(body), repeatable=False)
        said = answer.json().get("Response")
        status = _status(said if isinstance(said, dict) else {})
        if status.get("Code") != "Ok" or not status.get("SerialNo"):
            raise _failure(str(status.get("Code", f"HTTP {answer.status}")), str(status.get("Message", "")))
        return Sent(str(status["SerialNo"]))

    def _request(self, message: OutgoingMessage) -> dict[str, Any]:
        template = template_for(message, self._account.templates)
        return {
            "PhoneNumberSet": [message.recipient],
            "SmsSdkAppId": self._account.app_id,
            "SignName": self._account.sign_name,
            "TemplateId": template.id,
            "TemplateParamSet": list(template.filled(message.variables).values()),
            "SessionContext": message.id,
        }

    def _post(self, body: bytes) -> Answer:
        account, timestamp = self._account, int(now().timestamp())
        signed = {"content-type": _JSON, "host": urlsplit(account.url).netloc, "x-tc-action": "SendSms"}
        headers = {
            "Content-Type": _JSON,
            "Host": signed["host"],
            "X-TC-Action": "SendSms",
            "X-TC-Version": "2021-01-11",
            "X-TC-Region": account.region,
            "X-TC-Timestamp": str(timestamp),
            "Authorization": authorization(
                account.key_id, account.secret, service="sms", signed_headers=signed, body=body, timestamp=timestamp
            ),
        }
        return self._caller.post(account.url, body, headers)


def _status(response: dict[str, Any]) -> dict[str, Any]:
    """What became of the one number: its entry, or the error of the whole request."""
    entries = response.get("SendStatusSet")
    if isinstance(entries, list) and entries and isinstance(entries[0], dict):
        return entries[0]
    error = response.get("Error")
    return error if isinstance(error, dict) else {}


def _failure(code: str, text: str) -> Exception:
    reason = f"{code}: {text}"[:200]
    if code in _FINAL:
        return PermanentSendFailure(code, text[:200])
    if code.startswith(_BUSY):
        return TemporarySendFailure(reason)
    if code.startswith("LimitExceeded.PhoneNumber"):  # this number has had its share of the hour or the day
        return TemporarySendFailure(reason, retry_after=_HOUR_S)
    return TemporarySendFailure(reason, retry_after=MENDED_BY_HAND_S)
