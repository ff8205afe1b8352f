from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema

from opencem.kit.paging import clamp, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.listen.distribution import queries, service
from opencem.listen.distribution.models import Collector
from opencem.listen.surveys import queries as surveys
from opencem.platform.accounts.http import ScopedRequest, UnitRef, scoped
from opencem.platform.organization import queries as organization

router = Router(tags=["distribution"])


class CollectorOut(Schema):
    id: int
    unit: UnitRef
    url: str
    token: str
    kind: str
    channel: str
    status: str
    answers: int


class CollectorPage(Schema):
    items: list[CollectorOut]
    next_cursor: str | None


def _shape(collector: Collector) -> dict[str, Any]:
    return {
        "id": collector.pk,
        "unit": {"code": collector.unit.code, "name": collector.unit.name},
        "url": service.url_of(collector),
        "token": collector.token,
        "kind": collector.kind,
        "channel": collector.channel,
        "status": collector.status,
        "answers": collector.answers,
    }


@router.get("/surveys/{key}/collectors", response=CollectorPage)
@scoped("survey.read")
def list_collectors(
    request: ScopedRequest, key: str, unit: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    survey, size = surveys.get_survey(key), clamp(limit)
    position = decode_cursor(cursor, int)
    scope = organization.narrow(request.scope, unit)
    rows = queries.list_collectors(scope, survey, after_id=position[0] if position else 0, limit=size + 1)
    page = page_of(rows, size, lambda collector: [collector.pk])
    return {"items": [_shape(c) for c in page.items], "next_cursor": page.next_cursor}


@router.get("/collectors/{collector_id}/qr.{kind}")
@scoped("survey.read")
def qr(request: ScopedRequest, collector_id: int, kind: str) -> HttpResponse:
    collector = queries.get_collector(request.scope, collector_id)
    if collector is None or kind not in {"png", "svg"}:
        raise not_found()
    content = service.qr_png(collector) if kind == "png" else service.qr_svg(collector)
    content_type = "image/png" if kind == "png" else "image/svg+xml"
    return _file(content, content_type, f"{collector.unit.code}.{kind}", inline=True)


@router.get("/surveys/{key}/qr.zip")
@scoped("survey.read")
def qr_zip(request: ScopedRequest, key: str, unit: str | None = None) -> HttpResponse:
    collectors = queries.collectors_under(request.scope, surveys.get_survey(key), unit)
    return _file(service.qr_zip(collectors), "application/zip", f"{key}-{unit or 'all'}-qr.zip")


def _file(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{safe}"'
    return response
