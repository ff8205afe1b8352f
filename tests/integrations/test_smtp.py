"""Mail through a real SMTP server in the test process."""

from __future__ import annotations

import email
import email.policy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from opencem.adapters.mailer.smtp import SmtpServer
from opencem.integrations.smtp.sender import SmtpSender
from opencem.listen.invitations.senders import PermanentSendFailure, TemporarySendFailure
from tests.integrations.messages import message
from tests.paths import ROOT

PORT = 8763


@dataclass
class Postbox:
    """What a mail server does, and how it may say no. `connections` counts the greetings."""

    replies: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    close_after: int = 10**9
    mails_here: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        self.mails_here = 0
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.mails_here >= self.close_after:
            return "421 4.7.0 too many mails on this connection"
        if "MAIL" in self.replies:
            return self.replies["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if "RCPT" in self.replies:
            return self.replies["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails_here += 1
        if "DATA" in self.replies:
            return self.replies["DATA"]
        taken = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(taken, EmailMessage)
        self.taken.append(taken)
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=PORT)
    controller.start()
    yield handler
    controller.stop()


def sender(**changes: Any) -> SmtpSender:
    values = {
        "user": "",
        "password": "",
        "use_tls": False,
        "timeout_s": 3,
        "sender": "示例商贸 <cem@example.org>",
    } | changes
    return SmtpSender(SmtpServer("127.0.0.1", PORT, **values))


def mail(**changes: Any) -> Any:
    return message(recipient="zhang@example.com", **changes)


def test_a_mail_has_text_and_html_a_stable_id_and_one_click_to_leave(postbox: Postbox) -> None:
    out = sender()
    long = mail(subject="徐汇店想听听您的意见" * 12)
    assert [out.send(long).provider_id for _ in range(2)] == ["inv_9Zk2-1"] * 2
    first, second = postbox.taken
    assert first["Message-ID"] == second["Message-ID"] == "<inv_9Zk2-1@example.org>"
    assert (first["To"], first["From"]) == ("zhang@example.com", "示例商贸 <cem@example.org>")
    assert first["Subject"] == "徐汇店想听听您的意见" * 12
    assert first["List-Unsubscribe"] == "<https://cem.example.com/u/tok1>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = first.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "https://cem.example.com/i/tok1" in plain.get_content()
    assert html.get_content().strip() == "<p>您好，张女士</p>"
    out.close()


def test_one_connection_serves_many_mails(postbox: Postbox) -> None:
    out = sender()
    for number in range(50):
        out.send(mail(id=f"m{number}", html=""))
    assert (len(postbox.taken), postbox.connections) == (50, 1)
    assert {taken["Message-ID"] for taken in postbox.taken} == {f"<m{number}@example.org>" for number in range(50)}


@pytest.fixture
def sink() -> Iterator[int]:
    """A server in another process, so that its Python does not take turns with ours; the port."""
    command = [sys.executable, "-m", "tests.integrations.mail_server", str(PORT + 2)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield PORT + 2
        server.kill()


def test_two_hundred_mails_a_second(sink: int) -> None:
    """The bar of one worker. The machine may be busy with other things, so the best of some runs counts."""
    out, best = SmtpSender(SmtpServer("127.0.0.1", sink, "", "", False, 3, "示例商贸 <cem@example.org>")), 0.0
    for run in range(5):
        began = time.perf_counter()
        for number in range(100):
            out.send(mail(id=f"m{run}-{number}"))
        best = max(best, 100 / (time.perf_counter() - began))
    assert best >= 200, best


def test_a_server_that_ends_the_connection_after_some_mails_is_called_again(postbox: Postbox) -> None:
    postbox.close_after = 3
    out = sender()
    for number in range(10):
        out.send(mail(id=f"m{number}"))
    assert (len(postbox.taken), postbox.connections) == (10, 4)


def test_a_connection_lost_between_two_mails_is_opened_anew(postbox: Postbox) -> None:
    out = sender()
    out.send(mail(id="a"))
    assert out._kept is not None
    out._kept.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
    out.send(mail(id="b"))
    out._used_at = time.monotonic() - 60  # idle: asked first
    assert out._kept is not None
    out._kept.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
    out.send(mail(id="c"))
    assert [taken["Message-ID"] for taken in postbox.taken] == ["<a@example.org>", "<b@example.org>", "<c@example.org>"]


@pytest.mark.parametrize(
    ("stage", "reply", "kind"),
    [
        ("RCPT", "550 5.1.1 no such user", PermanentSendFailure),
        ("RCPT", "452 4.2.2 mailbox full", TemporarySendFailure),
        ("DATA", "554 5.7.1 content refused", PermanentSendFailure),
        ("DATA", "451 4.3.0 try later", TemporarySendFailure),
        ("MAIL", "550 5.7.1 sender not allowed", TemporarySendFailure),
        ("MAIL", "451 4.7.1 greylisted", TemporarySendFailure),
    ],
)
def test_what_a_refusal_means_depends_on_what_it_answers(
    postbox: Postbox, stage: str, reply: str, kind: type[Exception]
) -> None:
    out = sender()
    postbox.replies[stage] = reply
    with pytest.raises(kind) as failure:
        out.send(mail(id="a"))
    if isinstance(failure.value, PermanentSendFailure):
        assert failure.value.code == reply[:3]
    postbox.replies.clear()
    out.send(mail(id="b"))  # the same connection goes on
    assert (len(postbox.taken), postbox.connections) == (1, 1)


def test_nobody_there_and_a_refused_sign_in_are_temporary() -> None:
    with pytest.raises(TemporarySendFailure):
        sender(timeout_s=1).send(mail())
    controller = Controller(
        Postbox(), hostname="127.0.0.1", port=PORT + 1, auth_require_tls=False, authenticator=_nobody
    )
    controller.start()
    try:
        out = SmtpSender(SmtpServer("127.0.0.1", PORT + 1, "u", "pass-word", False, 5, "a@example.org"))
        with pytest.raises(TemporarySendFailure) as failure:
            out.send(mail())
    finally:
        controller.stop()
    assert failure.value.retry_after == 600
    assert "pass-word" not in str(failure.value)


def _nobody(*_: Any) -> AuthResult:
    return AuthResult(success=False, handled=False)


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@example.com",
        "a@example.com\r\nBcc: x@y.z",
        "a@example.com, b@example.com",
        "张@例子.中国",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(postbox: Postbox, recipient: str) -> None:
    with pytest.raises(PermanentSendFailure) as failure:
        sender().send(message(recipient=recipient))
    assert failure.value.code == "bad_address"
    assert postbox.connections == 0


def test_a_line_break_in_a_subject_becomes_no_header(postbox: Postbox) -> None:
    sender().send(mail(subject="您好\r\nBcc: x@example.com"))
    assert (postbox.taken[0]["Bcc"], postbox.taken[0]["Subject"]) == (None, "您好 Bcc: x@example.com")


def test_a_mail_over_a_server_without_a_good_certificate_is_not_sent(postbox: Postbox) -> None:
    """STARTTLS asked for and not offered: the mail stays here."""
    with pytest.raises(TemporarySendFailure):
        sender(use_tls=True).send(mail())
    assert postbox.taken == []
