from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from ninja import Query, Router

from opencem.engines import stats
from opencem.engines.query.values import TimeRange
from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.organization import queries as organization
from opencem.understand.metrics.fusion_queries import Unmatched
from opencem.understand.metrics.thresholds import minimum_n

from . import problems as problems
from .attributes import AttributeLine, split_by_attributes
from .expensive import AlsoSaid, Group, StoreLine, ask_expensive
from .matrix import Cell, Person, get_matrix, list_people
from .rules import (
    ATTITUDES,
    BEHAVIOURS,
    Attitude,
    Behaviour,
    RulesInForce,
    Segment,
    Settings,
    change_rules,
    rules_in_force,
)
from .schemas import AttributesOut, ExpensiveOut, MatrixOut, PeoplePage, difference_out

router = Router(tags=["fusion"])
LONGEST_PERIOD_DAYS = 1096
_USUAL_PERIOD = timedelta(days=182)

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
Window = Annotated[int | None, Query(ge=7, le=365)]
Days = Annotated[int, Query(ge=7, le=365)]
Day = Annotated[date | None, Query(ge=_FIRST_DAY, le=_LAST_DAY)]


def _today() -> date:
    return now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@router.get("/fusion/matrix", response=MatrixOut)
@scoped("fusion.read")
def matrix(
    request: ScopedRequest, unit: str | None = None, as_of: Day = None, window_days: Window = None
) -> dict[str, Any]:
    """态度 × 行为: customers, money and share bought on promotion in every cell."""
    scope = organization.narrow(request.scope, unit)
    found = get_matrix(scope, as_of=as_of or _today(), window_days=window_days)
    return {
        "attitudes": ATTITUDES,
        "behaviours": BEHAVIOURS,
        "cells": found.cells,
        "segments": _segments(found.cells),
        "customers": found.customers,
        "without_orders": found.without_orders,
        "unmatched": _unmatched(found.unmatched),
        "rules": found.rules,
        "as_of": found.as_of,
        "window_days": found.window_days,
    }


