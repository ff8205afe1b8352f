"""Scoped reads of alerts; rules are the same for everybody who may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from opencem.act.alerts.models import Alert, AlertRule
from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.platform.scope.value import Scope


def list_alerts(
    scope: Scope, *, since: datetime | None, until: datetime | None, cursor: str | None, limit: int
) -> Page[Alert]:
    """Newest first, fired in [since, until)."""
    rows = Alert.objects.visible_to(scope).select_related("rule", "unit", "ticket").order_by("-fired_at", "-pk")
    if since:
        rows = rows.filter(fired_at__gte=since)
    if until:
        rows = rows.filter(fired_at__lt=until)
    if position := decode_cursor(cursor, datetime, int):
        at, pk = position
        rows = rows.filter(Q(fired_at__lt=at) | Q(fired_at=at, pk__lt=pk))
    return page_of(list(rows[: limit + 1]), limit, lambda row: (row.fired_at.isoformat(), row.pk))


def list_rules() -> Sequence[AlertRule]:
    return list(AlertRule.objects.order_by("pk"))
