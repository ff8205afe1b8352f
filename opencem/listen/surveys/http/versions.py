"""Versions and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from ninja import Query

from opencem.kit.clock import now
from opencem.listen.surveys import comparison, queries, service
from opencem.listen.surveys.definitions import questions_of
from opencem.listen.surveys.http.drafts import draft_out
from opencem.listen.surveys.http.shapes import Names, people, person, router, version_number
from opencem.listen.surveys.models import Survey, SurveyVersion
from opencem.listen.surveys.schemas import DiffOut, DraftOut, RevisionIn, VersionDetail, VersionList
from opencem.platform.accounts.http import ScopedRequest, scoped


def _shape(version: SurveyVersion, names: Names) -> dict[str, Any]:
    return {
        "number": version.number,
        "published_at": version.published_at,
        "published_by": person(version.published_by_id, names),
    }


@router.get("/surveys/{key}/versions", response=VersionList)
@scoped("survey.read")
def list_versions(request: ScopedRequest, key: str) -> dict[str, Any]:
    versions = queries.versions_of(queries.survey_in(request.scope, key))
    names = people(version.published_by_id for version in versions)
    return {"items": [{**_shape(one, names), "questions": len(questions_of(one.definition))} for one in versions]}


@router.get("/surveys/{key}/versions/{number}", response=VersionDetail)
@scoped("survey.read")
def get_version(request: ScopedRequest, key: str, number: int) -> dict[str, Any]:
    version = queries.version_of(queries.survey_in(request.scope, key), number)
    return {**_shape(version, people([version.published_by_id])), "definition": version.definition}


@router.post("/surveys/{key}/versions/{number}/draft", response=DraftOut)
@scoped("survey.write")
def take_up_version(request: ScopedRequest, key: str, number: int, body: RevisionIn) -> dict[str, Any]:
    """An earlier version becomes the draft again."""
    survey = queries.writable_survey(request.scope, key)
    draft = service.take_up_version(
        survey=survey,
        version=queries.version_of(survey, number),
        revision=body.revision,
        account=request.account,
        now=now(),
    )
    return draft_out(request, draft, with_definition=True)


@router.get("/surveys/{key}/diff", response=DiffOut, by_alias=True)
@scoped("survey.read")
def compare_versions(
    request: ScopedRequest,
    key: str,
    old: Annotated[str, Query(alias="from")],
    new: Annotated[str, Query(alias="to")],
) -> dict[str, Any]:
    """What was added, removed, changed and reworded; `from` and `to` are numbers of versions, or draft."""
    survey = queries.survey_in(request.scope, key)
    (from_version, before), (to_version, after) = _named(survey, old), _named(survey, new)
    return {"from_version": from_version, "to_version": to_version, "changes": comparison.compare(before, after)}


def _named(survey: Survey, name: str) -> tuple[int | None, Mapping[str, Any]]:
    number = version_number(name)
    if number is None:
        return None, queries.working_definition(survey)
    return number, queries.version_of(survey, number).definition
