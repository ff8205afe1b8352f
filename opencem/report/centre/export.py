"""The answers as a table file: at once while they are few, in the background above that."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from django.utils import timezone

from opencem.kit.chinese import spoken
from opencem.kit.problems import Problem
from opencem.kit.sheets.writing import Column, WorkbookWriter, csv_cell
from opencem.listen.surveys.models import Survey
from opencem.platform.accounts.models import Account
from opencem.platform.audit import service as audit
from opencem.platform.scope.value import Scope

from . import problems as problems
from .filters import AnswerFilter
from .queries.answers import AnswerRow, count_rows, list_rows
from .questions import QuestionColumn, columns_of

AT_ONCE = 10_000
"""More rows than this are exported in the background, as CSV."""
BATCH = 1_000
BOM = b"\xef\xbb\xbf"
"""Without it spreadsheets read UTF-8 as something else."""

_FIXED = (
    ("答卷编号", "Response", 12),
    ("提交时间", "Submitted", 20),
    ("门店编码", "Unit code", 12),
    ("门店", "Unit", 18),
    ("渠道", "Channel", 10),
    ("触点", "Touchpoint", 14),
    ("推荐分", "Recommend (0–10)", 8),
    ("用时（秒）", "Seconds", 8),
    ("语言", "Language", 10),
    ("版本", "Version", 6),
    ("订单号", "Order number", 20),
    ("存疑", "Flags", 20),
    ("不计入考核", "Left out of assessment", 10),
)


def header(columns: Sequence[QuestionColumn], language: str) -> list[Column]:
    fixed = [Column(spoken(language, zh, en), width) for zh, en, width in _FIXED]
    return [*fixed, *(Column(column.title or column.key, 16) for column in columns)]


def cells_of(row: AnswerRow, columns: Sequence[QuestionColumn]) -> list[object]:
    """One response as the cells of `header`. Times are those of the company."""
    response, feedback = row.response, row.feedback
    fixed: list[object] = [
        response.pk,
        timezone.localtime(response.submitted_at),
        response.unit.code,
        response.unit.name,
        response.channel,
        response.touchpoint_code,
        feedback.recommend if feedback else None,
        response.duration_s,
        response.language,
        response.version_number,
        response.order_number,
        " ".join(flag.kind for flag in row.standing_flags),
        1 if feedback and feedback.excluded else 0,
    ]
    return [*fixed, *(row.cells[column.key] for column in columns)]


def write_workbook(
    scope: Scope, survey: Survey, wanted: AnswerFilter, account: Account, target: BinaryIO, *, language: str
) -> int:
    """Every matching response as XLSX, noted in the audit trail; returns how many.

    Raises `answers_too_many` before anything is written: an export is never cut short in silence.
    """
    columns = columns_of(survey, language, with_draft=wanted.test)
    _refuse_too_many(scope, survey, wanted)
    written = 0
    with WorkbookWriter(target) as book:
        sheet = book.add_sheet("Answers" if language.startswith("en") else "答卷", header(columns, language))
        for row in each_row(scope, survey, wanted, columns, language):
            sheet.write_row(cells_of(row, columns))
            written += 1
    note(account, survey, wanted, written)
    return written


def csv_lines(
    scope: Scope, survey: Survey, wanted: AnswerFilter, account: Account, *, language: str
) -> Iterator[bytes]:
    """The same as CSV, piece by piece. Refuses and takes note before the first piece."""
    columns = columns_of(survey, language, with_draft=wanted.test)
    rows = _refuse_too_many(scope, survey, wanted)
    note(account, survey, wanted, rows)
    return _pieces(scope, survey, wanted, columns, language)


def _pieces(
    scope: Scope, survey: Survey, wanted: AnswerFilter, columns: Sequence[QuestionColumn], language: str
) -> Iterator[bytes]:
    yield csv_head(columns, language)
    for row in each_row(scope, survey, wanted, columns, language):
        yield csv_line(cells_of(row, columns))


def csv_head(columns: Sequence[QuestionColumn], language: str) -> bytes:
    return BOM + csv_line([column.header for column in header(columns, language)])


def csv_line(values: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([csv_cell(_plain(value)) for value in values])
    return out.getvalue().encode()


def _plain(value: object) -> object:
    """Whole numbers without a point, times to the second."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strftime("%Y-%m-%d %H:%M:%S") if hasattr(value, "strftime") else value


def each_row(
    scope: Scope, survey: Survey, wanted: AnswerFilter, columns: Sequence[QuestionColumn], language: str
) -> Iterator[AnswerRow]:
    """Every matching response, newest first, read in batches so that memory stays flat."""
    cursor: str | None = None
    while True:
        page = list_rows(scope, survey, wanted, columns, language=language, cursor=cursor, limit=BATCH)
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def note(account: Account, survey: Survey, wanted: AnswerFilter, rows: int) -> None:
    asked = wanted.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    audit.record(
        "answers.exported", account=account, object_kind="survey", object_id=survey.key,
        after={"filter": asked, "rows": rows},
    )  # fmt: skip


def _refuse_too_many(scope: Scope, survey: Survey, wanted: AnswerFilter) -> int:
    rows = count_rows(scope, survey, wanted)
    if rows > AT_ONCE:
        raise Problem("answers_too_many", 422, params={"rows": rows, "limit": AT_ONCE})
    return rows
