from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem
from opencem.listen.responses.testing import delete_tests
from opencem.listen.surveys import queries as surveys
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.jobs.service import enqueue
from opencem.understand.metrics import service as metrics
from opencem.understand.metrics.ports import StoreLocked
from opencem.understand.metrics.thresholds import minimum_n

from . import jobs, service, shapes
from .export import csv_lines, write_workbook
from .filters import AnswerFilter
from .queries.answers import count_some, list_rows, row_of
from .queries.figures import figures_of
from .queries.leaving import leaving_of
from .queries.shown import reach
from .queries.summary import Asked, summarise
from .questions import QuestionColumn, columns_of
from .schemas import (
    AnswerDetailOut,
    AnswerPage,
    AnswerSummaryOut,
    ColumnsOut,
    DropOffOut,
    ExportOut,
    ExportsOut,
    FiguresOut,
    LeavingIn,
    LeavingOut,
    SummaryIn,
    TestsDeletedOut,
)

router = Router(tags=["centre"])
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_MOST_SURVEYS = 200
_MOST_COLUMNS = 100


def _language(request: HttpRequest) -> str:
    return _LANGUAGES.get(getattr(request, "LANGUAGE_CODE", ""), "zh-Hans")


@contextmanager
def _store() -> Iterator[None]:
    try:
        yield
    except StoreLocked as locked:
        raise Problem("analytics_elsewhere", 503) from locked


@router.get("/survey-figures", response=FiguresOut)
@scoped("survey.read")
def survey_figures(request: ScopedRequest, survey: Query[list[str]], unit: str | None = None) -> dict[str, Any]:
    """What stands beside each survey of the list: responses within your scope, today's, and how long answering takes."""
    if len(survey) > _MOST_SURVEYS:
        raise Problem("too_large", 422, field="survey")
    known = [key for key in dict.fromkeys(survey) if "\x00" not in key]
    with _store():
        found = figures_of(known, request.scope, unit, now())
        least = minimum_n()
        return {"items": [shapes.figures_out(figures, least) for figures in found], "as_of": metrics.as_of()}


@router.get("/surveys/{key}/columns", response=ColumnsOut)
@scoped("survey.read")
def survey_columns(request: ScopedRequest, key: str, test: bool = False) -> dict[str, Any]:
    """The survey's questions over all its versions, a matrix line by line: what the answers table can show.

    `test`: those of its draft too, which test answers may be about.
    """
    columns = columns_of(surveys.survey_in(request.scope, key), _language(request), with_draft=test)
    return {"items": [shapes.column_out(column) for column in columns]}


