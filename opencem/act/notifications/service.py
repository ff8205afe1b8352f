"""The door: tell accounts something; note that they read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opencem.act.notifications import jobs, mail
from opencem.act.notifications.models import MailState, Notification
from opencem.act.notifications.words import Words, register_words
from opencem.platform.accounts.models import Account
from opencem.platform.jobs.service import enqueue

__all__ = ["Notice", "Words", "mark_read", "notify", "register_words"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell to whom. `parameters` fill the words registered for `kind`; `link` is a path of the console."""

    accounts: Iterable[Account]
    kind: str
    parameters: Mapping[str, Any]
    unit_id: int | None
    link: str
    dedup_key: str


def notify(notices: Sequence[Notice], *, now: datetime) -> None:
    """Writes one notification per notice and account in the caller's transaction; accounts with an address are mailed.

    A `dedup_key` already told to an account is not told again.
    """
    rows = [_row(notice, account, now) for notice in notices for account in notice.accounts]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.mail_state == MailState.PENDING for row in rows):
        enqueue(jobs.deliver_mail, dedup_key="notifications.mail")


def _row(notice: Notice, account: Account, now: datetime) -> Notification:
    return Notification(
        account=account,
        kind=notice.kind,
        parameters=dict(notice.parameters),
        unit_id=notice.unit_id,
        link=notice.link,
        dedup_key=f"{notice.dedup_key}:{account.pk}",
        created_at=now,
        **_mail_fields(account, now),
    )


def _mail_fields(account: Account, now: datetime) -> dict[str, Any]:
    if not account.email or not mail.is_possible():
        return {}
    return {"mail_state": MailState.PENDING, "mail_next_at": now}


def mark_read(*, account: Account, ids: Collection[int] | None, now: datetime) -> int:
    """Marks the account's own notifications read, all of them for `None`. Returns how many were unread."""
    unread = Notification.objects.filter(account=account, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=now)
