from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from opencem.kit.clock import now
from opencem.listen.surveys import queries, service
from opencem.listen.surveys.models import Survey
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.organization import queries as organization

router = Router(tags=["surveys"])


class VersionOut(Schema):
    number: int
    published_at: datetime | None


class SurveyOut(Schema):
    key: str
    title: dict[str, str]
    status: str
    versions: list[VersionOut]
    created_at: datetime


class SurveyDetail(SurveyOut):
    definition: dict[str, Any]


class SurveyIn(Schema, extra="forbid"):
    definition: dict[str, Any]


def _shape(survey: Survey) -> dict[str, Any]:
    versions = sorted(survey.versions.all(), key=lambda version: -version.number)
    return {
        "key": survey.key,
        "title": survey.title,
        "status": survey.status,
        "created_at": survey.created_at,
        "versions": [{"number": v.number, "published_at": v.published_at} for v in versions],
        "definition": versions[0].definition if versions else {},
    }


@router.get("/surveys", response=list[SurveyOut])
@scoped("survey.read")
def list_surveys(request: ScopedRequest) -> list[dict[str, Any]]:
    return [_shape(survey) for survey in queries.list_surveys()]


@router.get("/surveys/{key}", response=SurveyDetail)
@scoped("survey.read")
def get_survey(request: ScopedRequest, key: str) -> dict[str, Any]:
    return _shape(queries.get_survey(key))


@router.post("/surveys", response={201: SurveyDetail})
@scoped("survey.write")
def publish_survey(request: ScopedRequest, body: SurveyIn) -> tuple[int, dict[str, Any]]:
    owner = organization.roots_of(request.scope)[0]
    version = service.publish_survey(
        definition=body.definition, owner_unit_id=owner.id, account=request.account, now=now()
    )
    return 201, _shape(queries.get_survey(version.survey.key))
