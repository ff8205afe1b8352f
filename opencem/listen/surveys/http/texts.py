"""Languages: what is missing, the translators' workbook there and back, Traditional by conversion."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from opencem.kit.clock import now
from opencem.kit.problems import text_of
from opencem.listen.surveys import queries, service, texts
from opencem.listen.surveys.definitions import languages_of
from opencem.listen.surveys.http.drafts import draft_out
from opencem.listen.surveys.http.shapes import attachment, language_of, router, uploaded
from opencem.listen.surveys.interchange.translations import write_texts
from opencem.listen.surveys.interchange.workbooks import XLSX, read_sheet
from opencem.listen.surveys.interchange_schemas import ConvertIn, TextsOut, TextsTakenOut
from opencem.listen.surveys.schemas import DraftOut
from opencem.platform.accounts.http import ScopedRequest, scoped

_MOST_LANGUAGES = 30


@router.get("/surveys/{key}/texts", response=TextsOut)
@scoped("survey.read")
def list_texts(request: ScopedRequest, key: str) -> dict[str, Any]:
    """Every text of the draft in its languages, and which are missing."""
    definition = queries.working_definition(queries.survey_in(request.scope, key))
    languages = languages_of(definition)
    return {
        "languages": languages,
        "rows": texts.entries(definition),
        "missing": texts.missing(definition, languages),
    }


@router.get("/surveys/{key}/texts.xlsx")
@scoped("survey.read")
def get_texts_workbook(request: ScopedRequest, key: str, languages: str = "") -> HttpResponse:
    """The texts as a workbook; `languages`, parted by commas, adds columns for further ones."""
    definition = queries.working_definition(queries.survey_in(request.scope, key))
    further = [tag.strip() for tag in languages.split(",") if 0 < len(tag.strip()) <= 35]
    content = io.BytesIO()
    wanted = list(dict.fromkeys([*languages_of(definition), *further]))[:_MOST_LANGUAGES]
    write_texts(definition, wanted, content)
    return attachment(content.getvalue(), XLSX, f"{key}-texts.xlsx")


@router.post("/surveys/{key}/texts.xlsx", response=TextsTakenOut)
@scoped("survey.write")
def take_texts_workbook(
    request: ScopedRequest, key: str, file: File[UploadedFile], revision: Form[int | None] = None
) -> dict[str, Any]:
    """Takes the workbook back; rows that find no place are told by their number."""
    survey = queries.writable_survey(request.scope, key)
    content, name = uploaded(file)
    taken = service.take_texts(
        survey=survey, sheet=read_sheet(content, name), revision=revision, account=request.account, now=now()
    )
    survey = queries.survey_in(request.scope, key)
    definition = queries.working_definition(survey)
    language = language_of(request)
    return {
        "draft": draft_out(request, taken.draft, with_definition=False) if taken.draft else None,
        "changed": taken.changed,
        "added_languages": taken.added_languages,
        "missing": texts.missing(definition, languages_of(definition)),
        "refused": [
            {"row": one.row, "code": one.code, "message": text_of(one.code, language)} for one in taken.refused
        ],
    }


@router.post("/surveys/{key}/texts/convert", response=DraftOut)
@scoped("survey.write")
def convert_texts(request: ScopedRequest, key: str, body: ConvertIn) -> dict[str, Any]:
    """Traditional from Simplified Chinese, or the other way; a person is to read it over."""
    draft = service.convert_texts(
        survey=queries.writable_survey(request.scope, key),
        origin=body.origin,
        to=body.to,
        overwrite=body.overwrite,
        revision=body.revision,
        account=request.account,
        now=now(),
    )
    return draft_out(request, draft, with_definition=True)
