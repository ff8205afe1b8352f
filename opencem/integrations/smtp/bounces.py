"""What comes back as mail: delivery status notifications (RFC 3464) and complaints (ARF, RFC 5965).

The company's mail server hands them over (`docs/operations.md`); the id of our mail stands in the copy they carry.
"""

from __future__ import annotations

import email
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import default

from opencem.integrations.outgoing.heard import Heard, NotUnderstood, Receipt

# RFC 3463: 5.1.x the address is wrong, 5.2.1 the mailbox is disabled. Others (full, refused) say nothing of the address.
_GONE = ("5.1.", "5.2.1")


def reports(body: bytes, now: datetime) -> list[Heard]:
    """Receipts in a mail that came back; none in an ordinary mail. Raises NotUnderstood."""
    try:
        mail = email.message_from_bytes(body, policy=default)
        message_id = _ours(mail)
        states = list(_states(mail)) if message_id else []
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:  # the parser's ways with nonsense
        raise NotUnderstood("not a mail") from error
    return [Receipt("email", message_id, state, now, {"code": code[:120]}) for state, code in states]


def _states(mail: Message) -> Iterator[tuple[str, str]]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _delivery(part)
        elif part.get_content_type() == "message/feedback-report":
            fields = _fields(part)[0]
            if fields.get("Feedback-Type", "").strip().lower() == "abuse":
                yield "complained", "abuse"


def _delivery(part: Message) -> Iterator[tuple[str, str]]:
    for fields in _fields(part)[1:]:
        action = str(fields.get("Action", "")).strip().lower()
        status = str(fields.get("Status", "")).strip().split(" ")[0]
        said = f"{status} {fields.get('Diagnostic-Code', '')}".strip()
        if action in ("delivered", "relayed", "expanded"):
            yield "delivered", said
        elif action == "failed":
            yield "bounced" if status.startswith(_GONE) else "failed", said


def _fields(part: Message) -> Sequence[Message]:
    """The groups of fields a status or feedback part is made of."""
    return _inside(part) or [email.message_from_string(str(part.get_payload()), policy=default)]


def _inside(part: Message) -> Sequence[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _ours(mail: Message) -> str:
    """The id we gave the mail this is about, without our domain; empty when there is none."""
    for part in mail.walk():
        kind = part.get_content_type()
        copy: Message | None = None
        if kind == "message/rfc822":
            copy = next(iter(_inside(part)), None)
        elif kind == "text/rfc822-headers":
            content = part.get_content() if isinstance(part, EmailMessage) else ""
            copy = email.message_from_string(str(content), policy=default)
        if copy is not None and copy["Message-ID"]:
            return str(copy["Message-ID"]).strip().strip("<>").partition("@")[0][:120]
    return ""
