"""What providers call back: from a real batch over a real sender to delivered, bounced, opted out; and forgeries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from opencem.integrations.hooks.settling import hear_again
from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.templates import parse_templates
from opencem.integrations.sms_http.aliyun import AliyunAccount, AliyunSms
from opencem.integrations.webhook.signature import key_of, sign
from opencem.kit.clock import now
from opencem.listen.invitations import senders, service
from opencem.listen.invitations.models import Invitation, OptOut, Suppression
from opencem.platform.jobs.models import Job
from tests.conftest import NOW
from tests.integrations.messages import MESSAGE
from tests.integrations.vendor import Call, Reply, serving

TOKEN = "k4Jx9mQ2vR7sT1wY8zB3nC6d"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PHONE = "+8613812345678"


class Sink:
    """A sender that takes everything; the provider's id is made of the message's."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.sent: list[senders.OutgoingMessage] = []

    def send(self, message: senders.OutgoingMessage) -> senders.Sent:
        self.sent.append(message)
        return senders.Sent(message.id)


@pytest.fixture(autouse=True)
def hooks(settings: Any) -> Iterator[None]:
    settings.SENDERS = {**settings.SENDERS, "HOOK_TOKEN": TOKEN, "HOOK_SECRET": SECRET, "WECHAT_TOKEN": "wx-token"}
    before = list(senders._senders.values())
    yield
    senders.bind(before)


@pytest.fixture
def ask(people: dict[str, Any], scope: Any, wish: Any) -> Callable[..., None]:
    """Plans a batch of everybody by one channel and sends it."""

    def run(channel: str) -> None:
        who = {"scope": scope("hq_admin"), "by": people["hq_admin"], "now": NOW}
        batch = service.draft_batch(wish=wish(channels=(channel,)), people={}, per_minute=None, **who)
        service.start_batch(public_id=batch.public_id, version=1, starts_at=NOW, **who)
        service.plan_batch(batch.pk, NOW)
        service.send_due(NOW)

    return run


def state() -> tuple[str, str]:
    invitation = Invitation.rows.get()
    return invitation.state, invitation.reason


def post(path: str, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(f"/hooks/{path}", content, content_type="application/json", headers=headers)


def signed(path: str, body: Any, secret: str = SECRET, at: datetime | None = None) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = int((at or now()).timestamp())
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(key_of(secret), "m1", stamp, content),
    }
    return post(path, content, **headers)


def report(biz_id: str, success: bool = True, message: str = "用户接收成功") -> list[dict[str, Any]]:
    return [
        {
            "phone_number": "13812345678",
            "send_time": "2026-06-15 12:00:00",
            "report_time": "2026-06-15 12:00:09",
            "success": success,
            "err_code": "DELIVERED" if success else "X",
            "err_msg": message,
            "sms_size": "1",
            "biz_id": biz_id,
            "out_id": "1",
        }
    ]


def test_an_sms_goes_out_over_http_and_its_report_comes_back(person: Any, ask: Any) -> None:
    person("M1", phone=PHONE)

    def answer(call: Call) -> Reply:
        return 200, {"Code": "OK", "BizId": "9006^0"}

    with serving(answer) as vendor:
        templates = parse_templates("SMS_1=unit,code")
        account = AliyunAccount("k", "s", "示例", templates, f"{vendor.url}/")
        senders.bind([AliyunSms(account, Caller(timeout_s=2, allowed=None))])
        ask("sms")
    (call,) = vendor.calls
    assert call.query["PhoneNumbers"] == "8613812345678"
    assert state()[0] == "sent"
    for _ in range(2):  # the provider may repeat itself
        reply = post(f"sms/aliyun/{TOKEN}", report("9006^0"))
        assert (reply.status_code, reply.json()["code"]) == (200, 0)
    assert state()[0] == "delivered"
    assert Invitation.rows.get().delivered_at == datetime(2026, 6, 15, 4, 0, 9, tzinfo=UTC)


