"""Remarks on a survey. Whoever reads it may remark on it."""

from __future__ import annotations

from typing import Any

from opencem.kit.clock import now
from opencem.listen.surveys import queries, service, shelves
from opencem.listen.surveys.http import shapes
from opencem.listen.surveys.http.shapes import people, router
from opencem.listen.surveys.models import SurveyComment
from opencem.listen.surveys.schemas import CommentList, CommentOut, SurveyCommentIn
from opencem.platform.accounts.http import ScopedRequest, scoped


@router.get("/surveys/{key}/comments", response=CommentList)
@scoped("survey.read")
def list_comments(request: ScopedRequest, key: str, resolved: bool | None = None) -> dict[str, Any]:
    found = shelves.list_comments(queries.survey_in(request.scope, key), resolved)
    names = people(account for one in found for account in (one.by_id, one.resolved_by_id))
    return {"items": [shapes.comment(one, names) for one in found]}


@router.post("/surveys/{key}/comments", response={201: CommentOut})
@scoped("survey.read")
def add_comment(request: ScopedRequest, key: str, body: SurveyCommentIn) -> tuple[int, dict[str, Any]]:
    survey = queries.survey_in(request.scope, key)
    made = service.comment(
        survey=survey, question=body.question or "", text=body.text, account=request.account, now=now()
    )
    return 201, _shape(made)


@router.post("/surveys/{key}/comments/{comment_id}/resolve", response=CommentOut)
@scoped("survey.read")
def resolve_comment(request: ScopedRequest, key: str, comment_id: int) -> dict[str, Any]:
    found = _comment(request, key, comment_id)
    service.resolve_comment(comment=found, account=request.account, now=now())
    return _shape(found)


@router.post("/surveys/{key}/comments/{comment_id}/reopen", response=CommentOut)
@scoped("survey.read")
def reopen_comment(request: ScopedRequest, key: str, comment_id: int) -> dict[str, Any]:
    found = _comment(request, key, comment_id)
    service.reopen_comment(comment=found, account=request.account)
    return _shape(found)


@router.delete("/surveys/{key}/comments/{comment_id}", response={204: None})
@scoped("survey.read")
def delete_comment(request: ScopedRequest, key: str, comment_id: int) -> tuple[int, None]:
    """One's own only."""
    service.delete_comment(comment=_comment(request, key, comment_id), account=request.account)
    return 204, None


def _comment(request: ScopedRequest, key: str, comment_id: int) -> SurveyComment:
    return shelves.comment_of(queries.survey_in(request.scope, key), comment_id)


def _shape(made: SurveyComment) -> dict[str, Any]:
    return shapes.comment(made, people([made.by_id, made.resolved_by_id]))