def _segments(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    customers: dict[str, int] = defaultdict(int)
    revenue: dict[str, float] = defaultdict(float)
    for cell in cells:
        customers[cell.segment] += cell.customers
        revenue[cell.segment] += cell.revenue
    total = sum(customers.values())
    return [
        {"segment": name, "customers": count, "share": count / total if total else None, "revenue": revenue[name]}
        for name, count in customers.items()
    ]


@router.get("/fusion/attributes", response=AttributesOut)
@scoped("fusion.read")
def attributes(
    request: ScopedRequest,
    segment: Segment = "hostage",
    unit: str | None = None,
    as_of: Day = None,
    window_days: Window = None,
) -> dict[str, Any]:
    """客群按门店属性: the share of a segment by each attribute of the stores, the most telling attribute first."""
    splits = split_by_attributes(
        organization.narrow(request.scope, unit), of=segment, as_of=as_of or _today(), window_days=window_days
    )
    return {
        "segment": segment,
        "items": [
            {"attribute": split.attribute, "lines": [_attribute_line(line, split.least) for line in split.lines]}
            for split in splits
        ],
    }


def _attribute_line(line: AttributeLine, least: int) -> dict[str, Any]:
    share = line.share
    return {
        "value": line.value,
        "customers": line.customers,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "low_sample": line.customers < least,
    }


@router.get("/fusion/people", response=PeoplePage)
@scoped("fusion.read")
def people(
    request: ScopedRequest,
    attitude: Attitude,
    behaviour: Behaviour,
    unit: str | None = None,
    as_of: Day = None,
    window_days: Window = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """The customers of one cell, most revenue first."""
    page = list_people(
        organization.narrow(request.scope, unit),
        attitude=attitude,
        behaviour=behaviour,
        as_of=as_of or _today(),
        window_days=window_days,
        cursor=cursor,
        limit=clamp(limit),
    )
    return {"items": [_person(person) for person in page.items], "next_cursor": page.next_cursor}


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.customer.public_id,
        "name": person.customer.name,
        "level": person.customer.level,
        "phone": person.customer.phone,
        "orders": person.figures.orders,
        "orders_before": person.figures.orders_before,
        "revenue": person.figures.revenue,
        "last_order_on": person.figures.last_order_on,
        "feedback_id": person.feedback_id,
        "said": person.said,
        "recommend": person.recommend,
        "said_at": person.said_at,
        "unit": organization.unit(person.unit_id),
    }


@router.get("/fusion/rules", response=RulesInForce)
@scoped("fusion.read")
def get_rules(request: ScopedRequest) -> RulesInForce:
    return rules_in_force()


@router.put("/fusion/rules", response=RulesInForce)
@scoped("scheme.write")
def put_rules(request: ScopedRequest, body: Settings) -> RulesInForce:
    """A new version of the matrix's settings, in force at once for everybody."""
    return change_rules(body, account=request.account, now=now())


@router.get("/fusion/expensive", response=ExpensiveOut, by_alias=True)
@scoped("fusion.read")
def expensive(
    request: ScopedRequest,
    unit: str | None = None,
    from_: Annotated[date | None, Query(alias="from", ge=_FIRST_DAY, le=_LAST_DAY)] = None,
    to: Day = None,
    days: Days = 90,
    as_of: Day = None,
) -> dict[str, Any]:
    """嫌贵复购. Without a period: the half-year that ended `days` days ago, so that everybody's days have elapsed."""
    today = as_of or _today()
    end = to or today - timedelta(days=days)
    spoken = _period(from_ or end - _USUAL_PERIOD, end)
    found = ask_expensive(organization.narrow(request.scope, unit), spoken=spoken, days=days, as_of=today)
    return {
        "complaining": _group(found.complaining),
        "others": _group(found.others),
        "difference": difference_out(found.difference),
        "matched": _matched(found.matched),
        "curve": {"complaining": _curve(found.curve), "others": _curve(found.others_curve)},
        "also_say": [_also_said(line) for line in found.also_say],
        "stores": [_store(line) for line in found.stores],
        "stores_total": found.stores_total,
        "minimum_n": minimum_n(),
        "unmatched": _unmatched(found.unmatched),
        "days": days,
        "from": spoken.start,
        "to": spoken.end,
        "as_of": today,
    }


def _period(start: date, end: date) -> TimeRange:
    if start > end:
        raise Problem("period_reversed", 422, field="from")
    if (end - start).days >= LONGEST_PERIOD_DAYS:
        raise Problem("period_too_long", 422, field="from", params={"days": LONGEST_PERIOD_DAYS})
    return TimeRange(start, end)


def _group(group: Group) -> dict[str, Any]:
    return {
        "customers": group.customers,
        "eligible": group.rate.n,
        "bought_again": group.bought_again,
        "rate": group.rate.value,
        "low": group.rate.low,
        "high": group.rate.high,
        "promotion_share": group.promotion_share,
    }


def _matched(matched: stats.MatchedDifference | None) -> dict[str, Any] | None:
    if matched is None:
        return None
    return {
        "rate": matched.rate,
        "others_rate": matched.other_rate,
        "difference": difference_out(matched.comparison),
        "customers": matched.n,
        "others": matched.other_n,
        "strata": matched.strata,
        "left_out": matched.left_out,
    }


def _curve(points: Sequence[stats.SurvivalPoint]) -> list[dict[str, Any]]:
    """Turned round: the share who have bought again by a day."""
    return [
        {
            "day": point.time,
            "bought_again": 1 - point.survival,
            "low": 1 - point.high,
            "high": 1 - point.low,
            "at_risk": point.at_risk,
        }
        for point in points
    ]


def _also_said(line: AlsoSaid) -> dict[str, Any]:
    return {
        "topic": line.topic,
        "polarity": line.polarity,
        "customers": line.customers,
        "share": line.share.value,
        "low": line.share.low,
        "high": line.share.high,
        "others_share": line.others.value,
    }


def _store(line: StoreLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "complaining": _group(line.complaining),
        "others": _group(line.others),
        "difference": difference_out(line.difference),
    }


def _unmatched(unmatched: Unmatched) -> dict[str, Any]:
    share = unmatched.unknown / unmatched.feedback if unmatched.feedback else None
    return {"feedback": unmatched.feedback, "unknown": unmatched.unknown, "share": share}
