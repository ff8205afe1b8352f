"""Signatures against the vendors' published examples; requests against a server that checks them by itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest

from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.templates import parse_templates
from opencem.integrations.sms_http import acs3, tc3
from opencem.integrations.sms_http.aliyun import AliyunAccount, AliyunSms
from opencem.integrations.sms_http.tencent import TencentAccount, TencentSms
from opencem.listen.invitations.senders import PermanentSendFailure, Sender, TemporarySendFailure
from tests.integrations.messages import message
from tests.integrations.vendor import Call, Reply, serving

TEMPLATES = parse_templates("SMS_1=unit,code; SMS_2=store:unit")


def test_acs3_equals_the_example_of_aliyun() -> None:
    """help.aliyun.com/document_detail/2593177.html, "固定参数示例": RunInstances with fixed nonce and date."""
    query = acs3.canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    assert acs3.authorization("YourAccessKeyId", "YourAccessKeySecret", "POST", query, headers) == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


TENCENT_BODY = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'


def test_tc3_equals_both_examples_of_tencent() -> None:
    """cloud.tencent.com/document/api/213/30654 (签名方法 v3) as published now, and its revision of 2020."""
    stars = "*" * 32
    signed = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    now = {**signed, "x-tc-action": "DescribeInstances"}
    assert tc3.authorization(
        f"AKID{stars}", stars, service="cvm", signed_headers=now, body=TENCENT_BODY, timestamp=1551113065
    ) == (
        f"TC3-HMAC-SHA256 Credential=AKID{stars}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )
    key_id, secret = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
    assert tc3.authorization(
        key_id, secret, service="cvm", signed_headers=signed, body=TENCENT_BODY, timestamp=1551113065
    ) == (
        f"TC3-HMAC-SHA256 Credential={key_id}/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def aliyun_accepts(call: Call, secret: str) -> bool:
    """Aliyun's check, written from its description and from what arrived, not with our signer."""
    scheme, _, rest = call.headers["authorization"].partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(","))
    names = fields["SignedHeaders"].split(";")
    needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
    query = "&".join(f"{k}={quote(v, safe='~')}" for k, v in sorted(call.query.items()))
    lines = "".join(f"{name}:{call.headers[name]}\n" for name in names)
    request = f"POST\n/\n{query}\n{lines}\n{';'.join(names)}\n{_sha(call.body)}"
    text = f"ACS3-HMAC-SHA256\n{_sha(request.encode())}"
    good = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    fresh = abs((datetime.now(UTC) - datetime.fromisoformat(call.headers["x-acs-date"])).total_seconds()) < 60
    return scheme == "ACS3-HMAC-SHA256" and needed <= set(names) and fields["Signature"] == good and fresh


def tencent_accepts(call: Call, secret: str) -> bool:
    """Tencent's check, likewise."""
    _, _, rest = call.headers["authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in rest.split(","))
    stamp = int(call.headers["x-tc-timestamp"])
    day = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")
    lines = (
        f"content-type:{call.headers['content-type']}\nhost:{call.headers['host']}\n"
        f"x-tc-action:{call.headers['x-tc-action'].lower()}\n"
    )
    request = f"POST\n/\n\n{lines}\ncontent-type;host;x-tc-action\n{_sha(call.body)}"
    text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{_sha(request.encode())}"
    key = hmac.new(b"TC3" + secret.encode(), day.encode(), hashlib.sha256).digest()
    key = hmac.new(key, b"sms", hashlib.sha256).digest()
    key = hmac.new(key, b"tc3_request", hashlib.sha256).digest()
    good = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return fields["Signature"] == good and fields["Credential"].endswith(f"/{day}/sms/tc3_request")


def aliyun(url: str, secret: str = "topsecret") -> AliyunSms:
    return AliyunSms(
        AliyunAccount("LTAI5t", secret, "示例商贸", TEMPLATES, f"{url}/"), Caller(timeout_s=1, allowed=None)
    )


def tencent(url: str, secret: str = "topsecret") -> TencentSms:
    account = TencentAccount("AKIDx", secret, "1400006666", "示例商贸", TEMPLATES, url=f"{url}/")
    return TencentSms(account, Caller(timeout_s=1, allowed=None))


def test_aliyun_takes_what_is_signed_and_gives_its_id() -> None:
    def answer(call: Call) -> Reply:
        if not aliyun_accepts(call, "topsecret"):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "no"}
        return 200, {"Code": "OK", "Message": "OK", "BizId": "900619746936498440^0", "RequestId": "r"}

    with serving(answer) as vendor:
        assert aliyun(vendor.url).send(message()).provider_id == "900619746936498440^0"
        with pytest.raises(TemporarySendFailure) as refused:
            aliyun(vendor.url, secret="wrong").send(message())
    assert refused.value.retry_after == 600
    sent = vendor.calls[0]
    assert sent.headers["x-acs-action"] == "SendSms"
    assert sent.query | {"TemplateParam": ""} == {
        "PhoneNumbers": "8613812345678",
        "SignName": "示例商贸",
        "TemplateCode": "SMS_1",
        "TemplateParam": "",
        "OutId": "inv_9Zk2-1",
    }
    assert json.loads(sent.query["TemplateParam"]) == {"unit": "徐汇店", "code": "tok1"}


