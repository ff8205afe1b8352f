"""The company's own system as a sender: signed after Standard Webhooks, never into the own network."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.guard import networks
from opencem.integrations.webhook.sender import Endpoint, Webhook
from opencem.integrations.webhook.signature import BadSignature, check, key_of, sign
from opencem.listen.invitations.senders import PermanentSendFailure, TemporarySendFailure
from tests.integrations.messages import message
from tests.integrations.vendor import Call, Reply, serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = networks(["127.0.0.0/8"])


def webhook(url: str, allowed: tuple[object, ...] = HERE) -> Webhook:
    return Webhook(Endpoint(f"{url}/hook", SECRET), Caller(timeout_s=1, allowed=allowed))  # type: ignore[arg-type]


def test_the_signature_equals_the_reference_vector_of_standard_webhooks() -> None:
    """The vector of the reference libraries (standard-webhooks/standard-webhooks, libraries/*/ tests)."""
    body = b'{"test": 2432232314}'
    signed = sign(key_of(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def accepts(call: Call) -> bool:
    """The receiver's check, not with our signer."""
    signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    good = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return call.headers["webhook-signature"] == f"v1,{good}"


def test_a_receiver_can_check_what_it_gets_and_names_it() -> None:
    def answer(call: Call) -> Reply:
        return (202, {"id": "crm-77"}) if accepts(call) else (401, {})

    with serving(answer) as vendor:
        sender = webhook(vendor.url)
        assert sender.send(message(recipient="cus_1")).provider_id == "crm-77"
        assert sender.send(message(recipient="cus_1")).provider_id == "crm-77"
    first, second = vendor.calls
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == "inv_9Zk2-1"
    event = first.json()
    assert (event["type"], event["data"]["customer"]) == ("invitation.send", "cus_1")
    assert event["data"]["variables"]["unit"] == "徐汇店"


@pytest.mark.parametrize(
    ("reply", "kind", "detail"),
    [
        ((400, {}), PermanentSendFailure, "http_400"),
        ((410, {}), PermanentSendFailure, "http_410"),
        ((422, {}), PermanentSendFailure, "http_422"),
        ((401, {}), TemporarySendFailure, 600),
        ((404, {}), TemporarySendFailure, 600),
        ((302, {}, {"Location": "http://169.254.169.254/"}), TemporarySendFailure, 600),
        ((429, {}, {"Retry-After": "30"}), TemporarySendFailure, 30),
        ((500, {}), TemporarySendFailure, None),
    ],
)
def test_what_the_receiver_says_decides(reply: Reply, kind: type[Exception], detail: object) -> None:
    with serving(lambda call: reply) as vendor, pytest.raises(kind) as failure:
        webhook(vendor.url).send(message())
    error = failure.value
    assert (error.code if isinstance(error, PermanentSendFailure) else getattr(error, "retry_after")) == detail
    assert len(vendor.calls) == 1


def test_an_address_of_the_own_network_is_never_called() -> None:
    with serving(lambda call: (200, {})) as vendor, pytest.raises(PermanentSendFailure) as failure:
        webhook(vendor.url, ()).send(message())
    assert (failure.value.code, vendor.calls) == ("forbidden_address", [])


def test_a_check_refuses_what_is_altered_stale_or_unsigned() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    key, stamp = key_of(SECRET), int(now.timestamp())
    good = {"webhook-id": "m1", "webhook-timestamp": str(stamp), "webhook-signature": sign(key, "m1", stamp, b"{}")}
    assert check(key, good, b"{}", now) == "m1"
    rotated = {**good, "webhook-signature": f"v1,xxxx {good['webhook-signature']}"}
    assert check(key, rotated, b"{}", now + timedelta(seconds=299)) == "m1"
    bad = [
        (good, b"{} ", now),
        ({**good, "webhook-id": "m2"}, b"{}", now),
        ({**good, "webhook-timestamp": str(stamp + 1)}, b"{}", now),
        ({**good, "webhook-timestamp": "²"}, b"{}", now),
        ({**good, "webhook-signature": ""}, b"{}", now),
        ({**good, "webhook-signature": "v1,签名"}, b"{}", now),
        ({}, b"{}", now),
        (good, b"{}", now + timedelta(seconds=301)),
        (good, b"{}", now - timedelta(seconds=301)),
    ]
    for headers, body, moment in bad:
        with pytest.raises(BadSignature):
            check(key, headers, body, moment)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_short", "whsec_!!!!", "plain"])
def test_a_weak_secret_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(ValueError, match="webhook secret"):
        key_of(secret)
