"""The answers table: one row per response, newest first, of each only what the reader looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.models import Survey
from opencem.listen.uploads.models import Upload
from opencem.platform.scope.value import Scope

from ..filters import AnswerFilter, matching
from ..questions import QuestionColumn
from ..wording import Cell, cell
from .attached import Files, files_among

Given = Mapping[tuple[int, str], Sequence[Answer]]
"""Answers by response and question."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One response with the feedback it became (None for a moment after it came in), its flags, and of the columns asked
    for the cells and the files sent with them."""

    response: Response
    feedback: Feedback | None
    flags: Sequence[Flag]
    cells: Mapping[str, Cell]
    files: Mapping[str, Sequence[Upload]]

    @property
    def standing_flags(self) -> list[Flag]:
        return [flag for flag in self.flags if flag.reversed_at is None]


def list_rows(
    scope: Scope,
    survey: Survey,
    wanted: AnswerFilter,
    columns: Sequence[QuestionColumn],
    *,
    language: str,
    cursor: str | None,
    limit: int,
) -> Page[AnswerRow]:
    """One page, newest first. Four queries whatever the limit; answers to questions not among `columns` stay unread."""
    found = newest_first(matching(wanted, survey, scope), cursor).select_related("unit", "version")
    page = page_of(list(found[: limit + 1]), limit, position)
    return Page(with_cells(page.items, scope, columns, language), page.next_cursor)


MOST_COUNTED = 100_000


def count_some(scope: Scope, survey: Survey, wanted: AnswerFilter) -> int | None:
    """How many match; None above `MOST_COUNTED`, since a page must not wait for millions to be counted."""
    counted = matching(wanted, survey, scope)[: MOST_COUNTED + 1].count()
    return counted if counted <= MOST_COUNTED else None


def count_rows(scope: Scope, survey: Survey, wanted: AnswerFilter) -> int:
    return matching(wanted, survey, scope).count()


def row_of(
    scope: Scope, survey: Survey, response_id: int, columns: Sequence[QuestionColumn], language: str
) -> AnswerRow:
    """One response of the survey; Problem `not_found` when the scope does not cover it."""
    found = Response.objects.visible_to(scope).filter(survey=survey, pk=response_id)
    rows = list(found.select_related("unit", "version", "customer", "collector"))
    if not rows:
        raise not_found()
    return with_cells(rows, scope, columns, language)[0]


def newest_first(rows: QuerySet[Response], cursor: str | None) -> QuerySet[Response]:
    """The bound on time stands alone so that both databases walk the index on it."""
    parts = decode_cursor(cursor, datetime, int)
    if parts is not None:
        at, last = parts
        rows = rows.filter(Q(submitted_at__lte=at), Q(submitted_at__lt=at) | Q(pk__lt=last))
    return rows.order_by("-submitted_at", "-pk")


def position(response: Response) -> tuple[str, int]:
    return response.submitted_at.isoformat(), response.pk


def with_cells(
    responses: Sequence[Response], scope: Scope, columns: Sequence[QuestionColumn], language: str
) -> list[AnswerRow]:
    ids = [response.pk for response in responses]
    given = _given(scope, ids, columns)
    sent = files_among(scope, columns, given.values())
    names = {public_id: upload.name for public_id, upload in sent.items()}
    feedback = {row.response_id: row for row in Feedback.objects.visible_to(scope).filter(response_id__in=ids)}
    flags: dict[int, list[Flag]] = defaultdict(list)
    raised = Flag.objects.visible_to(scope).filter(feedback__response_id__in=ids).select_related("feedback")
    for flag in raised.order_by("raised_at", "pk"):
        flags[flag.feedback.response_id].append(flag)
    return [
        AnswerRow(
            response,
            feedback.get(response.pk),
            flags[response.pk],
            {column.key: _cell(column, response, given, names, scope, language) for column in columns},
            {column.key: files for column in columns if (files := _files(column, response, given, sent))},
        )
        for response in responses
    ]


def _given(scope: Scope, ids: Sequence[int], columns: Sequence[QuestionColumn]) -> Given:
    asked = {column.question for column in columns}
    if not asked:
        return {}
    given: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    answers = Answer.objects.visible_to(scope).filter(response_id__in=ids, question__in=asked)
    for answer in answers.order_by("pk"):
        given[answer.response_id, answer.question].append(answer)
    return given


def _cell(
    column: QuestionColumn, response: Response, given: Given, names: Mapping[str, str], scope: Scope, language: str
) -> Cell:
    return cell(column, response, _answers(column, response, given), names, scope, language)


def _answers(column: QuestionColumn, response: Response, given: Given) -> Sequence[Answer]:
    answers = given.get((response.pk, column.question), ())
    return [answer for answer in answers if answer.row == column.row] if column.row else answers


def _files(column: QuestionColumn, response: Response, given: Given, sent: Files) -> list[Upload]:
    if not column.takes_files:
        return []
    texts = (answer.text or "" for answer in _answers(column, response, given))
    return [sent[text] for text in texts if text in sent]
