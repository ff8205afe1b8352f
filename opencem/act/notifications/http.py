"""An account's own notifications over HTTP."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import Router

from opencem.act.notifications import queries, service
from opencem.act.notifications.models import Notification
from opencem.act.notifications.schemas import NotificationPage, ReadIn, ReadOut
from opencem.act.notifications.words import title_of
from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.platform.accounts.http import signed_in
from opencem.platform.accounts.models import Account

router = Router(tags=["notifications"])


@router.get("/notifications", response=NotificationPage)
@signed_in
def list_notifications(
    request: HttpRequest, unread: bool = False, cursor: str | None = None, limit: int = 30
) -> dict[str, Any]:
    account = cast(Account, request.user)
    page = queries.list_notifications(account, unread=unread, cursor=cursor, limit=clamp(limit))
    language = str(getattr(request, "LANGUAGE_CODE", ""))
    return {
        "items": [_shape(notification, language) for notification in page.items],
        "next_cursor": page.next_cursor,
        "unread": queries.count_unread(account),
    }


@router.post("/notifications/read", response=ReadOut)
@signed_in
def mark_read(request: HttpRequest, body: ReadIn) -> dict[str, int]:
    account = cast(Account, request.user)
    marked = service.mark_read(account=account, ids=None if body.all else body.ids or [], now=now())
    return {"marked": marked, "unread": queries.count_unread(account)}


def _shape(notification: Notification, language: str) -> dict[str, Any]:
    return {
        "id": notification.pk,
        "kind": notification.kind,
        "title": title_of(notification.kind, notification.parameters, language),
        "parameters": notification.parameters,
        "link": notification.link,
        "created_at": notification.created_at,
        "read": notification.read_at is not None,
    }
