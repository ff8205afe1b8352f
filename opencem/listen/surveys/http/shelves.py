"""Folders, the question bank and the library of templates."""

from __future__ import annotations

from typing import Any

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.listen.surveys import library, service, shelves
from opencem.listen.surveys.http import shapes
from opencem.listen.surveys.http.shapes import owner_unit, people, router, write_scope
from opencem.listen.surveys.models import SurveyFolder
from opencem.listen.surveys.schemas import (
    BankIn,
    BankOut,
    BankPage,
    BankPatch,
    FolderIn,
    FolderList,
    FolderOut,
    FolderPatch,
    TemplateDetail,
    TemplateList,
)
from opencem.platform.accounts.http import ScopedRequest, scoped


@router.get("/survey-folders", response=FolderList)
@scoped("survey.read")
def list_folders(request: ScopedRequest) -> dict[str, Any]:
    writable = write_scope(request)
    return {"items": [shapes.folder(one.folder, one.surveys, writable) for one in shelves.list_folders(request.scope)]}


@router.post("/survey-folders", response={201: FolderOut})
@scoped("survey.write")
def create_folder(request: ScopedRequest, body: FolderIn) -> tuple[int, dict[str, Any]]:
    folder = service.create_folder(
        name=body.name,
        parent=_parent(request, body.parent),
        owner_unit_id=owner_unit(request.scope, body.unit),
        account=request.account,
    )
    return 201, shapes.folder(folder, 0, request.scope)


@router.patch("/survey-folders/{folder_id}", response=FolderOut)
@scoped("survey.write")
def change_folder(request: ScopedRequest, folder_id: int, body: FolderPatch) -> dict[str, Any]:
    folder = shelves.writable_folder(request.scope, folder_id)
    service.change_folder(
        folder=folder,
        name=body.name,
        parent=_parent(request, body.parent),
        move="parent" in body.model_fields_set,
        account=request.account,
    )
    held = next(one.surveys for one in shelves.list_folders(request.scope) if one.folder.pk == folder.pk)
    return shapes.folder(folder, held, request.scope)


@router.delete("/survey-folders/{folder_id}", response={204: None})
@scoped("survey.write")
def delete_folder(request: ScopedRequest, folder_id: int) -> tuple[int, None]:
    service.delete_folder(folder=shelves.writable_folder(request.scope, folder_id), account=request.account)
    return 204, None


def _parent(request: ScopedRequest, folder_id: int | None) -> SurveyFolder | None:
    return shelves.writable_folder(request.scope, folder_id) if folder_id is not None else None


@router.get("/question-bank", response=BankPage)
@scoped("survey.read")
def list_bank(
    request: ScopedRequest, q: str = "", type: str = "", tag: str = "", cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    page = shelves.list_bank(request.scope, words=q, kind=type, tag=tag, cursor=cursor, limit=clamp(limit))
    names, writable = people(kept.by_id for kept in page.items), write_scope(request)
    items = [shapes.bank_question(kept, names, writable) for kept in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@router.post("/question-bank", response={201: BankOut})
@scoped("survey.write")
def keep_question(request: ScopedRequest, body: BankIn) -> tuple[int, dict[str, Any]]:
    kept = service.keep_question(
        question=body.question,
        tags=body.tags,
        owner_unit_id=owner_unit(request.scope, body.unit),
        account=request.account,
        now=now(),
    )
    return 201, shapes.bank_question(kept, people([kept.by_id]), request.scope)


@router.patch("/question-bank/{question_id}", response=BankOut)
@scoped("survey.write")
def change_question(request: ScopedRequest, question_id: int, body: BankPatch) -> dict[str, Any]:
    kept = shelves.writable_question(request.scope, question_id)
    service.change_question(kept=kept, question=body.question, tags=body.tags, account=request.account)
    return shapes.bank_question(kept, people([kept.by_id]), request.scope)


@router.delete("/question-bank/{question_id}", response={204: None})
@scoped("survey.write")
def forget_question(request: ScopedRequest, question_id: int) -> tuple[int, None]:
    service.forget_question(kept=shelves.writable_question(request.scope, question_id), account=request.account)
    return 204, None


@router.get("/survey-templates", response=TemplateList)
@scoped("survey.read")
def list_templates(request: ScopedRequest, q: str = "", scene: str = "") -> dict[str, Any]:
    """The library that comes with the product."""
    return {"items": library.search(words=q, scene=scene)}


@router.get("/survey-templates/{key}", response=TemplateDetail)
@scoped("survey.read")
def get_template(request: ScopedRequest, key: str) -> library.Template:
    return library.template(key)
