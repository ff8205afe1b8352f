"""What single kinds of collector have besides: embedding, one-time codes, personal links, kiosk devices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from opencem.kit.clock import now
from opencem.listen.distribution import codes, embedding, kiosks, links, queries
from opencem.listen.distribution.http import file_response
from opencem.listen.distribution.models import CodeBatch, KioskDevice
from opencem.listen.distribution.schemas import (
    CodeBatchOut,
    CodesIn,
    DeviceAdmitted,
    DeviceIn,
    DeviceOut,
    LinkIn,
    LinkOut,
    SignedLinksIn,
    SignedLinksOut,
    SnippetOut,
)
from opencem.listen.surveys import queries as surveys
from opencem.platform.accounts.http import ScopedRequest, scoped

router = Router(tags=["distribution"])


@router.get("/collectors/{collector_id}/embed", response=SnippetOut)
@scoped("survey.read")
def embed(request: ScopedRequest, collector_id: int) -> dict[str, Any]:
    collector = queries.get_collector(request.scope, collector_id)
    return {"html": embedding.snippet(collector), "origins": collector.origins.split()}


@router.get("/collectors/{collector_id}/codes", response=list[CodeBatchOut])
@scoped("survey.read")
def list_code_batches(request: ScopedRequest, collector_id: int) -> list[CodeBatch]:
    return list(queries.code_batches(queries.get_collector(request.scope, collector_id)))


@router.post("/collectors/{collector_id}/codes", response={201: CodeBatchOut})
@scoped("survey.write")
def make_codes(request: ScopedRequest, collector_id: int, body: CodesIn) -> tuple[int, dict[str, Any]]:
    batch = codes.make_codes(
        collector=queries.get_collector(request.scope, collector_id),
        count=body.count,
        label=body.label,
        expires_at=body.expires_at,
        account=request.account,
        now=now(),
    )
    kept = ("id", "label", "count", "expires_at", "created_at")
    return 201, {"used": 0, **{name: getattr(batch, name) for name in kept}}


@router.get("/code-batches/{batch_id}.csv")
@scoped("survey.write")
def codes_csv(request: ScopedRequest, batch_id: int) -> HttpResponse:
    """The codes with their addresses, for whoever prints them; a code is a right to answer, so writers only."""
    batch = queries.get_code_batch(request.scope, batch_id)
    lines = ["﻿code,link", *(f"{code},{settings.PUBLIC_URL}/r/{code}" for code in queries.codes_of(batch))]
    return file_response("\r\n".join(lines).encode(), "text/csv; charset=utf-8", f"codes-{batch.pk}.csv")


@router.post("/collectors/{collector_id}/links", response={200: LinkOut, 201: LinkOut})
@scoped("survey.write")
def personal_link(request: ScopedRequest, collector_id: int, body: LinkIn) -> tuple[int, dict[str, Any]]:
    collector = queries.get_collector(request.scope, collector_id)
    code, is_new = codes.personal_link(collector=collector, order_number=body.order_number, expires_at=body.expires_at)
    shown = {"code": code.code, "order_number": code.order_number, "expires_at": code.expires_at}
    return 201 if is_new else 200, {**shown, "url": codes.address_of(code), "used": code.used_at is not None}


@router.post("/collectors/{collector_id}/signed-links", response=SignedLinksOut)
@scoped("survey.write")
def signed_links(request: ScopedRequest, collector_id: int, body: SignedLinksIn) -> dict[str, Any]:
    """签名链接: the collector's address with parameters that cannot be forged. For who may write the survey itself: what
    is signed here is believed, at whatever unit the order or the person belongs."""
    collector = queries.get_collector(request.scope, collector_id)
    surveys.writable_survey(request.scope, collector.survey.key)
    return {"urls": links.signed_addresses(collector, body.links, body.expires_at)}


@router.get("/collectors/{collector_id}/devices", response=list[DeviceOut])
@scoped("survey.read")
def list_devices(request: ScopedRequest, collector_id: int) -> list[KioskDevice]:
    return list(queries.devices_of(queries.get_collector(request.scope, collector_id)))


@router.post("/collectors/{collector_id}/devices", response={201: DeviceAdmitted})
@scoped("survey.write")
def admit_device(request: ScopedRequest, collector_id: int, body: DeviceIn) -> tuple[int, dict[str, Any]]:
    collector = queries.get_collector(request.scope, collector_id)
    device, url = kiosks.admit_device(collector=collector, name=body.name, account=request.account, now=now())
    kept = ("id", "name", "created_at", "seen_at", "revoked_at")
    return 201, {"url": url, **{name: getattr(device, name) for name in kept}}


@router.post("/kiosk-devices/{device_id}/revoke", response=DeviceOut)
@scoped("survey.write")
def revoke_device(request: ScopedRequest, device_id: int) -> KioskDevice:
    device = queries.get_device(request.scope, device_id)
    return kiosks.revoke_device(device=device, account=request.account, now=now())
