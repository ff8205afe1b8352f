from __future__ import annotations

import tempfile
from typing import cast

from django.db import transaction
from django.http import FileResponse, HttpRequest
from ninja import Query, Router

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import not_found
from opencem.listen.feedback import service as feedback_service
from opencem.platform.accounts.http import ScopedRequest, scoped, signed_in
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for
from opencem.platform.scope.value import Scope

from . import shapes
from .export import export_feedback
from .filters import FeedbackFilter
from .queries.detail import get_voice
from .queries.listing import count_voices, list_voices
from .queries.search import PERMISSIONS, SearchKind, search
from .queries.timeline import get_customer, list_moments
from .schemas import (
    CustomerTimeline,
    FeedbackDetail,
    FeedbackPage,
    HitGroup,
    ReverseFlagIn,
    SearchOut,
)

router = Router(tags=["voices"])
_LONGEST_SEARCH = 100
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def _language(request: HttpRequest) -> str:
    return _LANGUAGES.get(getattr(request, "LANGUAGE_CODE", ""), "zh-Hans")


@router.get("/feedback", response=FeedbackPage)
@scoped("feedback.read")
def list_feedback(
    request: ScopedRequest, wanted: Query[FeedbackFilter], cursor: str | None = None, limit: int = 50
) -> FeedbackPage:
    """反馈流: newest first. `total` comes with the first page."""
    page = list_voices(request.scope, wanted, cursor=cursor, limit=clamp(limit))
    return FeedbackPage(
        items=[shapes.feedback_out(voice, request.scope) for voice in page.items],
        next_cursor=page.next_cursor,
        total=None if cursor else count_voices(request.scope, wanted),
    )


@router.get("/feedback/export.xlsx")
@scoped("feedback.export")
def export(request: ScopedRequest, wanted: Query[FeedbackFilter]) -> FileResponse:
    """The same filters as a workbook; refused above the row limit, never cut."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    with transaction.atomic():
        export_feedback(request.scope, wanted, request.account, target, language=_language(request))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="feedback.xlsx", content_type=_WORKBOOK)


@router.get("/feedback/{feedback_id}", response=FeedbackDetail)
@scoped("feedback.read")
def get_feedback(request: ScopedRequest, feedback_id: int) -> FeedbackDetail:
    language = _language(request)
    opened = get_voice(request.scope, feedback_id, language=language)
    return shapes.feedback_detail(opened, request.scope, language=language)


@router.post("/feedback/{feedback_id}/flags/{flag_id}/reverse", response=FeedbackDetail)
@scoped("flags.reverse")
def reverse_flag(request: ScopedRequest, feedback_id: int, flag_id: int, body: ReverseFlagIn) -> FeedbackDetail:
    """撤销存疑: the flag stays with who reversed it and why; the figures take the feedback back."""
    language = _language(request)
    opened = get_voice(request.scope, feedback_id, language=language)
    if flag_id not in {flag.pk for flag in opened.voice.flags}:
        raise not_found()
    feedback_service.reverse_flag(
        flag_id=flag_id, scope=request.scope, account=request.account, reason=body.reason, now=now()
    )
    reversed_ = get_voice(request.scope, feedback_id, language=language)
    return shapes.feedback_detail(reversed_, request.scope, language=language)


@router.get("/customers/{customer_id}", response=CustomerTimeline)
@scoped("customer.read")
def customer_timeline(
    request: ScopedRequest, customer_id: str, cursor: str | None = None, limit: int = 50
) -> CustomerTimeline:
    known = get_customer(request.scope, customer_id)
    page = list_moments(request.scope, known.customer, cursor=cursor, limit=clamp(limit))
    return CustomerTimeline(
        customer=shapes.customer_out(known, request.scope),
        joined_on=known.customer.joined_on,
        items=[shapes.moment_out(moment) for moment in page.items],
        next_cursor=page.next_cursor,
    )


@router.get("/search", response=SearchOut)
@signed_in
def search_everything(request: HttpRequest, q: str) -> SearchOut:
    """Each group within the scope of its own permission; groups the caller holds none for are absent."""
    words = q.replace("\x00", "").strip()[:_LONGEST_SEARCH]
    found = search(_search_scopes(cast(Account, request.user)), words, language=_language(request)) if words else {}
    return SearchOut(
        groups=[HitGroup(kind=kind, items=[shapes.hit_out(hit) for hit in hits]) for kind, hits in found.items()]
    )


def _search_scopes(account: Account) -> dict[SearchKind, Scope]:
    scopes = {kind: scope_for(account, permission, purpose="search") for kind, permission in PERMISSIONS.items()}
    return {kind: scope for kind, scope in scopes.items() if scope is not None}
