from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from opencem.engines.query import FIELDS, METRICS, Query
from opencem.kit.clock import now
from opencem.kit.problems import Problem
from opencem.platform.accounts.http import ScopedRequest, scoped, signed_in
from opencem.platform.accounts.service import scope_for
from opencem.platform.organization import queries as organization
from opencem.understand.metrics import service, thresholds
from opencem.understand.metrics.ports import StoreLocked
from opencem.understand.metrics.rendering import answer_json, field_out, metric_out
from opencem.understand.metrics.schemas import (
    AnswerOut,
    CatalogueOut,
    FigureRulesIn,
    FigureRulesOut,
    QueryIn,
    TopicsOut,
)
from opencem.understand.text.queries import NAMES

router = Router(tags=["metrics"])


@router.post("/query", response=AnswerOut)
@scoped("dashboard.read")
def ask(request: ScopedRequest, question: QueryIn) -> HttpResponse:
    """指标查询: one question within your scope. The ETag changes when the answer could; `If-None-Match` then saves the work."""
    try:
        return _answer(request, question.as_query())
    except StoreLocked as locked:
        raise Problem("analytics_elsewhere", 503) from locked


def _answer(request: ScopedRequest, query: Query) -> HttpResponse:
    at = now()
    outside = _is_outside(request, query.unit)
    tag = _tag(request, service.cache_key(query, request.scope, at, outside=outside))
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    result = service.query(query, request.scope, at, outside=outside)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return HttpResponse(answer_json(result, _language(request)), content_type="application/json", headers=headers)


def _is_outside(request: ScopedRequest, unit: str | None) -> bool:
    """Whether the reader may not open the answers behind the figures: then small figures are hidden from them."""
    asked = organization.narrow(request.scope, unit)
    reads = scope_for(request.account, "feedback.read", purpose="minimum n")
    if reads is None:
        return True
    return not reads.everything and (asked.unit_ids is None or not all(map(reads.covers, asked.unit_ids)))


def _tag(request: HttpRequest, key: tuple[object, ...]) -> str:
    return f'"{hashlib.sha256(repr((key, _language(request))).encode()).hexdigest()[:32]}"'


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "zh-hans"))


@router.get("/metrics", response=CatalogueOut)
@scoped("dashboard.read")
def catalogue(request: ScopedRequest) -> dict[str, Any]:
    """指标与维度目录, with what each metric means (口径)."""
    language = _language(request)
    return {
        "metrics": [metric_out(metric, language) for metric in METRICS.values()],
        "fields": [field_out(field, language) for field in FIELDS.values()],
    }


@router.get("/figure-rules", response=FigureRulesOut)
@scoped("dashboard.read")
def figure_rules(request: ScopedRequest) -> dict[str, Any]:
    """指标设置: what the company decided about its figures."""
    return _rules_out(request)


@router.put("/figure-rules", response=FigureRulesOut)
@scoped("system.write")
def change_figure_rules(request: ScopedRequest, body: FigureRulesIn) -> dict[str, Any]:
    thresholds.change_minimum_n(body.minimum_n, scope=request.scope, account=request.account, now=now())
    return _rules_out(request)


def _rules_out(request: ScopedRequest) -> dict[str, Any]:
    writes = scope_for(request.account, "system.write", purpose="figure rules")
    return {
        "minimum_n": thresholds.minimum_n(),
        "lowest": thresholds.LOWEST_MINIMUM_N,
        "highest": thresholds.HIGHEST_MINIMUM_N,
        "may_write": writes is not None and writes.everything,
    }


@router.get("/topics", response=TopicsOut)
@signed_in
def topics(request: HttpRequest) -> dict[str, Any]:
    """话题: keys and names, which everybody needs who reads a voice."""
    return {
        "items": [
            {"key": key, "name_zh": names["zh-hans"], "name_zh_hant": names["zh-hant"], "name_en": names["en"]}
            for key, names in NAMES.items()
        ]
    }
