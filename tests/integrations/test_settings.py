"""From `OPENCEM_*` to senders: what is set is bound, what is half set is named, no value is told."""

from __future__ import annotations

from typing import Any

import pytest

from opencem.config import wiring
from opencem.config.environment import SettingError

WHOLE = {
    "SMS_PROVIDER": "tencent",
    "SMS_KEY_ID": "k",
    "SMS_KEY_SECRET": "secret-value",
    "SMS_APP_ID": "1400",
    "SMS_SIGN": "示例",
    "SMS_TEMPLATES": "1110=unit,code",
    "WECOM_CORP_ID": "ww1",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "secret-value",
    "DINGTALK_ROBOTS": "hq=k:secret-value",
    "FEISHU_ROBOTS": "hq=k:secret-value",
    "WECHAT_APP_ID": "wx1",
    "WECHAT_APP_SECRET": "secret-value",
    "WECHAT_TEMPLATES": "TM1=thing1:survey",
    "WEBHOOK_URL": "https://crm.example.com/hook",
    "WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
}


def bound(settings: Any, **values: str) -> list[str]:
    settings.SENDERS = dict.fromkeys(settings.SENDERS, "") | values
    return sorted(sender.channel for sender in wiring._senders())


def test_without_settings_there_is_no_sender(settings: Any) -> None:
    assert bound(settings) == []


def test_each_channel_comes_with_its_settings(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    assert bound(settings, **WHOLE) == ["dingtalk", "email", "feishu", "sms", "webhook", "wechat", "wecom"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_PROVIDER", "pigeon"),
        ("SMS_KEY_SECRET", ""),
        ("SMS_APP_ID", ""),
        ("SMS_TEMPLATES", "1110"),
        ("WECOM_AGENT_ID", "ten"),
        ("WECOM_SECRET", ""),
        ("DINGTALK_ROBOTS", "secret-value"),
        ("FEISHU_ROBOTS", "=secret-value"),
        ("WECHAT_MESSAGE", "shout"),
        ("WECHAT_TEMPLATES", ""),
        ("WEBHOOK_SECRET", "secret-value"),
        ("WEBHOOK_ALLOW", "10.0.0.0/99"),
        ("HOOK_TOKEN", "secret-value"),
        ("HOOK_SECRET", "secret-value"),
    ],
)
def test_a_wrong_or_half_setting_is_named_and_its_value_is_not_told(settings: Any, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"OPENCEM_{name}") as error:
        bound(settings, **(WHOLE | {name: value}))
    if "secret" in value:
        assert value not in str(error.value)