def test_tencent_reports_a_number_that_does_not_exist(person: Any, ask: Any) -> None:
    person("M1", phone=PHONE)
    sink = Sink("sms")
    senders.bind([sink])
    ask("sms")
    item = {
        "user_receive_time": "2026-06-15 12:00:03",
        "nationcode": "86",
        "mobile": "13812345678",
        "report_status": "FAIL",
        "errmsg": "MK:0001",
        "description": "空号",
        "sid": sink.sent[0].id,
    }
    assert post(f"sms/tencent/{TOKEN}", [item]).json() == {"code": 0, "msg": "OK", "result": 0, "errmsg": "OK"}
    assert state()[0] == "bounced"
    assert Suppression.objects.filter(kind="phone").count() == 1


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("aliyun", [{"phone_number": "13812345678", "content": " td。", "send_time": "2026-06-15 12:05:00"}]),
        ("tencent", {"nationcode": "86", "mobile": "13812345678", "text": "退订", "time": 1781496300}),
    ],
)
def test_a_reply_that_asks_to_be_left_alone_is_heard(person: Any, provider: str, body: Any) -> None:
    customer = person("M1", phone=PHONE)
    assert post(f"sms/{provider}/{TOKEN}", body).status_code == 200
    opted = OptOut.objects.get()
    assert (opted.customer_id, opted.channel, opted.source) == (customer, "sms", "reply")


def test_any_other_reply_changes_nothing(person: Any) -> None:
    person("M1", phone=PHONE)
    for content in ("T恤很好", "好的", ""):
        item = {"phone_number": "13812345678", "content": content, "send_time": "2026-06-15 12:05:00"}
        assert post(f"sms/aliyun/{TOKEN}", [item]).status_code == 200
    assert OptOut.objects.count() == 0


def test_a_report_that_is_quicker_than_our_note_is_heard_once_more(person: Any, ask: Any) -> None:
    person("M1", phone=PHONE)
    sink = Sink("sms")
    senders.bind([sink])
    assert post(f"sms/aliyun/{TOKEN}", report("later")).status_code == 200
    job = Job.objects.get()
    assert job.task.endswith("hear_again")
    assert timedelta(seconds=50) < job.run_at - now() <= timedelta(seconds=60)
    ask("sms")
    arguments = {**job.arguments, "provider_id": sink.sent[0].id}
    assert hear_again(**arguments) is True
    assert state()[0] == "delivered"
    assert hear_again(**{**arguments, "provider_id": "of somebody else"}) is False


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN.lower(), "ключ"])
def test_who_does_not_know_the_address_finds_nothing(token: str) -> None:
    assert post(f"sms/aliyun/{token}", report("1")).status_code == 404
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_without_secrets_there_are_no_hooks(settings: Any) -> None:
    settings.SENDERS = dict.fromkeys(settings.SENDERS, "")
    for path in ("sms/aliyun/", f"sms/aliyun/{TOKEN}", "receipts", "mail", "wechat", "sms/pigeon/x", "else"):
        assert post(path, []).status_code == 404
    assert Client().get("/hooks/wechat?signature=&timestamp=&nonce=&echostr=x").status_code == 404


BAD_BODIES = [
    b"",
    b"{",
    b"[1]",
    b"[[]]",
    b"null",
    b'[{"biz_id": "1"}]',
    b'[{"biz_id": 1, "report_time": "2026-06-15 12:00:00"}]',
    b'[{"biz_id": "1", "report_time": "yesterday"}]',
    b'[{"biz_id": "", "report_time": "2026-06-15 12:00:00"}]',
    b'[{"content": 5, "phone_number": "1", "send_time": "2026-06-15 12:00:00"}]',
    b'{"text": "T", "mobile": "1", "time": 1e400}',
    b'{"text": "T", "mobile": "1", "time": 99999999999999999}',
    json.dumps([{}] * 1001).encode(),
    b"\xff\xfe",
]


@pytest.mark.django_db
@pytest.mark.parametrize("body", BAD_BODIES)
@pytest.mark.parametrize("provider", ["aliyun", "tencent"])
def test_what_no_provider_sends_is_refused_and_changes_nothing(provider: str, body: bytes) -> None:
    assert post(f"sms/{provider}/{TOKEN}", body).status_code == 400
    assert Job.objects.count() + OptOut.objects.count() == 0


def wechat(body: bytes, token: str = "wx-token", **query: str) -> Any:
    given = {"timestamp": "1395658984", "nonce": "n1", **query}
    text = "".join(sorted([token, given["timestamp"], given["nonce"]]))
    given["signature"] = hashlib.sha1(text.encode()).hexdigest()
    address = "/hooks/wechat?" + "&".join(f"{name}={value}" for name, value in given.items())
    return Client().post(address, body, content_type="text/xml") if body else Client().get(address)


def finished(message_id: str, status: str = "success") -> bytes:
    return f"""<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>
<FromUserName><![CDATA[oia2TjuEGTNoeX76QEjQNrcURxG8]]></FromUserName><CreateTime>1781496984</CreateTime>
<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event>
<MsgID>{message_id}</MsgID><Status><![CDATA[{status}]]></Status></xml>""".encode()


