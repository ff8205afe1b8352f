"""Sending: never twice, never within a gap, again when it may work, by the next channel when it cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencem.listen.invitations import senders, service
from opencem.listen.invitations.models import Dispatch, Invitation, InvitationStep, Suppression
from opencem.listen.invitations.senders import OutgoingMessage, PermanentSendFailure, TemporarySendFailure
from opencem.listen.invitations.service import sending
from tests.conftest import NOW

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def started(people: dict[str, Any], scope: Any, wish: Any) -> Any:
    """`started(channels=…)`: a batch of everybody, planned and sending."""

    def run(at: Any = NOW, **fields: Any) -> Any:
        batch = service.draft_batch(
            scope=scope("hq_admin"), by=people["hq_admin"], wish=wish(**fields), people={}, per_minute=None, now=at
        )
        service.start_batch(
            scope=scope("hq_admin"), by=people["hq_admin"], public_id=batch.public_id, version=1, starts_at=at, now=at
        )
        service.plan_batch(batch.pk, at)
        return batch

    return run


def only() -> Invitation:
    found: Invitation = Invitation.rows.get()
    return found


def test_a_sender_that_dies_is_followed_by_the_same_message(
    started: Any, person: Any, mail: Any, monkeypatch: Any
) -> None:
    person("M1", email="m1@example.com")
    started()
    monkeypatch.setattr(sending, "settle", _killed)
    with pytest.raises(_Killed):
        service.send_due(NOW)
    monkeypatch.undo()
    assert service.send_due(NOW + MINUTE) == 0  # the dead one's lease
    assert service.send_due(NOW + 2 * MINUTE) == 1
    first, second = mail.taken
    assert first.id == second.id
    assert Dispatch.rows.count() == 1
    assert only().state == "delivered"
    assert service.send_due(NOW + 10 * MINUTE) == 0


class _Killed(BaseException):
    pass


def _killed(*_: Any) -> None:
    raise _Killed


def test_what_may_work_later_is_tried_again_with_growing_waits(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    mail.fails["m1@example.com"] = [
        TemporarySendFailure("busy"),
        TemporarySendFailure("busy", retry_after=7),
        OSError("cut"),
    ]
    started()
    service.send_due(NOW)
    assert only().due_at == NOW + timedelta(seconds=30)
    service.send_due(NOW + timedelta(seconds=30))
    assert only().due_at == NOW + timedelta(seconds=37)
    service.send_due(NOW + timedelta(seconds=37))
    assert only().due_at == NOW + timedelta(seconds=37 + 600)
    service.send_due(NOW + timedelta(seconds=637))
    assert [step.reason for step in InvitationStep.rows.order_by("pk")][:4] == [
        "",
        "send:retry",
        "send:retry",
        "send:retry",
    ]
    assert only().state == "delivered"
    assert len({message.id for message in mail.taken}) == Dispatch.rows.count() == 1


def test_after_the_last_try_it_has_failed_and_nobody_was_reached(started: Any, person: Any, mail: Any) -> None:
    customer = person("M1", email="m1@example.com")
    mail.fails["m1@example.com"] = [TemporarySendFailure("away") for _ in range(7)]
    started()
    for _ in range(7):
        at = only().due_at
        assert at is not None
        service.send_due(at)
    assert (only().state, only().reason) == ("failed", "send:gave_up")
    again = started(NOW + DAY)
    assert Invitation.rows.get(batch=again, customer_id=customer).state == "scheduled"


def test_a_refused_address_is_followed_by_the_next_channel(started: Any, person: Any, mail: Any, sms: Any) -> None:
    person("M1", email="m1@example.com", phone="+8613800000001")
    person("M2", email="m2@example.com")
    for address in ("m1@example.com", "m2@example.com"):
        mail.fails[address] = [PermanentSendFailure("550", "no such mailbox")]
    started(channels=("email", "sms"))
    service.send_due(NOW)
    service.send_due(NOW)
    service.send_due(NOW)
    states = dict(Invitation.rows.values_list("customer__name", "state"))
    assert states == {"M1先生": "sent", "M2先生": "failed"}
    assert [message.recipient for message in sms.taken] == ["+8613800000001"]
    assert Invitation.rows.get(customer__name="M1先生").channel == "sms"


def test_two_batches_never_reach_a_person_within_the_gap(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    one, two = started(name="one"), started(name="two")
    assert set(Invitation.rows.values_list("state", flat=True)) == {"scheduled"}
    service.send_due(NOW)
    service.send_due(NOW)
    assert len(mail.taken) == 1
    assert Invitation.rows.get(batch=one).state == "delivered"
    held = Invitation.rows.get(batch=two)
    assert (held.state, held.reason, held.next_at) == ("skipped", "fatigue:week", NOW + 7 * DAY)


def test_what_is_under_way_counts_as_sent(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    mail.fails["m1@example.com"] = [TemporarySendFailure("busy", retry_after=9 * 86400)]
    started(name="one", expires_hours=30 * 24)
    service.send_due(NOW)
    two = started(NOW + 8 * DAY, name="two")
    assert Invitation.rows.get(batch=two).reason == "fatigue:week"


def test_without_a_bound_sender_nothing_is_lost(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    started()
    senders.bind([])
    service.send_due(NOW)
    assert (only().state, only().reason) == ("scheduled", "channel_unbound")
    senders.bind([mail])
    service.send_due(NOW + timedelta(minutes=10))
    assert only().state == "delivered"


def test_a_slow_provider_leaves_the_rest_to_the_next_round(
    started: Any, person: Any, mail: Any, monkeypatch: Any
) -> None:
    for number in range(3):
        person(f"M{number}", email=f"m{number}@example.com")
    started()
    monkeypatch.setattr(sending, "HAND_OVER_S", -1.0)
    assert service.send_due(NOW) == 3
    assert mail.taken == []
    assert set(Invitation.rows.values_list("claimed_until", "attempts")) == {(None, 0)}
    monkeypatch.undo()
    service.send_due(NOW)
    assert len(mail.taken) == 3


def test_an_expired_invitation_is_not_sent(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    started(expires_hours=1)
    service.send_due(NOW + timedelta(hours=1))
    assert (only().state, only().reason, mail.taken) == ("expired", "expiry", [])


def test_receipts_in_any_order(started: Any, person: Any, sms: Any) -> None:
    person("M1", phone="+8613800000001")
    started(channels=("sms",))
    service.send_due(NOW)
    told = {"channel": "sms", "provider_id": f"p-{sms.taken[0].id}"}
    assert only().state == "sent"
    assert service.record_receipt(**told, state="opened", at=NOW + 2 * MINUTE)
    assert service.record_receipt(**told, state="delivered", at=NOW + 3 * MINUTE)
    assert service.record_receipt(**told, state="opened", at=NOW + 4 * MINUTE)
    assert (only().state, only().delivered_at, only().opened_at) == ("opened", NOW + 2 * MINUTE, NOW + 2 * MINUTE)
    assert not service.record_receipt(channel="sms", provider_id="unknown", state="delivered", at=NOW)
    assert not service.record_receipt(channel="sms", provider_id="", state="delivered", at=NOW)
    with pytest.raises(ValueError, match="sent"):
        service.record_receipt(**told, state="sent", at=NOW)


def test_a_bounce_ends_it_and_the_address_is_not_used_again(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    started()
    service.send_due(NOW)
    told = {"channel": "email", "provider_id": f"p-{mail.taken[0].id}", "state": "bounced", "at": NOW + MINUTE}
    assert service.record_receipt(**told)
    assert service.record_receipt(**told)
    assert (only().state, only().delivered_at, only().sent_at) == ("bounced", None, NOW)
    assert list(Suppression.objects.values_list("shown", "reason")) == [("m***@example.com", "bounced")]
    again = started(NOW + 30 * DAY)
    assert Invitation.rows.get(batch=again).reason == "suppression"


def test_the_spam_button_is_an_opt_out(started: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    started()
    service.send_due(NOW)
    service.record_receipt(channel="email", provider_id=f"p-{mail.taken[0].id}", state="complained", at=NOW + MINUTE)
    assert only().state == "opted_out"
    again = started(NOW + 30 * DAY)
    assert Invitation.rows.get(batch=again).reason == "opt_out"


def test_a_message_names_a_template_and_its_variables(started: Any, person: Any, sms: Any) -> None:
    person("M1", phone="+8613800000001")
    started(channels=("sms",), templates={"sms": "SMS_154950909"})
    service.send_due(NOW)
    message: OutgoingMessage = sms.taken[0]
    assert message.template_id == "SMS_154950909"
    assert message.variables["code"] == message.link.rpartition("/")[2]
    assert set(message.variables) == {"name", "unit", "survey", "order", "link", "code"}
