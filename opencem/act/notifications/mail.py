"""Mailing of notifications: the row is the outbox, claimed by a conditional UPDATE, sent outside any transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db.models import F

from opencem.act.notifications import queries
from opencem.act.notifications.models import MailState, Notification
from opencem.act.notifications.words import body_of, title_of
from opencem.kit.crash import crash_point
from opencem.platform.privacy.service import keyed_hash

LEASE = timedelta(minutes=5)
WAITS_S = (30, 120, 600, 1800, 3600, 7200, 14400)
BATCH = 50


class TransientMailError(Exception):
    """It may work later: the server is away, busy, or full."""


class PermanentMailError(Exception):
    """It will never work for this mail: no such mailbox, content refused."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain-text mail. `message_id` is the same at every try, so that a receiver can drop a repeat."""

    to: str
    subject: str
    text: str
    message_id: str


class Mailer(Protocol):
    """Hands one mail over, or raises `TransientMailError` or `PermanentMailError`."""

    def send(self, mail: Mail) -> None: ...


_mailer: Mailer | None = None


def bind(mailer: Mailer | None) -> None:
    """Sets the mailer of this process; None turns mail off."""
    global _mailer
    _mailer = mailer


def is_possible() -> bool:
    return _mailer is not None


def deliver_due(now: datetime) -> int:
    """Sends what is due, at most one batch. Returns how many mails this call claimed."""
    if _mailer is None:
        return 0
    due = Notification.objects.filter(mail_next_at__lte=now).order_by("mail_next_at").values_list("pk", flat=True)
    return sum(_deliver(pk, _mailer, now) for pk in list(due[:BATCH]))


def _deliver(pk: int, mailer: Mailer, now: datetime) -> bool:
    notification = _claim(pk, now)
    if notification is None:
        return False
    crash_point("after_mail_claim")
    try:
        if queries.may_read(notification):
            mailer.send(_mail(notification))
            _settle(notification, MailState.SENT)
        else:
            _settle(notification, MailState.FAILED, "out_of_scope")
    except PermanentMailError as error:
        _settle(notification, MailState.FAILED, str(error))
    except TransientMailError as error:
        _retry_later(notification, str(error), now)
    return True


def _claim(pk: int, now: datetime) -> Notification | None:
    """Takes the mail for one lease; None when another sender was quicker."""
    taken = Notification.objects.filter(pk=pk, mail_next_at__lte=now).update(
        mail_state=MailState.SENDING, mail_attempts=F("mail_attempts") + 1, mail_next_at=now + LEASE
    )
    return Notification.objects.select_related("account").get(pk=pk) if taken == 1 else None


def _mail(notification: Notification) -> Mail:
    account = notification.account
    language = account.language or settings.LANGUAGE_CODE
    body = body_of(notification.kind, notification.parameters, language)
    link = f"{settings.PUBLIC_URL}{notification.link}" if notification.link else settings.PUBLIC_URL
    return Mail(
        to=account.email,
        subject=title_of(notification.kind, notification.parameters, language),
        text=f"{body}\n\n{link}\n",
        message_id=keyed_hash(notification.dedup_key, "mail")[:32],
    )


def _retry_later(notification: Notification, error: str, now: datetime) -> None:
    if notification.mail_attempts > len(WAITS_S):
        _settle(notification, MailState.FAILED, error)
    else:
        wait = timedelta(seconds=WAITS_S[notification.mail_attempts - 1])
        _settle(notification, MailState.PENDING, error, next_at=now + wait)


def _settle(notification: Notification, state: MailState, error: str = "", next_at: datetime | None = None) -> None:
    """Ends this sender's claim; without effect if the lease ran out and another sender took over."""
    Notification.objects.filter(
        pk=notification.pk, mail_state=MailState.SENDING, mail_attempts=notification.mail_attempts
    ).update(mail_state=state, mail_error=error[:300], mail_next_at=next_at)
