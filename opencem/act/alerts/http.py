"""Alerts and their rules over HTTP."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from ninja import Path, Query, Router

from opencem.act.alerts import queries, service
from opencem.act.alerts.models import Alert, AlertRule
from opencem.act.alerts.schemas import AlertPage, RuleIn, RuleOut
from opencem.kit.paging import clamp
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.organization import queries as organization

router = Router(tags=["alerts"])
_FIRST, _LAST = date(1970, 1, 1), date(2199, 12, 31)  # beyond them a day has no instant in some zone


@router.get("/alerts", response=AlertPage)
@scoped("ticket.read")
def list_alerts(
    request: ScopedRequest,
    unit: str | None = None,
    since: Annotated[date | None, Query(alias="from", ge=_FIRST, le=_LAST)] = None,
    until: Annotated[date | None, Query(alias="to", ge=_FIRST, le=_LAST)] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    page = queries.list_alerts(
        organization.narrow(request.scope, unit),
        since=_start_of(since) if since else None,
        until=_start_of(until + timedelta(days=1)) if until else None,
        cursor=cursor,
        limit=clamp(limit),
    )
    return {"items": [_shape(alert) for alert in page.items], "next_cursor": page.next_cursor}


@router.get("/alert-rules", response=list[RuleOut])
@scoped("rules.read")
def list_rules(request: ScopedRequest) -> list[AlertRule]:
    return list(queries.list_rules())


@router.put("/alert-rules/{key}", response=RuleOut)
@scoped("rules.write")
def change_rule(
    request: ScopedRequest, key: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")], body: RuleIn
) -> AlertRule:
    return service.change_rule(key=key, by=request.account, **body.dict())


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _shape(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.pk,
        "rule": alert.rule,
        "rule_version": alert.rule_version,
        "unit": alert.unit,
        "fired_at": alert.fired_at,
        "feedback_id": alert.feedback_id,
        "ticket": alert.ticket.number if alert.ticket else None,
        "reasons": alert.reasons,
    }
