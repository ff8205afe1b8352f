"""Surveys from files of other tools, and out again."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from opencem.kit.clock import now
from opencem.kit.problems import text_of
from opencem.listen.surveys import queries, service, shelves
from opencem.listen.surveys.http.drafts import draft_out
from opencem.listen.surveys.http.shapes import (
    attachment,
    language_of,
    owner_unit,
    router,
    survey_detail,
    uploaded,
    version_number,
)
from opencem.listen.surveys.interchange.files import read_file
from opencem.listen.surveys.interchange.paper import write_paper
from opencem.listen.surveys.interchange.workbooks import XLSX
from opencem.listen.surveys.interchange.xlsform_out import write_xlsform
from opencem.listen.surveys.interchange_schemas import ImportedOut
from opencem.platform.accounts.http import ScopedRequest, scoped


@router.post("/surveys/import", response={201: ImportedOut})
@scoped("survey.write")
def import_survey(
    request: ScopedRequest,
    file: File[UploadedFile],
    unit: Form[str] = "",
    folder: Form[int | None] = None,
) -> tuple[int, dict[str, Any]]:
    """A draft from an XLSForm workbook, a SurveyJS form or a definition, with what could not be taken over."""
    content, name = uploaded(file)
    read = read_file(content, name)
    survey = service.start_survey(
        definition=read.definition,
        origin=f"import:{name[:80]}",
        owner_unit_id=owner_unit(request.scope, unit or None),
        folder=shelves.folder_in(request.scope, folder) if folder is not None else None,
        account=request.account,
        now=now(),
    )
    language = language_of(request)
    return 201, {
        "survey": survey_detail(request, survey.key),
        "draft": draft_out(request, queries.survey_in(request.scope, survey.key).draft, with_definition=True),
        "not_taken": [
            {"where": one.where, "code": one.code, "message": text_of(one.code, language, one.params)}
            for one in read.not_taken
        ],
    }


@router.get("/surveys/{key}/export.json")
@scoped("survey.read")
def export_json(request: ScopedRequest, key: str, version: str = "draft") -> HttpResponse:
    """The definition as it can be imported or published again."""
    content = json.dumps(_definition(request, key, version), ensure_ascii=False, indent=2)
    return attachment(content.encode(), "application/json", f"{key}.json")


@router.get("/surveys/{key}/export.xlsx")
@scoped("survey.read")
def export_xlsform(request: ScopedRequest, key: str, version: str = "draft") -> HttpResponse:
    """The survey in the layout of XLSForm."""
    content = io.BytesIO()
    write_xlsform(_definition(request, key, version), content)
    return attachment(content.getvalue(), XLSX, f"{key}.xlsx")


@router.get("/surveys/{key}/export.pdf")
@scoped("survey.read")
def export_paper(request: ScopedRequest, key: str, version: str = "draft", language: str = "") -> HttpResponse:
    """The survey to print and fill in by hand."""
    definition = _definition(request, key, version)
    content = write_paper(definition, language or language_of(request))
    return attachment(content, "application/pdf", f"{key}.pdf")


def _definition(request: ScopedRequest, key: str, version: str) -> Mapping[str, Any]:
    survey, number = queries.survey_in(request.scope, key), version_number(version)
    return queries.version_of(survey, number).definition if number else queries.working_definition(survey)