def test_wechat_asks_for_the_token_and_reports_delivery(person: Any, ask: Any) -> None:
    assert wechat(b"", echostr="4211").content == b"4211"
    customer = person("M1")
    _give_openid(customer)
    sink = Sink("wechat")
    senders.bind([sink])
    ask("wechat")
    assert wechat(finished(sink.sent[0].id)).content == b"success"
    assert state()[0] == "delivered"


def _give_openid(customer: int) -> None:
    from opencem.listen.customers.identity import digest
    from opencem.listen.customers.models import Identity

    Identity.objects.create(customer_id=customer, kind="openid", value="oX1", digest=digest("openid", "oX1"))


@pytest.mark.django_db
def test_wechat_s_other_events_are_heard_and_forgeries_are_not() -> None:
    event = b"<xml><Event>subscribe</Event><CreateTime>1781496984</CreateTime></xml>"
    assert wechat(event).content == b"success"
    assert wechat(finished("1"), token="other").status_code == 404
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Event>&a;</Event></xml>'
    for bad in (b"<xml>", bomb, b"x" * 70_000, b"<xml><CreateTime>x</CreateTime></xml>", finished("")):
        assert wechat(bad).status_code == 400
    assert Job.objects.count() == 0


def bounce(message_id: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example.com
To: cem@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you...
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; m1@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} user unknown

--b1
Content-Type: text/rfc822-headers

From: cem@example.org
Message-ID: <{message_id}@example.org>
Subject: x

--b1--
""".encode()


def complaint(message_id: str) -> bytes:
    return f"""From: fbl@mail.example.net
Subject: FW: x
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an email abuse report.
--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b1
Content-Type: message/rfc822

From: cem@example.org
Message-ID: <{message_id}@example.org>
Subject: x

text
--b1--
""".encode()


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (bounce, "bounced"),
        (lambda message_id: bounce(message_id, "5.2.2"), "failed"),
        (lambda message_id: bounce(message_id, "2.0.0", "delivered"), "delivered"),
        (complaint, "opted_out"),
    ],
)
def test_a_mail_that_comes_back_finds_its_invitation(
    person: Any,
    ask: Any,
    build: Callable[[str], bytes],
    expected: str,
) -> None:
    person("M1", email="m1@example.com")
    sink = Sink("email")
    senders.bind([sink])
    ask("email")
    assert signed("mail", build(sink.sent[0].id)).status_code == 200
    assert state()[0] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"\xff" * 1000, MESSAGE.html.encode(), bounce("x").replace(b"Message-ID", b"Other"), bounce("x")[:300]],
)  # fmt: skip
def test_a_mail_that_is_no_report_changes_nothing(body: bytes) -> None:
    assert signed("mail", body).status_code in (200, 400)
    assert Job.objects.count() == 0


def test_the_company_s_own_system_tells_what_became_of_a_message(person: Any, ask: Any) -> None:
    person("M1")
    sink = Sink("webhook")
    senders.bind([sink])
    ask("webhook")
    told = [{"id": sink.sent[0].id, "state": "opened", "at": "2026-06-15T12:00:00+08:00"}]
    assert signed("receipts", told).status_code == 200
    assert state()[0] == "opened"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        {},
        [1],
        [{"id": "1", "state": "eaten", "at": "2026-06-15T12:00:00Z"}],
        [{"id": "1", "state": "opened", "at": "2026-06-15T12:00:00"}],
        [{"id": "1", "state": "opened", "at": 5}],
        [{"id": "", "state": "opened", "at": "2026-06-15T12:00:00Z"}],
        [{"id": "1", "state": "opened", "at": "2026-06-15T12:00:00Z", "channel": 7}],
        [{"id": "1", "state": ["opened"], "at": "2026-06-15T12:00:00Z"}],
        [{"id": "1", "state": "opened", "at": "2026-06-15T12:00:00Z", "detail": []}],
    ],
)
def test_a_receipt_that_makes_no_sense_is_refused(told: Any) -> None:
    assert signed("receipts", told).status_code == 400
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_unsigned_stale_and_altered_calls_are_refused() -> None:
    told = [{"id": "1", "state": "opened", "at": "2026-06-15T12:00:00Z"}]
    assert post("receipts", told).status_code == 401
    assert signed("receipts", told, at=now() - timedelta(minutes=6)).status_code == 401
    assert signed("receipts", told, secret="whsec_" + "QUJD" * 8).status_code == 401
    assert Client().get("/hooks/receipts").status_code == 405
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_a_body_too_large_is_refused(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert post(f"sms/aliyun/{TOKEN}", b"[" + b" " * 2000 + b"]").status_code == 413
    assert post("receipts", b"[" + b" " * 2000 + b"]").status_code == 413
