"""The survey centre: list, start, file, run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem
from opencem.listen.surveys import definitions, extending, library, listing, queries, service, shelves
from opencem.listen.surveys.http.shapes import owner_unit as unit_for
from opencem.listen.surveys.http.shapes import people, router, survey_detail, survey_items, write_scope
from opencem.listen.surveys.listing import Facet, Sort, SurveyFilter
from opencem.listen.surveys.models import Survey, SurveyFolder
from opencem.listen.surveys.schemas import (
    CouponsAdded,
    CouponsIn,
    CouponsOut,
    FacetsOut,
    SurveyDetail,
    SurveyIn,
    SurveyPage,
    SurveyPatch,
)
from opencem.listen.surveys.service.rewards import CouponCount
from opencem.platform.accounts.http import ScopedRequest, scoped


@router.get("/surveys", response=SurveyPage)
@scoped("survey.read")
def list_surveys(
    request: ScopedRequest,
    q: str = "",
    status: str = "",
    folder: str = "",
    tag: str = "",
    scene: str = "",
    touchpoint: str = "",
    owner: str = "",
    unit: str = "",
    archived: bool = False,
    sort: Sort = "-created",
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Newest first. `folder`: an id or none; `owner`: an account's id or me; `unit`: owned in that subtree."""
    wanted = SurveyFilter(
        words=q, status=status, folder=folder, tag=tag, scene=scene, touchpoint=touchpoint,
        owner=str(request.account.pk) if owner == "me" else owner, unit=unit, archived=archived,
    )  # fmt: skip
    page = listing.list_surveys(request.scope, wanted, sort=sort, cursor=cursor, limit=clamp(limit))
    return {"items": survey_items(page.items, write_scope(request)), "next_cursor": page.next_cursor}


@router.get("/surveys/facets", response=FacetsOut)
@scoped("survey.read")
def get_facets(request: ScopedRequest) -> dict[str, Any]:
    """What the surveys a reader sees may be narrowed by, with how many there are of each."""
    found = listing.facets(request.scope)
    names = people(int(owner.value) for owner in found.owners)
    return {
        "statuses": found.statuses,
        "tags": found.tags,
        "scenes": found.scenes,
        "owners": [_named(owner, names.get(int(owner.value), "")) for owner in found.owners],
        "folders": [
            {"id": one.folder.pk, "name": one.folder.name, "count": one.surveys}
            for one in shelves.list_folders(request.scope)
        ],
        "archived": found.archived,
    }


def _named(facet: Facet, name: str) -> dict[str, Any]:
    return {"id": int(facet.value), "name": name, "count": facet.count}


@router.get("/surveys/{key}", response=SurveyDetail)
@scoped("survey.read")
def get_survey(request: ScopedRequest, key: str) -> dict[str, Any]:
    return survey_detail(request, key)


@router.post("/surveys", response={201: SurveyDetail})
@scoped("survey.write")
def start_survey(request: ScopedRequest, body: SurveyIn) -> tuple[int, dict[str, Any]]:
    """A complete `definition` is published at once; everything else begins a draft."""
    if body.definition is not None:
        version = service.publish_definition(
            definition=body.definition,
            owner_unit_id=unit_for(request.scope, body.unit),
            scope=request.scope,
            account=request.account,
            now=now(),
        )
        return 201, survey_detail(request, version.survey.key)
    beginning = _beginning(request, body)
    survey = service.start_survey(
        definition=beginning.definition,
        title=body.title,
        key=body.key or "",
        origin=beginning.origin,
        extends=beginning.extends,
        owner_unit_id=unit_for(request.scope, body.unit),
        folder=_folder(request, body.folder),
        account=request.account,
        now=now(),
    )
    return 201, survey_detail(request, survey.key)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The first draft, where it comes from, and whose questions are locked in it."""

    definition: Mapping[str, Any]
    origin: str
    extends: Survey | None = None


def _beginning(request: ScopedRequest, body: SurveyIn) -> _Beginning:
    if sum(map(bool, (body.template, body.copy_of, body.extends))) > 1:
        raise Problem("survey_start_expected", 422)
    if body.template:
        return _Beginning(library.template(body.template).definition, f"template:{body.template}")
    if body.copy_of:
        return _copy(queries.survey_in(request.scope, body.copy_of), body.version)
    if body.extends:
        base = queries.survey_in(request.scope, body.extends)
        definition = queries.live_definition(base)
        return _Beginning(extending.begun(definition), f"extends:{base.key}", base)
    if body.title:
        return _Beginning(definitions.blank("", body.title, body.languages or list(body.title)), "blank")
    raise Problem("survey_start_expected", 422)


def _copy(source: Survey, version: int | None) -> _Beginning:
    definition = queries.version_of(source, version).definition if version else queries.working_definition(source)
    return _Beginning(definition, f"copy:{source.key}", source.extends)


def _folder(request: ScopedRequest, folder_id: int | None) -> SurveyFolder | None:
    return shelves.folder_in(request.scope, folder_id) if folder_id is not None else None


@router.patch("/surveys/{key}", response=SurveyDetail)
@scoped("survey.write")
def organise_survey(request: ScopedRequest, key: str, body: SurveyPatch) -> dict[str, Any]:
    """Files it, and sets on what terms it takes answers; only what is sent changes."""
    survey = queries.writable_survey(request.scope, key)
    changes = body.dict(exclude_unset=True)
    service.organise(survey=survey, changes=changes, scope=request.scope, account=request.account, now=now())
    return survey_detail(request, key)


@router.delete("/surveys/{key}", response={204: None})
@scoped("survey.write")
def delete_survey(request: ScopedRequest, key: str) -> tuple[int, None]:
    """Only a draft that was never published."""
    service.delete_unpublished(survey=queries.writable_survey(request.scope, key), account=request.account)
    return 204, None


class _Act(Protocol):
    """A door that changes a survey's state."""

    def __call__(self, *, survey: Survey, account: object, now: datetime) -> None: ...


def _offer(name: str, act: _Act) -> None:
    """`POST /surveys/{key}/<name>`, answered with the survey as it is then."""

    def change(request: ScopedRequest, key: str) -> dict[str, Any]:
        act(survey=queries.writable_survey(request.scope, key), account=request.account, now=now())
        return survey_detail(request, key)

    change.__name__ = f"{name}_survey"
    router.post(f"/surveys/{{key}}/{name}", response=SurveyDetail)(scoped("survey.write")(change))


_offer("pause", service.pause)
_offer("resume", service.resume)
_offer("close", service.close)
_offer("archive", service.archive)
_offer("restore", service.restore)


@router.get("/surveys/{key}/coupons", response=CouponsOut)
@scoped("survey.read")
def count_coupons(request: ScopedRequest, key: str) -> CouponCount:
    """How many codes are left and given; the codes themselves are told to nobody but who earned one."""
    return service.coupons_of(queries.survey_in(request.scope, key).pk)


@router.post("/surveys/{key}/coupons", response=CouponsAdded)
@scoped("survey.write")
def add_coupons(request: ScopedRequest, key: str, body: CouponsIn) -> dict[str, Any]:
    survey = queries.writable_survey(request.scope, key)
    result = service.add_coupons(survey=survey, codes=body.codes, account=request.account)
    coupons = service.coupons_of(survey.pk)
    return {"added": result.added, "already": result.already, "left": coupons.left, "given": coupons.given}