def test_tencent_takes_what_is_signed_and_gives_its_id() -> None:
    def answer(call: Call) -> Reply:
        if not tencent_accepts(call, "topsecret"):
            return 200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}}}
        entry = {"SerialNo": "5000:1045710669157053657849499619", "Code": "Ok", "Message": "send success"}
        return 200, {"Response": {"SendStatusSet": [entry], "RequestId": "r"}}

    with serving(answer) as vendor:
        assert tencent(vendor.url).send(message()).provider_id == "5000:1045710669157053657849499619"
        with pytest.raises(TemporarySendFailure) as refused:
            tencent(vendor.url, secret="wrong").send(message())
    assert refused.value.retry_after == 600
    sent = vendor.calls[0].json()
    assert sent == {
        "PhoneNumberSet": ["+8613812345678"],
        "SmsSdkAppId": "1400006666",
        "SignName": "示例商贸",
        "TemplateId": "SMS_1",
        "TemplateParamSet": ["徐汇店", "tok1"],
        "SessionContext": "inv_9Zk2-1",
    }


def test_a_message_may_name_another_template_and_its_fields_their_own_names() -> None:
    with serving(lambda call: (200, {"Code": "OK", "BizId": "1"})) as vendor:
        aliyun(vendor.url).send(message(template_id="SMS_2"))
        for wrong, code in (({"template_id": "SMS_9"}, "template_unknown"), ({"variables": {}}, "variable_missing")):
            with pytest.raises(PermanentSendFailure) as refused:
                aliyun(vendor.url).send(message(**wrong))
            assert refused.value.code == code
    assert [json.loads(call.query["TemplateParam"]) for call in vendor.calls] == [{"store": "徐汇店"}]


def aliyun_says(code: str) -> Reply:
    return 200, {"Code": code, "Message": "m"}


def tencent_says(code: str) -> Reply:
    return 200, {"Response": {"SendStatusSet": [{"SerialNo": "", "Code": code, "Message": "m"}]}}


@pytest.mark.parametrize(
    ("build", "reply", "kind", "detail"),
    [
        (aliyun, aliyun_says("isv.MOBILE_NUMBER_ILLEGAL"), PermanentSendFailure, "isv.MOBILE_NUMBER_ILLEGAL"),
        (aliyun, aliyun_says("isv.BUSINESS_LIMIT_CONTROL"), TemporarySendFailure, 3600),
        (aliyun, aliyun_says("isv.AMOUNT_NOT_ENOUGH"), TemporarySendFailure, 600),
        (aliyun, aliyun_says("isp.SYSTEM_ERROR"), TemporarySendFailure, None),
        (aliyun, (503, {}, {"Retry-After": "7"}), TemporarySendFailure, 7),
        (aliyun, (429, {}), TemporarySendFailure, None),
        (aliyun, (500, {}), PermanentSendFailure, "no_answer"),
        (aliyun, (200, b"<html>"), TemporarySendFailure, 600),
        (aliyun, (200, {"Code": "OK"}), TemporarySendFailure, 600),
        (tencent, tencent_says("FailedOperation.PhoneNumberInBlacklist"), PermanentSendFailure, "FailedOperation.PhoneNumberInBlacklist"),
        (tencent, tencent_says("LimitExceeded.PhoneNumberDailyLimit"), TemporarySendFailure, 3600),
        (tencent, tencent_says("FailedOperation.SignatureIncorrectOrUnapproved"), TemporarySendFailure, 600),
        (tencent, tencent_says("InternalError.Timeout"), TemporarySendFailure, None),
        (tencent, (200, {"Response": {"SendStatusSet": []}}), TemporarySendFailure, 600),
        (tencent, (200, {"Response": []}), TemporarySendFailure, 600),
        (tencent, (502, {}), PermanentSendFailure, "no_answer"),
    ],
)  # fmt: skip
def test_what_the_provider_says_decides_whether_it_is_tried_again(
    build: Any, reply: Reply, kind: Any, detail: Any
) -> None:
    with serving(lambda call: reply) as vendor:
        sender: Sender = build(vendor.url)
        with pytest.raises(kind) as failure:
            sender.send(message())
    error = failure.value
    assert (error.code if isinstance(error, PermanentSendFailure) else error.retry_after) == detail


def test_an_sms_whose_answer_is_lost_is_never_sent_again() -> None:
    """Neither provider drops a repeat, and the second SMS costs money."""
    for build in (aliyun, tencent):
        with (
            serving(lambda call: __import__("time").sleep(1.5) or (200, {})) as vendor,
            pytest.raises(PermanentSendFailure) as failure,
        ):
            build(vendor.url).send(message())
        assert failure.value.code == "no_answer"
        assert len(vendor.calls) == 1


def test_no_secret_stands_in_an_error() -> None:
    for build in (aliyun, tencent):
        with (
            serving(lambda call: (400, {"Code": "X", "Message": "m"})) as vendor,
            pytest.raises(TemporarySendFailure) as failure,
        ):
            build(vendor.url, "s3cr3t-value").send(message())
        assert "s3cr3t-value" not in repr(failure.value) + str(failure.value.__cause__)
