"""SMTP behind the port `act.notifications.mail.Mailer`: one connection per mail, errors told apart."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from opencem.act.notifications.mail import Mail, PermanentMailError, TransientMailError

IMPLICIT_TLS_PORT = 465  # RFC 8314: TLS from the first byte


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, and in whose name. `use_tls` means STARTTLS; port 465 speaks TLS from the start."""

    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    timeout_s: int
    sender: str


def connect(server: SmtpServer) -> smtplib.SMTP:
    """A connection, encrypted and signed in as the settings say. Raises smtplib.SMTPException or OSError.

    The server's certificate must be good: who could stand in between would read every mail and the password.
    """
    if server.port == IMPLICIT_TLS_PORT:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout_s, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
    try:
        if server.use_tls and server.port != IMPLICIT_TLS_PORT:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


class SmtpMailer:
    """Implements `Mailer`."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def send(self, mail: Mail) -> None:
        """Returns once the server has taken the mail."""
        message = self._message(mail)
        try:
            with connect(self._server) as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(*next(iter(refused.recipients.values()))) from refused
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is mended by an administrator; the mails must outlive it.
            raise TransientMailError(f"sign-in refused: {error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TransientMailError(f"{type(error).__name__}: {error}") from error

    def _message(self, mail: Mail) -> EmailMessage:
        domain = parseaddr(self._server.sender)[1].rpartition("@")[2] or "localhost"
        message = EmailMessage()
        try:
            message["From"] = self._server.sender
            message["To"] = mail.to
            # Words of customers stand in subjects; a line break in them must not become a header.
            message["Subject"] = " ".join(mail.subject.split())
            message["Date"] = formatdate()
            message["Message-ID"] = f"<{mail.message_id}@{domain}>"
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(mail.text)
        except (ValueError, MessageError) as error:
            raise PermanentMailError(f"not a mail: {error}") from error
        return message


def _refusal(code: int, reply: bytes | str) -> PermanentMailError | TransientMailError:
    """RFC 5321: 5yz is final, 4yz may be tried again."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    kind = PermanentMailError if 500 <= code < 600 else TransientMailError
    return kind(f"{code} {text}")
