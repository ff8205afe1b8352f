from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja import Router, Status

from opencem.kit.clock import now
from opencem.kit.paging import clamp, decode_cursor, encode_cursor
from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.accounts.service import names_of
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.understand.metrics.thresholds import minimum_n

from . import queries, service
from .drill import drill_of
from .items import read_items
from .models import Scheme, SchemeVersion, Scorecard
from .months import month_of, parse_month
from .queries import MINIMUM_WEIGHT, Standing
from .schemas import (
    PublishIn,
    RankingOut,
    SchemeOut,
    SchemeVersionOut,
    SchemeVersionsOut,
    ScorecardOut,
    TryOutIn,
    TryOutOut,
)

router = Router(tags=["assessment"])


@router.get("/scorecards", response=RankingOut)
@scoped("scorecard.read")
def list_scorecards(
    request: ScopedRequest, month: str, unit: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """成绩单: every assessed unit of the scope, best first; unranked ones at the end."""
    scope = organization.narrow(request.scope, unit)
    version, standings = queries.ranking(scope, parse_month(month))
    start = _place(cursor)
    shown = standings[start : start + clamp(limit)]
    more = start + len(shown) < len(standings)
    return {
        "month": month,
        "version": _version_ref(version),
        "minimum_n": minimum_n(),
        "minimum_weight": MINIMUM_WEIGHT,
        "ranked": sum(standing.rank is not None for standing in standings),
        "total": len(standings),
        "items": [_standing(standing) for standing in shown],
        "next_cursor": encode_cursor([start + len(shown)]) if more else None,
    }


def _place(cursor: str | None) -> int:
    parts = decode_cursor(cursor, int)
    if parts is None:
        return 0
    place: int = parts[0]
    if place < 0:
        raise Problem("bad_cursor", 400, field="cursor")
    return place


@router.get("/scorecards/{unit_code}/{month}", response=ScorecardOut)
@scoped("scorecard.read")
def get_scorecard(request: ScopedRequest, unit_code: str, month: str) -> dict[str, Any]:
    """One unit's month, each item with the way down to its answers or tickets."""
    unit = organization.resolve(request.scope, unit_code)
    first = parse_month(month)
    card = queries.get_scorecard(request.scope, unit, first)
    _, standings = queries.ranking(request.scope, first)
    standing = next((each for each in standings if each.unit.id == unit.id), None)
    if standing is None:
        raise not_found()
    return {
        **_standing(standing),
        "month": month,
        "version": _version_ref(card.version),
        "ranked": sum(each.rank is not None for each in standings),
        "items": _opened_items(card, unit),
        "months": [_month_total(each) for each in queries.totals_until(request.scope, unit, first)],
    }


def _opened_items(card: Scorecard, unit: UnitView) -> list[dict[str, Any]]:
    specs = {spec.key: spec for spec in read_items(card.version.items)}
    return [
        {
            **item,
            "curve": specs[item["key"]].curve.model_dump(mode="json"),
            "lost": round(item["weight_used"] - item["contribution"], 2),
            "drill": drill_of(specs[item["key"]], unit.code, card.month),
        }
        for item in card.items
    ]


@router.get("/schemes", response=list[SchemeOut])
@scoped("scorecard.read")
def list_schemes(request: ScopedRequest) -> list[dict[str, Any]]:
    return [_scheme(scheme) for scheme in Scheme.objects.order_by("key")]


def _scheme(scheme: Scheme) -> dict[str, Any]:
    shaped = _versions(queries.list_versions(scheme.key), scheme.key)
    return {**_named(scheme), "version": next((version for version in shaped if version.in_force), None)}


@router.get("/schemes/{key}", response=SchemeVersionsOut)
@scoped("scorecard.read")
def get_scheme(request: ScopedRequest, key: str) -> dict[str, Any]:
    scheme = service.get_scheme(key)
    return {**_named(scheme), "versions": _versions(queries.list_versions(key), key)}


@router.post("/schemes/{key}/versions", response={201: SchemeVersionOut})
@scoped("scheme.write")
def publish_version(request: ScopedRequest, key: str, body: PublishIn) -> Status[SchemeVersionOut]:
    """发布新版本: applies from its month on; scorecards of that month and later are recomputed."""
    version = service.publish_version(
        scheme_key=key,
        items=body.items,
        effective_from=parse_month(body.effective_from),
        note=body.note,
        account=request.account,
        now=now(),
    )
    shaped = _versions(queries.list_versions(key), key)
    return Status(201, next(each for each in shaped if each.number == version.number))


@router.post("/schemes/{key}/what-if", response=TryOutOut)
@scoped("scheme.write")
def try_out(request: ScopedRequest, key: str, body: TryOutIn) -> dict[str, Any]:
    """试算: the month under these items beside the version in force. Nothing is stored."""
    scope = organization.narrow(request.scope, body.unit)
    month = parse_month(body.month)
    version, trials = service.try_out(scheme_key=key, items=body.items, month=month, scope=scope, now=now())
    return {
        "month": body.month,
        "version": _version_ref(version),
        "items": [
            {"unit": trial.unit, "before": trial.before, "after": trial.after, "change": trial.change}
            for trial in trials
        ],
    }


def _named(scheme: Scheme) -> dict[str, str]:
    return {"key": scheme.key, "name_zh": scheme.name_zh, "name_en": scheme.name_en}


def _version_ref(version: SchemeVersion) -> dict[str, Any]:
    return {"scheme": version.scheme.key, "number": version.number, "effective_from": version.effective_from}


def _versions(versions: Sequence[SchemeVersion], key: str) -> list[SchemeVersionOut]:
    in_force = service.version_for(month_of(now().date()), key)
    names = names_of({version.published_by_id for version in versions if version.published_by_id})
    return [
        SchemeVersionOut(
            number=version.number,
            effective_from=version.effective_from,
            note=version.note,
            published_at=version.published_at,
            published_by=names.get(version.published_by_id or 0),
            items=read_items(version.items),
            in_force=version.pk == in_force.pk,
        )
        for version in versions
    ]


def _standing(standing: Standing) -> dict[str, Any]:
    card = standing.card
    return {
        "unit": standing.unit,
        "total": card.total if card else None,
        "total_all": card.total_all if card else None,
        "n": card.n if card else 0,
        "rank": standing.rank,
        "tied": standing.tied,
        "previous_total": standing.previous_total,
        "change": standing.change,
        "items": card.items if card else [],
        "computed_at": card.computed_at if card else None,
    }


def _month_total(card: Scorecard) -> dict[str, Any]:
    return {"month": f"{card.month:%Y-%m}", "total": card.total, "total_all": card.total_all, "n": card.n}
