from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema


class NotificationOut(Schema):
    id: int
    kind: str
    title: str
    parameters: dict[str, Any]
    link: str
    created_at: datetime
    read: bool


class NotificationPage(Schema):
    items: list[NotificationOut]
    next_cursor: str | None
    unread: int


class ReadIn(Schema, extra="forbid"):
    """Which to mark read: `ids`, or `all`."""

    ids: list[int] | None = None
    all: bool = False


class ReadOut(Schema):
    marked: int
    unread: int
