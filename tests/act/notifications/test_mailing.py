"""Mailing through a real SMTP server in the test process."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from opencem.act.notifications import mail, service
from opencem.act.notifications.models import MailState, Notification
from opencem.act.notifications.service import Notice, Words
from opencem.adapters.mailer.smtp import SmtpMailer, SmtpServer
from tests.conftest import NOW

SECOND = timedelta(seconds=1)
service.register_words({"test.mail": {"zh-hans": Words("{unit}\r\nBcc: x@example.com 有新工单", "{unit}有新工单。")}})


@dataclass
class Postbox:
    """An SMTP handler that keeps what it took, or answers as told."""

    reply: str = "250 OK"
    refuse_recipient: str = ""
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.reply.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
        return self.reply


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=8745)
    controller.start()
    mail.bind(SmtpMailer(SmtpServer("127.0.0.1", 8745, "", "", False, 5, "OpenCEM <cem@example.org>")))
    yield handler
    mail.bind(None)
    controller.stop()


@pytest.fixture
def notice(people: Any, company: dict[str, int]) -> Notification:
    return _tell(people["s1_manager"], company["0001"])


def _tell(account: Any, unit_id: int) -> Notification:
    notice = Notice([account], "test.mail", {"unit": "徐汇店"}, unit_id, "/tickets/T1", "t1")
    service.notify([notice], now=NOW)
    return Notification.objects.get(account=account)


def state(notice: Notification) -> tuple[str, int]:
    notice.refresh_from_db()
    return notice.mail_state, notice.mail_attempts


def test_a_mail_goes_out_once(postbox: Postbox, notice: Notification) -> None:
    assert [mail.deliver_due(NOW) for _ in range(3)] == [1, 0, 0]
    assert state(notice) == (MailState.SENT, 1)
    (message,) = postbox.taken
    assert (message["To"], message["From"]) == ("s1_manager@example.com", "OpenCEM <cem@example.org>")
    assert message["Bcc"] is None
    assert message["Subject"] == "徐汇店 Bcc: x@example.com 有新工单"
    assert message.get_content().replace("\r", "").startswith("徐汇店有新工单。\n\nhttp")
    assert "/tickets/T1" in message.get_content()
    assert message["Message-ID"].endswith("@example.org>")


def test_a_transient_refusal_is_tried_again_under_the_same_id(postbox: Postbox, notice: Notification) -> None:
    postbox.reply = "451 try later"
    assert mail.deliver_due(NOW) == 1
    assert state(notice) == (MailState.PENDING, 1)
    assert "451" in notice.mail_error
    assert mail.deliver_due(NOW + 29 * SECOND) == 0
    postbox.reply = "250 OK"
    assert mail.deliver_due(NOW + 30 * SECOND) == 1
    assert state(notice) == (MailState.SENT, 2)


def test_the_worker_sends_it(postbox: Postbox, notice: Notification, monkeypatch: Any) -> None:
    from opencem.act.notifications import jobs
    from opencem.platform.jobs import worker
    from opencem.platform.jobs.models import Job

    monkeypatch.setattr(jobs, "now", lambda: NOW)
    assert Job.objects.get(dedup_key="notifications.mail").state == "ready"
    worker.run_once()
    assert state(notice) == (MailState.SENT, 1)


def test_the_message_id_is_stable(postbox: Postbox, notice: Notification) -> None:
    mail.deliver_due(NOW)
    Notification.objects.update(mail_state=MailState.PENDING, mail_next_at=NOW)
    mail.deliver_due(NOW)
    assert len({message["Message-ID"] for message in postbox.taken}) == 1


@pytest.mark.parametrize("where", ["reply", "refuse_recipient"])
def test_a_permanent_refusal_is_final(postbox: Postbox, notice: Notification, where: str) -> None:
    setattr(postbox, where, "550 no such user")
    mail.deliver_due(NOW)
    assert state(notice) == (MailState.FAILED, 1)
    assert mail.deliver_due(NOW + timedelta(days=9)) == 0


def test_a_busy_mailbox_is_transient(postbox: Postbox, notice: Notification) -> None:
    postbox.refuse_recipient = "450 busy"
    mail.deliver_due(NOW)
    assert state(notice) == (MailState.PENDING, 1)


def test_no_server_is_transient_and_ends_some_day(notice: Notification, monkeypatch: Any) -> None:
    Notification.objects.update(mail_state=MailState.PENDING, mail_next_at=NOW)
    monkeypatch.setattr(mail, "_mailer", SmtpMailer(SmtpServer("127.0.0.1", 8746, "", "", False, 1, "a@example.org")))
    at = NOW
    for attempt in range(1, 9):
        assert mail.deliver_due(at) == 1
        assert state(notice) == (MailState.PENDING if attempt < 8 else MailState.FAILED, attempt)
        at = notice.mail_next_at or at
    assert mail.deliver_due(at + timedelta(days=9)) == 0


def test_an_address_that_is_none_fails_for_good(postbox: Postbox, people: Any, company: dict[str, int]) -> None:
    people["agent"].email = "no\r\nBcc: x@example.com"
    people["agent"].save()
    notice = _tell(people["agent"], company["0001"])
    mail.deliver_due(NOW)
    assert state(notice) == (MailState.FAILED, 1)
    assert postbox.taken == []


def test_who_lost_the_scope_is_not_mailed(postbox: Postbox, notice: Notification, people: Any) -> None:
    people["s1_manager"].grants.all().delete()
    mail.deliver_due(NOW)
    assert state(notice) == (MailState.FAILED, 1)
    assert (notice.mail_error, postbox.taken) == ("out_of_scope", [])


def test_who_left_is_not_mailed(postbox: Postbox, notice: Notification, people: Any) -> None:
    people["s1_manager"].is_active = False
    people["s1_manager"].save()
    mail.deliver_due(NOW)
    assert postbox.taken == []


def test_a_killed_senders_mail_is_claimed_after_the_lease(postbox: Postbox, notice: Notification) -> None:
    assert mail._claim(notice.pk, NOW) is not None
    assert mail._claim(notice.pk, NOW) is None
    assert mail.deliver_due(NOW + mail.LEASE - SECOND) == 0
    assert mail.deliver_due(NOW + mail.LEASE) == 1
    assert state(notice) == (MailState.SENT, 2)


def test_a_sender_that_lost_its_lease_settles_nothing(postbox: Postbox, notice: Notification) -> None:
    slow = mail._claim(notice.pk, NOW)
    assert slow is not None
    mail.deliver_due(NOW + mail.LEASE)
    mail._settle(slow, MailState.FAILED, "late")
    assert state(notice) == (MailState.SENT, 2)


def test_no_mail_without_a_server_or_an_address(people: Any, company: dict[str, int], postbox: Postbox) -> None:
    assert _tell(people["stranger"], company["0001"]).mail_state == MailState.NONE
    mail.bind(None)
    assert _tell(people["agent"], company["0001"]).mail_state == MailState.NONE
    assert mail.deliver_due(NOW) == 0


def test_an_overdue_ticket_reaches_the_region_by_mail(postbox: Postbox, ticket: Any, people: Any) -> None:
    from opencem.act.tickets import service as tickets

    opened = ticket()
    people["r1_manager"].language = "en"
    people["r1_manager"].save()
    tickets.escalate_due(NOW + timedelta(minutes=31))
    mail.deliver_due(NOW + timedelta(minutes=31))
    to_store, to_region = sorted(postbox.taken, key=lambda message: message["To"], reverse=True)
    assert (to_store["To"], to_store["Subject"]) == ("s1_manager@example.com", f"徐汇店:新工单 {opened.number},请领取")
    assert to_region["To"] == "r1_manager@example.com"
    assert to_region["Subject"] == f"徐汇店: ticket {opened.number} is overdue, escalated to level 1"
    assert "overdue since 06-15 12:30" in to_region.get_content()
    assert "等了四十分钟" not in to_region.get_content() + to_store.get_content()


def test_wrong_password_is_not_the_mails_fault(monkeypatch: Any) -> None:
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=8747, auth_require_tls=False, authenticator=_nobody)
    controller.start()
    try:
        mailer = SmtpMailer(SmtpServer("127.0.0.1", 8747, "u", "wrong", False, 5, "a@example.org"))
        with pytest.raises(mail.TransientMailError, match="sign-in"):
            mailer.send(mail.Mail("b@example.org", "s", "t", "id"))
    finally:
        controller.stop()


def _nobody(*_: object) -> Any:
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=False, handled=False)
