"""Invitations by e-mail: text and HTML, unsubscribe by one click, one connection for many mails."""

from __future__ import annotations

import re
import smtplib
import time
from email.errors import MessageError
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr, formatdate, parseaddr

from opencem.adapters.mailer.smtp import SmtpServer, connect
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\x00-\x1f]+@[^\s@<>(),;:\"\\\x00-\x1f]+")
_ASKED_AFTER_S = 5.0  # a connection idle for longer is asked whether it still stands
_MENDED_BY_HAND_S = 600.0
# The older policy: the newer one reads every header anew and would cost half of a worker's time.
_ON_THE_WIRE = compat32.clone(linesep="\r\n")
_CLOSING = 421  # RFC 5321: the server ends the connection; many do after some number of mails


class _Refused(Exception):
    """A reply that is not yes."""

    def __init__(self, code: int, reply: bytes) -> None:
        super().__init__(f"{code} {reply.decode('utf-8', 'replace')}"[:300])
        self.code = code


class SmtpSender:
    """Implements `Sender`. A mail sent twice carries the same Message-ID, so a receiver can drop the second."""

    channel = "email"

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        name, self._address = parseaddr(server.sender)
        self._from = formataddr((name, self._address))
        self._domain = self._address.rpartition("@")[2] or "localhost"
        self._kept: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, message: OutgoingMessage) -> Sent:
        if not (message.recipient.isascii() and _ADDRESS.fullmatch(message.recipient)):
            raise PermanentSendFailure("bad_address", "not an e-mail address")
        content = self._written(message)
        connection, fresh = self._connection()
        try:
            self._hand_over(connection, message.recipient, content)
        except _Refused as refused:
            if refused.code != _CLOSING or fresh:
                raise TemporarySendFailure(str(refused)) from refused
            self._drop()
            return self.send(message)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise TemporarySendFailure(f"{type(error).__name__}: {error}"[:300]) from error
        self._used_at = time.monotonic()
        return Sent(message.id)

    def close(self) -> None:
        """Takes leave of the server."""
        if self._kept is not None:
            try:
                self._kept.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()
        self._kept = None

    def _connection(self) -> tuple[smtplib.SMTP, bool]:
        """The kept connection, or a fresh one (True)."""
        if self._kept is not None and not self._still_stands(self._kept):
            self._drop()
        if self._kept is not None:
            return self._kept, False
        try:
            self._kept = connect(self._server)
        except smtplib.SMTPAuthenticationError as error:
            raise TemporarySendFailure(f"sign-in refused: {error.smtp_code}", retry_after=_MENDED_BY_HAND_S) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TemporarySendFailure(f"{type(error).__name__}: {error}"[:300]) from error
        return self._kept, True

    def _still_stands(self, connection: smtplib.SMTP) -> bool:
        if time.monotonic() - self._used_at < _ASKED_AFTER_S:
            return True
        try:
            return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None

    def _hand_over(self, connection: smtplib.SMTP, recipient: str, content: bytes) -> None:
        """One mail through the dialogue. What a reply means depends on what it answers to."""
        try:
            code, reply = connection.mail(self._address)
        except smtplib.SMTPServerDisconnected:
            code, reply = _CLOSING, b"disconnected"
        if code != 250:  # we are not welcome as a sender: no fault of the recipient
            raise self._after_reset(connection, code, reply)
        code, reply = connection.rcpt(recipient)
        if code not in (250, 251):
            raise _final_or(self._after_reset(connection, code, reply))
        try:
            code, reply = connection.data(content)
        except smtplib.SMTPDataError as error:
            raise _final_or(self._after_reset(connection, error.smtp_code, _bytes(error.smtp_error))) from error
        if code != 250:
            raise _final_or(self._after_reset(connection, code, reply))

    def _after_reset(self, connection: smtplib.SMTP, code: int, reply: bytes) -> _Refused:
        """The refusal, with the dialogue back at its start (or the connection given up, where it was closing)."""
        if code == _CLOSING:
            connection.close()
        else:
            connection.rset()
        return _Refused(code, reply)

    def _written(self, message: OutgoingMessage) -> bytes:
        headers = self._headers(message)
        if any(ord(char) < 32 for value in headers.values() for char in value):
            raise PermanentSendFailure("not_a_mail", "a line break would become a header")
        try:
            mail = _body(message)
            for name, value in headers.items():
                mail[name] = value if value.isascii() else Header(value, "utf-8", header_name=name)  # type: ignore[assignment]  # as the older policy takes it
            return mail.as_bytes(policy=_ON_THE_WIRE)
        except (ValueError, MessageError) as error:  # a lone surrogate, for one
            raise PermanentSendFailure("not_a_mail", str(error)[:200]) from error

    def _headers(self, message: OutgoingMessage) -> dict[str, str]:
        unsubscribe = {
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        }
        return {
            "From": self._from,
            "To": message.recipient,
            "Subject": " ".join(message.subject.split()),
            "Date": formatdate(),
            "Message-ID": f"<{message.id}@{self._domain}>",
            "Auto-Submitted": "auto-generated",
            **(unsubscribe if message.unsubscribe else {}),
        }


def _body(message: OutgoingMessage) -> MIMENonMultipart | MIMEMultipart:
    text = MIMEText(message.text, "plain", "utf-8", policy=compat32)
    if not message.html:
        return text
    return MIMEMultipart("alternative", None, [text, MIMEText(message.html, "html", "utf-8", policy=compat32)])


def _final_or(refused: _Refused) -> Exception:
    """RFC 5321: 5yz is final for this recipient or this mail, 4yz may be tried again."""
    if 500 <= refused.code < 600:
        return PermanentSendFailure(str(refused.code), str(refused))
    return refused


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode("utf-8", "replace")
