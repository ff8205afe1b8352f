"""Reads of imports. An importer sees their own runs; who may import for the whole company sees everyone's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.kit.problems import not_found
from opencem.kit.sheets.staging import read_staged
from opencem.listen.sources import files
from opencem.listen.sources.models import ImportRun, RejectedRow
from opencem.platform.scope.value import Scope

SHOWN_REJECTS = 100
SAMPLE_ROWS = 5


def visible_runs(scope: Scope) -> QuerySet[ImportRun]:
    runs = ImportRun.objects.all()
    return runs if scope.everything else runs.filter(account_id=scope.account_id)


def list_runs(scope: Scope, *, cursor: str | None, limit: int) -> Page[ImportRun]:
    """Newest first."""
    runs = visible_runs(scope).order_by("-id")
    if position := decode_cursor(cursor, int):
        runs = runs.filter(pk__lt=position[0])
    return page_of(list(runs[: limit + 1]), limit, lambda run: (run.pk,))


def get_run(scope: Scope, public_id: str) -> ImportRun:
    """Raises Problem `not_found`, also for a run that the reader may not see."""
    run = visible_runs(scope).filter(public_id=public_id).first()
    if run is None:
        raise not_found()
    return run


def sample(run: ImportRun) -> list[list[str]]:
    """The first rows of the file as text; none once the file is gone."""
    if not run.stored_as:
        return []
    try:
        rows = list(islice(read_staged(files.spool_path(run.stored_as)), SAMPLE_ROWS))
    except FileNotFoundError:
        return []
    return [[str(cell)[:200] for cell in row.cells] for row in rows]


def first_rejects(run: ImportRun) -> Sequence[RejectedRow]:
    return list(run.rejects.order_by("row_number", "id")[:SHOWN_REJECTS])


def all_rejects(run: ImportRun) -> Iterator[RejectedRow]:
    return run.rejects.order_by("row_number", "id").iterator(chunk_size=500)
