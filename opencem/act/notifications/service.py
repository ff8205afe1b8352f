"""The door: tell accounts something; note that they read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from opencem.act.notifications import mail
from opencem.act.notifications.models import MailState, Notification
from opencem.act.notifications.words import Words, register_words
from opencem.platform.accounts.models import Account

__all__ = ["Words", "mark_read", "notify", "register_words"]


def notify(
    *,
    accounts: Iterable[Account],
    kind: str,
    parameters: Mapping[str, Any],
    unit_id: int | None,
    link: str,
    dedup_key: str,
    now: datetime,
) -> None:
    """Writes one notification per account in the caller's transaction; a key already told to an account is not told again.

    `parameters` fill the words registered for `kind`; `link` is a path of the console. Accounts with an address are mailed.
    """
    rows = [
        Notification(
            account=account,
            kind=kind,
            parameters=dict(parameters),
            unit_id=unit_id,
            link=link,
            dedup_key=f"{dedup_key}:{account.pk}",
            created_at=now,
            **_mail_fields(account, now),
        )
        for account in accounts
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


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
