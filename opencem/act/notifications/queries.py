"""Reads of an account's own notifications, each still within what the account may see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from opencem.act.notifications.models import Notification
from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for

PERMISSION = "ticket.read"


def list_notifications(account: Account, *, unread: bool, cursor: str | None, limit: int) -> Page[Notification]:
    """Newest first."""
    rows = _readable(account).order_by("-created_at", "-pk")
    if unread:
        rows = rows.filter(read_at=None)
    if position := decode_cursor(cursor, datetime, int):
        at, pk = position
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    return page_of(list(rows[: limit + 1]), limit, lambda row: (row.created_at.isoformat(), row.pk))


def count_unread(account: Account) -> int:
    return _readable(account).filter(read_at=None).count()


def may_read(notification: Notification) -> bool:
    """Whether its account may still be told: active, and with the unit in its scope."""
    if not notification.account.is_active:
        return False
    return _readable(notification.account).filter(pk=notification.pk).exists()


def _readable(account: Account) -> QuerySet[Notification]:
    rows = Notification.objects.filter(account=account)
    scope = scope_for(account, PERMISSION, purpose="notifications")
    if scope is None:
        return rows.filter(unit_id=None)
    return rows if scope.unit_ids is None else rows.filter(Q(unit_id=None) | Q(unit_id__in=scope.unit_ids))
