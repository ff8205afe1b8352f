from __future__ import annotations

from typing import Any

from ninja import Router

from opencem.kit.problems import not_found
from opencem.listen.journeys import queries, service
from opencem.listen.journeys.models import Journey
from opencem.listen.journeys.schemas import JourneyChangeIn, JourneyOut, JourneysOut, NewJourneyIn
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.accounts.service import scope_for

router = Router(tags=["journeys"])


def _shape(journey: Journey) -> dict[str, Any]:
    return {
        "code": journey.code,
        "name_zh": journey.name_zh,
        "name_en": journey.name_en,
        "version": journey.version,
        "stages": [
            {
                "code": stage.code,
                "name_zh": stage.name_zh,
                "name_en": stage.name_en,
                "touchpoints": [
                    {"code": point.code, "name_zh": point.name_zh, "name_en": point.name_en, "channels": point.channels}
                    for point in stage.touchpoints.all()
                ],
            }
            for stage in journey.stages.all()
        ],
    }


def _one(code: str) -> dict[str, Any]:
    found = next((journey for journey in queries.list_journeys() if journey.code == code), None)
    if found is None:
        raise not_found()
    return _shape(found)


@router.get("/journeys", response=JourneysOut)
@scoped("dashboard.read")
def list_journeys(request: ScopedRequest) -> dict[str, Any]:
    """客户旅程: stages and touchpoints in their order. The figures of each come from `POST /query` by touchpoint."""
    writes = scope_for(request.account, "survey.write", purpose="journeys")
    return {
        "items": [_shape(journey) for journey in queries.list_journeys()],
        "may_write": writes is not None and writes.everything,
    }


@router.post("/journeys", response={201: JourneyOut})
@scoped("survey.write")
def create_journey(request: ScopedRequest, body: NewJourneyIn) -> tuple[int, dict[str, Any]]:
    service.create_journey(code=body.code, draft=body.as_draft(), scope=request.scope, account=request.account)
    return 201, _one(body.code)


@router.put("/journeys/{code}", response=JourneyOut)
@scoped("survey.write")
def change_journey(request: ScopedRequest, code: str, body: JourneyChangeIn) -> dict[str, Any]:
    """The whole journey as it is to be: order, names, touchpoints added and taken out."""
    service.change_journey(
        code=code, version=body.version, draft=body.as_draft(), scope=request.scope, account=request.account
    )
    return _one(code)


@router.delete("/journeys/{code}", response={204: None})
@scoped("survey.write")
def delete_journey(request: ScopedRequest, code: str) -> tuple[int, None]:
    service.delete_journey(code=code, scope=request.scope, account=request.account)
    return 204, None
