"""The door of the survey centre: exports in the background. Everything else here is read."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from opencem.kit.ids import new_id
from opencem.kit.problems import Problem, not_found
from opencem.listen.surveys import queries as surveys
from opencem.listen.surveys.models import Survey
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for
from opencem.platform.scope.value import Scope

from .export import BATCH, cells_of, csv_head, csv_line, note
from .filters import AnswerFilter
from .models import AnswerExport, ExportState
from .queries.answers import count_rows, list_rows
from .questions import columns_of

PERMISSION = "feedback.export"
AT_THE_SAME_TIME = 3
"""Exports one account may have running."""


@transaction.atomic
def start_export(
    *, survey: Survey, wanted: AnswerFilter, scope: Scope, account: Account, language: str, now: datetime
) -> AnswerExport:
    """Begins an export; the caller enqueues its first slice in the same transaction. Problem `exports_running` (409)."""
    running = AnswerExport.objects.filter(account_id=account.pk, state=ExportState.RUNNING).count()
    if running >= AT_THE_SAME_TIME:
        raise Problem("exports_running", 409, params={"limit": AT_THE_SAME_TIME})
    public_id = new_id()
    return AnswerExport.objects.create(
        public_id=public_id,
        survey_key=survey.key,
        asked=wanted.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        language=language,
        rows_total=count_rows(scope, survey, wanted),
        stored_as=f"exports/{public_id}.csv",
        account_id=account.pk,
        created_at=now,
    )


def exports_of(account: Account, survey: Survey, limit: int = 10) -> list[AnswerExport]:
    """The account's latest exports of a survey."""
    rows = AnswerExport.objects.filter(account_id=account.pk, survey_key=survey.key)
    return list(rows.order_by("-created_at")[:limit])


def export_of(account: Account, public_id: str) -> AnswerExport:
    """An export is its account's alone. Raises Problem `not_found`."""
    found = AnswerExport.objects.filter(account_id=account.pk, public_id=public_id.replace("\x00", "")).first()
    if found is None:
        raise not_found()
    return found


def finished_file(run: AnswerExport) -> Path:
    """Raises Problem `export_unfinished`, or `not_found` once the file has been deleted."""
    if run.state != ExportState.DONE:
        raise Problem("export_unfinished", 409)
    if not run.stored_as or not path_of(run).exists():
        raise not_found()
    return path_of(run)


def path_of(run: AnswerExport) -> Path:
    return Path(settings.DATA_DIR) / run.stored_as


def write_slice(run: AnswerExport, *, seconds: float, now: datetime) -> bool:
    """Writes on for some seconds; whether the export has ended. In the scope that its account has now."""
    try:
        survey, account, scope = _still_allowed(run)
    except Problem as problem:
        _end(run, ExportState.FAILED, now, problem.code)
        return True
    wanted = AnswerFilter.model_validate(run.asked)
    columns = columns_of(survey, run.language, with_draft=wanted.test)
    until = time.monotonic() + seconds
    with _open(run) as file:
        if run.bytes_done == 0:
            file.write(csv_head(columns, run.language))
        while True:
            page = list_rows(
                scope, survey, wanted, columns, language=run.language, cursor=run.position or None, limit=BATCH
            )
            file.writelines(csv_line(cells_of(row, columns)) for row in page.items)
            _advance(run, file.tell(), len(page.items), page.next_cursor)
            if page.next_cursor is None or time.monotonic() > until:
                break
        file.flush()
        os.fsync(file.fileno())
    run.save(update_fields=["bytes_done", "rows_done", "position"])
    if page.next_cursor is None:
        with transaction.atomic():
            note(account, survey, wanted, run.rows_done)
            _end(run, ExportState.DONE, now)
    return page.next_cursor is None


def _still_allowed(run: AnswerExport) -> tuple[Survey, Account, Scope]:
    account = Account.objects.filter(pk=run.account_id, is_active=True).first()
    scope = scope_for(account, PERMISSION, purpose="export") if account else None
    if account is None or scope is None:
        raise Problem("forbidden", 403)
    return surveys.survey_in(scope, run.survey_key), account, scope


def _open(run: AnswerExport) -> BinaryIO:
    """The file, cut back to what is noted as written. Readable by the server's own user only: it holds personal data."""
    path = path_of(run)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    file.truncate(run.bytes_done)
    file.seek(run.bytes_done)
    return file


def _advance(run: AnswerExport, written: int, rows: int, cursor: str | None) -> None:
    run.bytes_done, run.rows_done, run.position = written, run.rows_done + rows, cursor or ""


def _end(run: AnswerExport, state: ExportState, now: datetime, error: str = "") -> None:
    run.state, run.finished_at, run.error = state, now, error
    run.save(update_fields=["state", "finished_at", "error"])


def forget_old(before: datetime) -> int:
    """Deletes the files of exports asked for before an instant; the runs stay as a record."""
    old = AnswerExport.objects.filter(created_at__lt=before).exclude(stored_as="")
    for run in old:
        path_of(run).unlink(missing_ok=True)
    return old.update(stored_as="")
