"""The editor's side: the draft, what is wrong with it, publishing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opencem.kit.clock import now
from opencem.listen.surveys import extending, inspection, queries, service
from opencem.listen.surveys.http.shapes import language_of, people, person, router, survey_detail
from opencem.listen.surveys.models import Survey, SurveyDraft
from opencem.listen.surveys.schemas import (
    DraftIn,
    DraftOut,
    RevisionIn,
    SurveyCheckIn,
    SurveyCheckOut,
    SurveyDetail,
    UsesOut,
)
from opencem.platform.accounts.http import ScopedRequest, scoped


def draft_out(request: ScopedRequest, draft: SurveyDraft, *, with_definition: bool) -> dict[str, Any]:
    return {
        "definition": draft.definition if with_definition else None,
        "revision": draft.revision,
        "based_on": draft.based_on,
        "saved_at": draft.saved_at,
        "saved_by": person(draft.saved_by_id, people([draft.saved_by_id])),
        "differs": draft.differs,
        **checked(request, draft.survey, draft.definition),
    }


def checked(request: ScopedRequest, survey: Survey, definition: Mapping[str, Any]) -> dict[str, Any]:
    base = queries.base_of(survey)
    found = inspection.inspect(definition, language_of(request), base)
    locked = extending.locked_questions(base) if base is not None else []
    return {"faults": found.faults, "warnings": found.warnings, "flow": found.flow, "locked": locked}


def _from_version(request: ScopedRequest, survey: Survey) -> dict[str, Any]:
    """What a draft would begin with; nothing is stored by looking."""
    newest = queries.newest_version(survey)
    definition = newest.definition if newest else {}
    return {
        "definition": definition,
        "revision": 0,
        "based_on": newest.number if newest else None,
        "saved_at": newest.published_at if newest else None,
        "saved_by": None,
        "differs": False,
        **checked(request, survey, definition),
    }


@router.get("/surveys/{key}/draft", response=DraftOut)
@scoped("survey.read")
def get_draft(request: ScopedRequest, key: str) -> dict[str, Any]:
    survey = queries.survey_in(request.scope, key)
    draft = getattr(survey, "draft", None)
    return draft_out(request, draft, with_definition=True) if draft else _from_version(request, survey)


@router.put("/surveys/{key}/draft", response=DraftOut)
@scoped("survey.write")
def save_draft(request: ScopedRequest, key: str, body: DraftIn) -> dict[str, Any]:
    """Keeps what is written, complete or not; faults are listed, not refused."""
    survey = queries.writable_survey(request.scope, key)
    draft = service.save_draft(
        survey=survey, definition=body.definition, revision=body.revision, account=request.account, now=now()
    )
    return draft_out(request, draft, with_definition=False)


@router.post("/surveys/{key}/draft/renew", response=DraftOut)
@scoped("survey.write")
def renew_draft(request: ScopedRequest, key: str, body: RevisionIn) -> dict[str, Any]:
    """Takes the newest questions of the survey this one extends; its own pages and questions stay."""
    survey = queries.writable_survey(request.scope, key)
    draft = service.renew_draft(survey=survey, revision=body.revision, account=request.account, now=now())
    return draft_out(request, draft, with_definition=True)


@router.delete("/surveys/{key}/draft", response={204: None})
@scoped("survey.write")
def discard_draft(request: ScopedRequest, key: str) -> tuple[int, None]:
    service.discard_draft(survey=queries.writable_survey(request.scope, key), account=request.account)
    return 204, None


@router.post("/surveys/{key}/check", response=SurveyCheckOut)
@scoped("survey.read")
def check_definition(request: ScopedRequest, key: str, body: SurveyCheckIn) -> dict[str, Any]:
    """What is wrong with a definition and how it flows, without keeping it."""
    survey = queries.survey_in(request.scope, key)
    return checked(request, survey, {**body.definition, "key": survey.key})


@router.get("/surveys/{key}/draft/uses", response=UsesOut)
@scoped("survey.read")
def list_uses(request: ScopedRequest, key: str, question: str, choice: str = "") -> dict[str, Any]:
    """What would break if this question, or this choice of it, were deleted."""
    definition = queries.working_definition(queries.survey_in(request.scope, key))
    return {"items": inspection.uses(definition, question, choice, language_of(request))}


@router.post("/surveys/{key}/publish", response=SurveyDetail)
@scoped("survey.write")
def publish_draft(request: ScopedRequest, key: str, body: RevisionIn) -> dict[str, Any]:
    """The draft becomes the next version, which never changes, and takes answers at once."""
    survey = queries.writable_survey(request.scope, key)
    service.publish_draft(survey=survey, revision=body.revision, account=request.account, now=now())
    return survey_detail(request, key)
