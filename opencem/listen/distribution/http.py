"""Collectors of a survey: list, make, change, close, reopen; their QR codes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router

from opencem.kit.paging import clamp, decode_cursor, page_of
from opencem.kit.problems import Problem, not_found
from opencem.listen.distribution import pictures, posters, queries, service
from opencem.listen.distribution.drafts import CollectorDraft
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.schemas import (
    CollectorIn,
    CollectorOut,
    CollectorPage,
    CollectorPatch,
    CollectorsMade,
    ShortLinkOut,
)
from opencem.listen.surveys import queries as surveys
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.organization import queries as organization
from opencem.platform.organization.models import UnitKind, UnitStatus
from opencem.platform.scope.value import Scope

router = Router(tags=["distribution"])


def shape(collector: Collector) -> dict[str, Any]:
    touchpoint = collector.touchpoint
    named = ("id", "token", "kind", "name", "channel", "status", "opens_at", "expires_at", "answer_limit")
    more = ("again_after_hours", "reset_after_s", "look", "proof", "attacked_until", "answers", "created_at")
    return {
        **{name: getattr(collector, name) for name in (*named, *more)},
        "survey": collector.survey.key,
        "unit": {"code": collector.unit.code, "name": collector.unit.name},
        "url": service.url_of(collector),
        "short_url": service.shorten(collector) if collector.short_code else None,
        "touchpoint": touchpoint,
        "origins": collector.origins.split(),
    }


@router.get("/surveys/{key}/collectors", response=CollectorPage)
@scoped("survey.read")
def list_collectors(
    request: ScopedRequest,
    key: str,
    unit: str | None = None,
    kind: str = "",
    status: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    survey, size = surveys.survey_in(request.scope, key), clamp(limit)
    position = decode_cursor(cursor, int)
    scope = organization.narrow(request.scope, unit)
    after = position[0] if position else 0
    rows = queries.list_collectors(scope, survey, after_id=after, limit=size + 1, kind=kind, status=status)
    page = page_of(rows, size, lambda collector: [collector.pk])
    return {"items": [shape(c) for c in page.items], "next_cursor": page.next_cursor}


@router.post("/surveys/{key}/collectors", response={201: CollectorsMade})
@scoped("survey.write")
def create_collectors(request: ScopedRequest, key: str, body: CollectorIn) -> tuple[int, dict[str, Any]]:
    survey = surveys.survey_in(request.scope, key)
    units = _units(request.scope, body)
    wish = body.dict(exclude={"units", "stores_below", "origins"})
    draft = CollectorDraft(**wish, origins=tuple(body.origins))
    made = service.create_collectors(survey=survey, unit_ids=units, draft=draft, account=request.account)
    shown = [shape(collector) for collector in made.collectors]
    return 201, {"items": shown, "created": len(shown), "already": made.already}


def _units(scope: Scope, body: CollectorIn) -> list[int]:
    """Ids of the units meant, each once, all of them in the scope."""
    named = [organization.resolve(scope, code) for code in dict.fromkeys(body.units)]
    if body.stores_below:
        below = frozenset[int]().union(*(organization.subtree_ids(unit.id) for unit in named))
        named = [
            unit
            for unit in organization.projection_rows(below)
            if unit.kind == UnitKind.STORE and unit.status != UnitStatus.CLOSED
        ]
    if not named:
        raise Problem("invalid", 422, field="units")
    return [unit.id for unit in named]


@router.get("/collectors/{collector_id}", response=CollectorOut)
@scoped("survey.read")
def get_collector(request: ScopedRequest, collector_id: int) -> dict[str, Any]:
    return shape(queries.get_collector(request.scope, collector_id))


@router.patch("/collectors/{collector_id}", response=CollectorOut)
@scoped("survey.write")
def change_collector(request: ScopedRequest, collector_id: int, body: CollectorPatch) -> dict[str, Any]:
    collector = queries.get_collector(request.scope, collector_id)
    changes = body.dict(exclude_unset=True)
    nullable = {"opens_at", "expires_at", "answer_limit"}
    for name, value in changes.items():
        if value is None and name not in nullable:
            raise Problem("required", 422, field=name)
    if "origins" in changes:
        changes["origins"] = tuple(changes["origins"])
    return shape(service.change_collector(collector=collector, changes=changes, account=request.account))


@router.post("/collectors/{collector_id}/close", response=CollectorOut)
@scoped("survey.write")
def close_collector(request: ScopedRequest, collector_id: int) -> dict[str, Any]:
    collector = queries.get_collector(request.scope, collector_id)
    return shape(service.close_collector(collector=collector, account=request.account))


@router.post("/collectors/{collector_id}/reopen", response=CollectorOut)
@scoped("survey.write")
def reopen_collector(request: ScopedRequest, collector_id: int) -> dict[str, Any]:
    collector = queries.get_collector(request.scope, collector_id)
    return shape(service.reopen_collector(collector=collector, account=request.account))


@router.post("/collectors/{collector_id}/short-link", response=ShortLinkOut)
@scoped("survey.write")
def shorten(request: ScopedRequest, collector_id: int) -> dict[str, Any]:
    return {"url": service.shorten(queries.get_collector(request.scope, collector_id))}


@router.get("/collectors/{collector_id}/qr.{kind}")
@scoped("survey.read")
def qr(request: ScopedRequest, collector_id: int, kind: str) -> HttpResponse:
    collector = queries.get_collector(request.scope, collector_id)
    if kind not in {"png", "svg"}:
        raise not_found()
    content = pictures.qr_png(collector) if kind == "png" else pictures.qr_svg(collector)
    content_type = "image/png" if kind == "png" else "image/svg+xml"
    return file_response(content, content_type, f"{collector.unit.code}.{kind}", inline=True)


@router.get("/surveys/{key}/qr.zip")
@scoped("survey.read")
def qr_zip(request: ScopedRequest, key: str, unit: str | None = None) -> HttpResponse:
    collectors = queries.collectors_under(request.scope, surveys.survey_in(request.scope, key), unit)
    return file_response(pictures.qr_zip(collectors), "application/zip", f"{key}-{unit or 'all'}-qr.zip")


@router.get("/collectors/{collector_id}/poster.pdf")
@scoped("survey.read")
def poster(request: ScopedRequest, collector_id: int, language: str = "zh-Hans") -> HttpResponse:
    collector = queries.get_collector(request.scope, collector_id)
    content = posters.posters_pdf([collector], collector.survey, language)
    return file_response(content, "application/pdf", f"{collector.unit.code}-poster.pdf")


@router.get("/surveys/{key}/posters.pdf")
@scoped("survey.read")
def all_posters(request: ScopedRequest, key: str, unit: str | None = None, language: str = "zh-Hans") -> HttpResponse:
    survey = surveys.survey_in(request.scope, key)
    collectors = queries.collectors_under(request.scope, survey, unit)
    if not collectors:
        raise not_found()
    if len(collectors) > posters.MOST_PAGES:
        raise Problem("posters_count", 422, field="unit", params={"most": posters.MOST_PAGES})
    content = posters.posters_pdf(collectors, survey, language)
    return file_response(content, "application/pdf", f"{key}-{unit or 'all'}-posters.pdf")


def file_response(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{safe}"'
    return response
