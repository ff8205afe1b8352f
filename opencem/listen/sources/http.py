"""Imports over HTTP: the wizard's steps."""

from __future__ import annotations

import io
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from opencem.engines.tables import Field
from opencem.kit.chinese import spoken
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem, not_found, text_of
from opencem.listen.sources import files, jobs, queries, service, workbooks
from opencem.listen.sources.kinds.registry import ImportKind, all_kinds, kind_of
from opencem.listen.sources.models import ImportRun
from opencem.listen.sources.schemas import CheckIn, ImportMode, ImportOut, ImportPage, KindsOut
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.accounts.service import names_of
from opencem.platform.jobs.service import enqueue

router = Router(tags=["imports"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/imports/kinds", response=KindsOut)
@scoped("import.run")
def list_kinds(request: ScopedRequest) -> dict[str, Any]:
    """The kinds of file this account may import."""
    return {"items": [_kind_shape(kind, _language(request)) for kind in all_kinds() if _allowed(request, kind)]}


@router.get("/imports/{kind}/template")
@scoped("import.run")
def get_template(request: ScopedRequest, kind: str) -> HttpResponse:
    what = kind_of(kind)
    content = io.BytesIO()
    workbooks.write_template(what, _language(request), content)
    return _workbook(content, f"{what.code}-template.xlsx")


@router.post("/imports", response={201: ImportOut})
@scoped("import.run")
def upload_file(
    request: ScopedRequest, file: File[UploadedFile], kind: Form[str], mode: Form[ImportMode] = "both"
) -> tuple[int, dict[str, Any]]:
    """Keeps and reads a CSV or XLSX file; the answer proposes which column is which."""
    limit = files.UPLOAD_LIMITS.file_bytes
    if (file.size or 0) > limit:
        raise Problem("file_too_large", 413, field="file", params={"limit": limit >> 20})
    run = service.upload(account=request.account, kind=kind, mode=mode, name=file.name or "", chunks=file.chunks())
    return 201, _run_shape(request, run)


@router.get("/imports", response=ImportPage)
@scoped("import.run")
def list_imports(request: ScopedRequest, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    page = queries.list_runs(request.scope, cursor=cursor, limit=clamp(limit))
    names = names_of([run.account_id for run in page.items if run.account_id])
    return {
        "items": [_row_shape(run, names, _language(request)) for run in page.items],
        "next_cursor": page.next_cursor,
    }


@router.get("/imports/{import_id}", response=ImportOut)
@scoped("import.run")
def get_import(request: ScopedRequest, import_id: str) -> dict[str, Any]:
    return _run_shape(request, queries.get_run(request.scope, import_id))


@router.post("/imports/{import_id}/check", response=ImportOut)
@scoped("import.run")
def check_import(request: ScopedRequest, import_id: str, body: CheckIn) -> dict[str, Any]:
    """Sets which column is which and looks at every row; nothing is stored. Poll the import until it is `checked`."""
    run = _own_kind(request, import_id)
    with transaction.atomic():
        service.change_mapping(run, mapping=body.mapping, options=body.options, mode=body.mode)
        service.start_check(run)
        enqueue(jobs.check, dedup_key=f"import-check:{run.pk}", run_id=run.pk)
    return _run_shape(request, run)


@router.post("/imports/{import_id}/run", response=ImportOut)
@scoped("import.run")
def run_import(request: ScopedRequest, import_id: str) -> dict[str, Any]:
    """Stores the rows in the background, or goes on with a run that stopped. Asking twice runs it once."""
    run = _own_kind(request, import_id)
    with transaction.atomic():
        service.start_run(run, account=request.account)
        enqueue(jobs.run, dedup_key=f"import-run:{run.pk}", run_id=run.pk)
    return _run_shape(request, run)


@router.get("/imports/{import_id}/failed")
@scoped("import.run")
def get_rejected_rows(request: ScopedRequest, import_id: str) -> HttpResponse:
    """The rejected rows as a workbook: cells at fault marked, the reason in the last column."""
    run = queries.get_run(request.scope, import_id)
    if not run.rejected:
        raise not_found()
    content = io.BytesIO()
    rejects = queries.all_rejects(run)
    workbooks.write_rejects(run, kind_of(run.kind), rejects, _language(request), content)
    return _workbook(content, f"{run.kind}-rejected.xlsx")


def _own_kind(request: ScopedRequest, import_id: str) -> ImportRun:
    run = queries.get_run(request.scope, import_id)
    service.open_scope(request.account, kind_of(run.kind))
    return run


def _allowed(request: ScopedRequest, kind: ImportKind) -> bool:
    try:
        service.open_scope(request.account, kind)
    except Problem:
        return False
    return True


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "zh-hans"))


def _workbook(content: io.BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _field_shape(field: Field, language: str) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": spoken(language, field.label_zh, field.label_en),
        "required": field.required,
        "kind": field.kind.value,
        "note": spoken(language, field.note_zh, field.note_en),
    }


def _kind_shape(kind: ImportKind, language: str) -> dict[str, Any]:
    fields = [_field_shape(field, language) for field in kind.fields]
    return {"code": kind.code, "label": kind.label(language), "fields": fields}


def _row_shape(run: ImportRun, names: dict[int, str], language: str) -> dict[str, Any]:
    return {
        "id": run.public_id,
        "kind": run.kind,
        "file_name": run.file_name,
        "state": run.state,
        "mode": run.mode,
        "rows_total": run.rows_total,
        "rows_done": run.rows_done,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
        "error": text_of(run.error, language) if run.error else "",
        "error_code": run.error,
        "account": names.get(run.account_id or 0, ""),
        "created_at": run.created_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }


def _run_shape(request: ScopedRequest, run: ImportRun) -> dict[str, Any]:
    language = _language(request)
    names = names_of([run.account_id]) if run.account_id else {}
    return {
        **_row_shape(run, names, language),
        "columns": run.columns,
        "fields": _kind_shape(kind_of(run.kind), language)["fields"],
        "mapping": run.mapping,
        "options": run.options,
        "sample": queries.sample(run),
        "rejects": _reject_shapes(run, language),
    }


def _reject_shapes(run: ImportRun, language: str) -> list[dict[str, Any]]:
    """One line for each fault of the first rejected rows."""
    return [
        {
            "row": reject.row_number,
            "field": fault["field"],
            "code": fault["code"],
            "message": text_of(fault["code"], language, fault["params"]),
        }
        for reject in queries.first_rejects(run)
        for fault in reject.faults
    ]