@router.get("/surveys/{key}/answers", response=AnswerPage)
@scoped("feedback.read")
def list_answers(
    request: ScopedRequest,
    key: str,
    wanted: Query[AnswerFilter],
    column: Query[list[str]] = [],  # noqa: B006 - ninja reads the default, nobody writes to it
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """答卷明细: newest first, with the cells of the columns named and no others. `total` comes with the first page."""
    survey, language = surveys.survey_in(request.scope, key), _language(request)
    columns = _named(columns_of(survey, language, with_draft=wanted.test), column)
    page = list_rows(request.scope, survey, wanted, columns, language=language, cursor=cursor, limit=clamp(limit))
    return {
        "items": [shapes.row_out(row) for row in page.items],
        "next_cursor": page.next_cursor,
        "total": None if cursor else count_some(request.scope, survey, wanted),
    }


def _named(columns: Any, names: list[str]) -> list[QuestionColumn]:
    """The columns of these keys. Raises Problem `unknown_field`."""
    by_key = {column.key: column for column in columns}
    if len(names) > _MOST_COLUMNS or any(name not in by_key for name in names):
        raise Problem("unknown_field", 422, field="column")
    return [by_key[name] for name in dict.fromkeys(names)]


@router.get("/surveys/{key}/answers/export.xlsx")
@scoped("feedback.export")
def export_workbook(request: ScopedRequest, key: str, wanted: Query[AnswerFilter]) -> FileResponse:
    """The same filters as a workbook; refused above the limit of a direct download, never cut."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    survey = surveys.survey_in(request.scope, key)
    with transaction.atomic():
        write_workbook(request.scope, survey, wanted, request.account, target, language=_language(request))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{survey.key}.xlsx", content_type=_WORKBOOK)


@router.get("/surveys/{key}/answers/export.csv")
@scoped("feedback.export")
def export_csv(request: ScopedRequest, key: str, wanted: Query[AnswerFilter]) -> StreamingHttpResponse:
    """The same as CSV, sent while it is read."""
    survey = surveys.survey_in(request.scope, key)
    with transaction.atomic():
        lines = csv_lines(request.scope, survey, wanted, request.account, language=_language(request))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{survey.key}.csv"'
    return answer


@router.get("/surveys/{key}/answers/{response_id}", response=AnswerDetailOut)
@scoped("feedback.read")
def get_answer(request: ScopedRequest, key: str, response_id: int) -> dict[str, Any]:
    """One response: what was asked and answered, where it came from, and what has happened to it since."""
    survey, language = surveys.survey_in(request.scope, key), _language(request)
    columns = columns_of(survey, language, with_draft=True)
    row = row_of(request.scope, survey, response_id, columns, language)
    return shapes.detail_out(row, columns, request.scope)


@router.delete("/surveys/{key}/test-answers", response=TestsDeletedOut)
@scoped("survey.write")
def delete_test_answers(request: ScopedRequest, key: str, id: Query[list[int]] = []) -> dict[str, Any]:  # noqa: B006
    """清空测试答卷: deletes all test answers at your units, or only those named. Real answers are never among them."""
    survey = surveys.survey_in(request.scope, key)
    deleted = delete_tests(survey=survey, scope=request.scope, ids=id or None, account=request.account)
    return {"deleted": deleted}


@router.get("/surveys/{key}/summary", response=AnswerSummaryOut)
@scoped("feedback.read")
def summary(request: ScopedRequest, key: str, wanted: Query[SummaryIn]) -> dict[str, Any]:
    """逐题汇总: how many answered each question, how the answers spread, with intervals."""
    survey, language = surveys.survey_in(request.scope, key), _language(request)
    asked = Asked(
        wanted.unit, wanted.from_, wanted.to, tuple(wanted.channel), tuple(wanted.touchpoint), wanted.authentic
    )
    with _store():
        total, questions = summarise(survey, columns_of(survey, language), asked, request.scope, now())
        least = minimum_n()
        shown = [shapes.summary_out(question, least) for question in questions]
        return {"responses": total, "as_of": metrics.as_of(), "questions": shown}


@router.get("/surveys/{key}/drop-off", response=DropOffOut)
@scoped("feedback.read")
def drop_off(request: ScopedRequest, key: str, wanted: Query[SummaryIn]) -> dict[str, Any]:
    """逐题流失: of the newest responses that were shown a question, how many answered it."""
    survey = surveys.survey_in(request.scope, key)
    asked = AnswerFilter.model_validate(wanted.model_dump(by_alias=True))
    sample, questions = reach(request.scope, survey, asked)
    least = minimum_n()
    shown = [{"question": each.question, "answered": shapes.figure_out(each.answered, least)} for each in questions]
    return {"sample": sample, "questions": shown}


@router.get("/surveys/{key}/leaving", response=LeavingOut)
@scoped("feedback.read")
def leaving(request: ScopedRequest, key: str, wanted: Query[LeavingIn]) -> dict[str, Any]:
    """各页流失: where people left forms they never sent, by page, last question answered, and channel."""
    survey, language = surveys.survey_in(request.scope, key), _language(request)
    asked = AnswerFilter.model_validate(wanted.model_dump(by_alias=True))
    return shapes.leaving_out(leaving_of(request.scope, survey, asked, language), minimum_n())


@router.post("/surveys/{key}/exports", response={202: ExportOut})
@scoped("feedback.export")
def start_export(request: ScopedRequest, key: str, wanted: Query[AnswerFilter]) -> tuple[int, dict[str, Any]]:
    """后台导出: the same filters as CSV, however many rows; ask for its state, then fetch the file."""
    survey = surveys.survey_in(request.scope, key)
    with transaction.atomic():
        run = service.start_export(
            survey=survey, wanted=wanted, scope=request.scope, account=request.account,
            language=_language(request), now=now(),
        )  # fmt: skip
        enqueue(jobs.write_on, run_id=run.pk)
    return 202, shapes.export_out(run)


@router.get("/surveys/{key}/exports", response=ExportsOut)
@scoped("feedback.export")
def list_exports(request: ScopedRequest, key: str) -> dict[str, Any]:
    """Your own latest exports of a survey."""
    runs = service.exports_of(request.account, surveys.survey_in(request.scope, key))
    return {"items": [shapes.export_out(run) for run in runs]}


@router.get("/answer-exports/{export_id}/file")
@scoped("feedback.export")
def export_file(request: ScopedRequest, export_id: str) -> HttpResponse | FileResponse:
    """The file of a finished export of your own."""
    run = service.export_of(request.account, export_id)
    content = service.finished_file(run).open("rb")
    return FileResponse(content, as_attachment=True, filename=f"{run.survey_key}.csv", content_type="text/csv")
