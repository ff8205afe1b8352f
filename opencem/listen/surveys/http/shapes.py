"""The router all modules share, and how rows become answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.files import UploadedFile

from opencem.kit.problems import Problem, not_found
from opencem.listen.surveys import listing, queries, service
from opencem.listen.surveys.interchange.workbooks import LIMITS
from opencem.listen.surveys.models import BankQuestion, Survey, SurveyComment, SurveyFolder
from opencem.platform.accounts.http import ScopedRequest
from opencem.platform.accounts.service import names_of, scope_for
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

router = Router(tags=["surveys"])
Names = Mapping[int, str]
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def language_of(request: HttpRequest) -> str:
    return _LANGUAGES.get(getattr(request, "LANGUAGE_CODE", ""), "zh-Hans")


def write_scope(request: ScopedRequest) -> Scope | None:
    """Where the reader may write; None: nowhere."""
    return scope_for(request.account, "survey.write", purpose="survey.write")


def owner_unit(scope: Scope, code: str | None) -> int:
    """The unit a new thing belongs to: the one named, else the first root of the writer's scope."""
    return organization.resolve(scope, code).id if code else organization.roots_of(scope)[0].id


def uploaded(file: UploadedFile) -> tuple[bytes, str]:
    """Content and name of a file. Raises Problem `file_too_large`."""
    if (file.size or 0) > LIMITS.file_bytes:
        raise Problem("file_too_large", 413, field="file", params={"limit": LIMITS.file_bytes >> 20})
    return file.read(), file.name or ""


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def version_number(name: str) -> int | None:
    """None for the draft. Raises Problem `not_found` for what is no number."""
    if name == "draft":
        return None
    if not (name.isascii() and name.isdigit() and len(name) < 10):
        raise not_found()
    return int(name)


def person(account_id: int | None, names: Names) -> dict[str, Any] | None:
    return {"id": account_id, "name": names.get(account_id, "")} if account_id else None


def unit(unit_id: int) -> dict[str, Any]:
    found = organization.unit(unit_id)
    return {"code": found.code, "name": found.name}


def people(ids: Iterable[int | None]) -> Names:
    wanted = {one for one in ids if one}
    return names_of(wanted) if wanted else {}


def survey_items(surveys: Collection[Survey], writable: Scope | None) -> list[dict[str, Any]]:
    """Surveys as `listing` reads them."""
    drafts = [one.draft for one in surveys if hasattr(one, "draft")]
    names = people([*(one.owner_id for one in surveys), *(draft.saved_by_id for draft in drafts)])
    return [_survey(one, names, writable) for one in surveys]


def survey_detail(request: ScopedRequest, key: str) -> dict[str, Any]:
    """The survey afresh, as its page shows it."""
    survey = listing.told(request.scope, key)
    if survey is None:
        raise not_found()
    [item] = survey_items([survey], write_scope(request))
    newest = queries.newest_version(survey)
    return {**item, "definition": newest.definition if newest else {}, "settings": _settings(survey)}


def _survey(survey: Survey, names: Names, writable: Scope | None) -> dict[str, Any]:
    return {
        "key": survey.key,
        "title": survey.title,
        "status": survey.status,
        "archived_at": survey.archived_at,
        "versions": [{"number": v.number, "published_at": v.published_at} for v in survey.versions.all()],
        "draft": _draft_state(survey, names),
        "extends": survey.extends.key if survey.extends else None,
        "owner": person(survey.owner_id, names),
        "owner_unit": unit(survey.owner_unit_id),
        "folder": {"id": survey.folder.pk, "name": survey.folder.name} if survey.folder else None,
        "tags": sorted(tag.name for tag in survey.tags.all()),
        "scene": survey.scene,
        "touchpoint": survey.touchpoint,
        "target_group": survey.target_group,
        "languages": survey.languages,
        "questions": survey.questions,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "open_comments": getattr(survey, "open_comments", 0),
        "may_write": writable is not None and writable.covers(survey.owner_unit_id),
        "created_at": survey.created_at,
        "updated_at": survey.updated_at,
    }


def _draft_state(survey: Survey, names: Names) -> dict[str, Any] | None:
    draft = getattr(survey, "draft", None)
    if draft is None:
        return None
    return {
        "revision": draft.revision,
        "saved_at": draft.saved_at,
        "saved_by": person(draft.saved_by_id, names),
        "differs": draft.differs,
    }


def _settings(survey: Survey) -> dict[str, Any]:
    coupons = service.coupons_of(survey.pk)
    return {
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "answer_limit": survey.answer_limit,
        "device_limit": survey.device_limit,
        "has_password": bool(survey.password_hash),
        "redirect": survey.redirect,
        "reward": survey.reward,
        "points_webhook": survey.points_webhook,
        "coupons_left": coupons.left,
        "coupons_given": coupons.given,
    }


def comment(made: SurveyComment, names: Names) -> dict[str, Any]:
    return {
        "id": made.pk,
        "question": made.question,
        "text": made.text,
        "by": person(made.by_id, names),
        "at": made.at,
        "resolved_at": made.resolved_at,
        "resolved_by": person(made.resolved_by_id, names),
    }


def folder(one: SurveyFolder, held: int, writable: Scope | None) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "parent": one.parent_id,
        "unit": unit(one.owner_unit_id),
        "surveys": held,
        "may_write": writable is not None and writable.covers(one.owner_unit_id),
    }


def bank_question(kept: BankQuestion, names: Names, writable: Scope | None) -> dict[str, Any]:
    return {
        "id": kept.pk,
        "title": kept.question.get("title", {}),
        "type": kept.kind,
        "tags": kept.tags,
        "question": kept.question,
        "unit": unit(kept.owner_unit_id),
        "by": person(kept.by_id, names),
        "at": kept.at,
        "may_write": writable is not None and writable.covers(kept.owner_unit_id),
    }
