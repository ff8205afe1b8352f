"""Which SMS provider the settings name."""

from __future__ import annotations

from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.templates import parse_templates
from opencem.integrations.outgoing.values import Values, demand, parsed
from opencem.integrations.sms_http import aliyun, tencent
from opencem.listen.invitations.senders import Sender


def from_settings(values: Values, timeout_s: float) -> Sender | None:
    """None where no provider is set. Raises ValueError."""
    if not values["SMS_PROVIDER"]:
        return None
    build = {"aliyun": _aliyun, "tencent": _tencent}.get(values["SMS_PROVIDER"])
    if build is None:
        raise ValueError("OPENCEM_SMS_PROVIDER: neither aliyun nor tencent")
    demand(values, "SMS_KEY_ID", "SMS_KEY_SECRET", "SMS_SIGN", "SMS_TEMPLATES")
    return build(values, Caller(timeout_s=timeout_s, allowed=None))


def _aliyun(values: Values, caller: Caller) -> Sender:
    account = aliyun.AliyunAccount(
        key_id=values["SMS_KEY_ID"],
        secret=values["SMS_KEY_SECRET"],
        sign_name=values["SMS_SIGN"],
        templates=parsed(values, "SMS_TEMPLATES", parse_templates),
        url=values["SMS_URL"] or aliyun.URL,
    )
    return aliyun.AliyunSms(account, caller)


def _tencent(values: Values, caller: Caller) -> Sender:
    demand(values, "SMS_APP_ID")
    account = tencent.TencentAccount(
        key_id=values["SMS_KEY_ID"],
        secret=values["SMS_KEY_SECRET"],
        app_id=values["SMS_APP_ID"],
        sign_name=values["SMS_SIGN"],
        templates=parsed(values, "SMS_TEMPLATES", parse_templates),
        region=values["SMS_REGION"] or tencent.REGION,
        url=values["SMS_URL"] or tencent.URL,
    )
    return tencent.TencentSms(account, caller)
