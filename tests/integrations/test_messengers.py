"""WeCom, DingTalk, Feishu and WeChat: requests against a local server that speaks the provider's protocol."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import pytest

from opencem.integrations.dingtalk import sender as dingtalk
from opencem.integrations.feishu import sender as feishu
from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.robots import parse_robots
from opencem.integrations.outgoing.templates import parse_templates
from opencem.integrations.wechat_oa.sender import OfficialAccount, WeChat
from opencem.integrations.wecom.sender import WeCom, WeComAccount, cut
from opencem.listen.invitations.senders import PermanentSendFailure, TemporarySendFailure
from tests.integrations.messages import message
from tests.integrations.vendor import Call, Reply, serving

ROBOTS = parse_robots("hq=key-hq:sec-hq; east=key-east")


def caller() -> Caller:
    return Caller(timeout_s=1, allowed=None)


class TokenProvider:
    """Gives tokens and knows which is good: what WeCom and WeChat have in common."""

    def __init__(self, then: Callable[[Call], Reply]) -> None:
        self.given = 0
        self.then = then

    def __call__(self, call: Call) -> Reply:
        if "token" in call.path:
            self.given += 1
            return 200, {"errcode": 0, "access_token": f"T{self.given}", "expires_in": 7200}
        if call.query.get("access_token") != f"T{self.given}":
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        return self.then(call)

    def end_token(self) -> None:
        self.given += 1


def wecom(url: str, **changes: Any) -> WeCom:
    values = {"corp_id": "ww1", "agent_id": 1000002, "secret": "s", "robots": ROBOTS, "url": url} | changes
    return WeCom(WeComAccount(**values), caller())


def test_wecom_writes_a_card_to_a_member_and_keeps_its_token() -> None:
    provider = TokenProvider(lambda call: (200, {"errcode": 0, "msgid": "M1"}))
    with serving(provider) as vendor:
        sender = wecom(vendor.url)
        assert [sender.send(message(recipient="zhangsan")).provider_id for _ in range(3)] == ["M1"] * 3
    assert [call.path for call in vendor.calls] == ["/cgi-bin/gettoken"] + ["/cgi-bin/message/send"] * 3
    assert vendor.calls[0].query == {"corpid": "ww1", "corpsecret": "s"}
    body = vendor.calls[1].json()
    assert (body["touser"], body["agentid"], body["enable_duplicate_check"]) == ("zhangsan", 1000002, 1)
    assert body["textcard"] == {
        "title": "徐汇店想听听您的意见",
        "description": "您好，张女士：花一分钟说说这次购物。",
        "url": "https://cem.example.com/i/tok1",
        "btntxt": "去填写",
    }


def test_a_token_that_was_taken_back_is_renewed_once() -> None:
    provider = TokenProvider(lambda call: (200, {"errcode": 0, "msgid": "M"}))
    with serving(provider) as vendor:
        sender = wecom(vendor.url)
        sender.send(message(recipient="a"))
        provider.end_token()
        assert sender.send(message(recipient="b")).provider_id == "M"
    assert [call.path.rpartition("/")[2] for call in vendor.calls] == ["gettoken", "send", "send", "gettoken", "send"]


def test_a_provider_that_gives_no_token_fails_nobody_for_good() -> None:
    with (
        serving(lambda call: (200, {"errcode": 40013, "errmsg": "invalid corpid"})) as vendor,
        pytest.raises(TemporarySendFailure) as failure,
    ):
        wecom(vendor.url).send(message(recipient="a"))
    assert failure.value.retry_after == 600


def test_wecom_writes_to_a_group_by_its_robot() -> None:
    with serving(lambda call: (200, {"errcode": 0, "errmsg": "ok"})) as vendor:
        wecom(vendor.url).send(message(recipient="group:east"))
        with pytest.raises(PermanentSendFailure) as unknown:
            wecom(vendor.url).send(message(recipient="group:west"))
    assert unknown.value.code == "group_unknown"
    (call,) = vendor.calls
    assert (call.path, call.query) == ("/cgi-bin/webhook/send", {"key": "key-east"})
    assert call.json()["msgtype"] == "text"
    assert "https://cem.example.com/i/tok1" in call.json()["text"]["content"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"errcode": 0, "invaliduser": "a"}, PermanentSendFailure),
        ({"errcode": 81013, "errmsg": "user & party & tag all invalid"}, PermanentSendFailure),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, TemporarySendFailure),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, TemporarySendFailure),
        ({}, TemporarySendFailure),
    ],
)
def test_what_wecom_says_decides(said: dict[str, Any], kind: type[Exception]) -> None:
    with serving(TokenProvider(lambda call: (200, said))) as vendor, pytest.raises(kind):
        wecom(vendor.url).send(message(recipient="a"))


def test_a_title_is_cut_by_bytes_and_never_within_a_character() -> None:
    assert cut("意见" * 40, 128).encode().__len__() <= 128
    assert cut("意见" * 40, 128).endswith("见…") or cut("意见" * 40, 128).endswith("意…")
    assert cut("短", 128) == "短"


def test_dingtalk_takes_what_is_signed_now_and_refuses_the_rest() -> None:
    def answer(call: Call) -> Reply:
        stamp = call.query["timestamp"]
        expected = base64.b64encode(hmac.new(b"sec-hq", f"{stamp}\nsec-hq".encode(), hashlib.sha256).digest()).decode()
        fresh = abs(time.time() * 1000 - int(stamp)) < 3_600_000
        if call.query["sign"] != expected or not fresh or call.query["access_token"] != "key-hq":
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        return 200, {"errcode": 0, "errmsg": "ok"}

    with serving(answer) as vendor:
        sender = dingtalk.DingTalk(ROBOTS, caller(), vendor.url)
        assert sender.send(message(recipient="user01")).provider_id == "inv_9Zk2-1"
        with pytest.raises(TemporarySendFailure):
            dingtalk.DingTalk(parse_robots("hq=key-hq:other"), caller(), vendor.url).send(message(recipient="u"))
    body = vendor.calls[0].json()
    assert body["at"] == {"atUserIds": ["user01"], "isAtAll": False}
    assert body["text"]["content"].startswith("徐汇店想听听您的意见\n@user01 您好，张女士")


def test_dingtalk_without_a_secret_sends_unsigned_and_waits_when_shut_out() -> None:
    with (
        serving(lambda call: (200, {"errcode": 130101, "errmsg": "send too fast"})) as vendor,
        pytest.raises(TemporarySendFailure) as failure,
    ):
        dingtalk.DingTalk(ROBOTS, caller(), vendor.url).send(message(recipient="group:east"))
    assert failure.value.retry_after == 600
    assert vendor.calls[0].query == {"access_token": "key-east"}


def test_feishu_takes_what_is_signed_now_and_refuses_the_rest() -> None:
    def answer(call: Call) -> Reply:
        body = call.json()
        key = f"{body['timestamp']}\nsec-hq".encode()
        expected = base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
        if body["sign"] != expected or abs(time.time() - int(body["timestamp"])) > 3600:
            return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        return 200, {"code": 0, "msg": "success", "data": {}}

    with serving(answer) as vendor:
        sender = feishu.Feishu(ROBOTS, caller(), vendor.url)
        sender.send(message(recipient="ou_1", text="**看** <at id=all></at> https://cem.example.com/i/tok1"))
        with pytest.raises(TemporarySendFailure):
            feishu.Feishu(parse_robots("hq=key-hq:other"), caller(), vendor.url).send(message(recipient="u"))
        with pytest.raises(PermanentSendFailure):
            sender.send(message(recipient="all></at><at id=all"))
    assert vendor.calls[0].path == "/open-apis/bot/v2/hook/key-hq"
    mention, text, button = vendor.calls[0].json()["card"]["elements"]
    assert mention["text"] == {"tag": "lark_md", "content": "<at id=ou_1></at>"}
    assert text["text"] == {"tag": "plain_text", "content": "**看** <at id=all></at>"}  # shown as it is, not as markup
    assert button["actions"][0]["url"] == "https://cem.example.com/i/tok1"


def wechat(url: str, kind: Any = "template") -> WeChat:
    templates = parse_templates("TM1=thing1:survey,thing2:unit,character_string3:code")
    return WeChat(OfficialAccount("wx1", "s", templates, kind, url), caller())


def test_wechat_sends_a_template_message_once() -> None:
    provider = TokenProvider(lambda call: (200, {"errcode": 0, "errmsg": "ok", "msgid": 200228332}))
    with serving(provider) as vendor:
        sender = wechat(vendor.url)
        long = {"survey": "关于您上周六在徐汇店购物经历的一个小小的问卷", "unit": "徐汇店", "code": "tok1"}
        assert sender.send(message(recipient="oX1", variables=long)).provider_id == "200228332"
        sender.send(message(recipient="oX1", variables=long))
    asked, first, second = vendor.calls
    assert asked.path == "/cgi-bin/stable_token"
    assert asked.json() == {"grant_type": "client_credential", "appid": "wx1", "secret": "s"}
    body = first.json()
    assert (body["touser"], body["template_id"], body["url"]) == ("oX1", "TM1", "https://cem.example.com/i/tok1")
    assert body["data"]["thing2"] == {"value": "徐汇店"}
    assert len(body["data"]["thing1"]["value"]) == 20
    assert body["client_msg_id"] == second.json()["client_msg_id"]


def test_wechat_sends_a_subscription_message() -> None:
    with serving(TokenProvider(lambda call: (200, {"errcode": 0, "errmsg": "ok"}))) as vendor:
        assert wechat(vendor.url, "subscribe").send(message(recipient="oX1")).provider_id == "inv_9Zk2-1"
    assert vendor.calls[1].path == "/cgi-bin/message/subscribe/bizsend"
    assert vendor.calls[1].json()["page"] == "https://cem.example.com/i/tok1"


@pytest.mark.parametrize(
    ("errcode", "kind"),
    [
        (43004, PermanentSendFailure),
        (43101, PermanentSendFailure),
        (40003, PermanentSendFailure),
        (45009, TemporarySendFailure),
        (-1, TemporarySendFailure),
        (40037, TemporarySendFailure),
    ],
)
def test_what_wechat_says_decides(errcode: int, kind: type[Exception]) -> None:
    provider = TokenProvider(lambda call: (200, {"errcode": errcode, "errmsg": "m"}))
    with serving(provider) as vendor, pytest.raises(kind):
        wechat(vendor.url).send(message(recipient="oX1"))


def test_settings_that_are_no_robots_or_templates_are_refused_without_telling_the_key() -> None:
    for text in ("=key", "hq", "hq=:secret-word"):
        with pytest.raises(ValueError, match="robot") as error:
            parse_robots(text)
        assert "secret-word" not in str(error.value)
    with pytest.raises(ValueError, match="form"):
        parse_templates("SMS_1")
