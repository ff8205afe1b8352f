"""Rows from the spool through the taker of their kind, batch by batch."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import OperationalError, transaction
from django.db.models import F

from opencem.engines.tables import DateOrder, Field, ParsedRow, RowParser
from opencem.engines.tables.rows import FieldFault
from opencem.kit.problems import Problem
from opencem.kit.sheets.staging import SheetRow, read_staged
from opencem.listen.sources import files
from opencem.listen.sources.kinds.registry import (
    BatchResult,
    ImportContext,
    ImportKind,
    Mode,
    Taker,
    Units,
    kind_of,
)
from opencem.listen.sources.models import ImportRun, ImportState, RejectedRow
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

logger = logging.getLogger(__name__)

BATCH: Final = 1_000
Progress = Callable[[ImportRun], None]


class Overtaken(Exception):
    """Another worker has gone on with this run."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as they stand in the file beside what was read of them."""

    raw: Sequence[SheetRow]
    parsed: Sequence[ParsedRow]


def check(run: ImportRun, *, scope: Scope, now: datetime) -> None:
    """Look at every row as a run would, store nothing but the verdict."""
    RejectedRow.objects.filter(run=run).delete()
    _reset(run)
    taker = _taker(run, scope, now)
    for batch in _batches(run):
        result = taker.take(batch.parsed, write=False)
        _keep_rejects(run, batch, result)
        _count(run, batch, result)
        run.save(update_fields=_COUNTERS)
    _move(run, ImportState.CHECKING, ImportState.CHECKED)


def perform(
    run: ImportRun, *, scope: Scope, now: datetime, seconds: float | None = None, progress: Progress | None = None
) -> bool:
    """Store the rows that are not stored yet, for at most about `seconds`; whether the file is finished.

    Each batch is one transaction with its rejects, its events and the counters. A run that was killed goes on where
    its counters stand; two workers on one run cannot store a batch twice.
    """
    until = time.monotonic() + seconds if seconds else None
    taker = _taker(run, scope, now)
    start = run.rows_done
    passed = 0
    for batch in _batches(run):
        if passed < start:
            taker.pass_over(batch.parsed)
        else:
            _store(run, taker, batch)
            if progress:
                progress(run)
            if until and time.monotonic() > until and run.rows_done < run.rows_total:
                return False
        passed += len(batch.raw)
    _finish(run, now)
    return True


def begin(run: ImportRun) -> None:
    """From a checked (or failed) run to a running one; rejects of the check give way to those of the run."""
    with transaction.atomic():
        if run.state != ImportState.FAILED:
            RejectedRow.objects.filter(run=run).delete()
            _reset(run)
        run.error = ""
        run.save(update_fields=["error"])
        _move(run, run.state, ImportState.RUNNING)


def fail(run: ImportRun, code: str, now: datetime) -> None:
    """A run that stopped may go on from its counters; a check that stopped starts over from the mapping."""
    checking = run.state == ImportState.CHECKING
    run.state = ImportState.UPLOADED if checking else ImportState.FAILED
    run.error = code
    run.finished_at = None if checking else now
    run.save(update_fields=["state", "error", "finished_at"])


_COUNTERS: Final = ["rows_done", "created", "updated", "unchanged", "rejected"]


def _reset(run: ImportRun) -> None:
    for counter in _COUNTERS:
        setattr(run, counter, 0)
    run.save(update_fields=_COUNTERS)


def _move(run: ImportRun, before: str, after: ImportState) -> None:
    if not ImportRun.objects.filter(pk=run.pk, state=before).update(state=after):
        raise Overtaken
    run.state = after


def _taker(run: ImportRun, scope: Scope, now: datetime) -> Taker:
    units = Units(scope, organization.tree(), {})
    return kind_of(run.kind).open(ImportContext(scope, Mode(run.mode), run.options, now, units))


def _batches(run: ImportRun) -> Iterator[Batch]:
    kind = kind_of(run.kind)
    order = run.options.get("date_order")
    parser = RowParser(kind.fields, run.columns, run.mapping, DateOrder(order) if order else None)
    rows = read_staged(files.spool_path(run.stored_as))
    sample = _sample_cells(kind, run)
    size = None if kind.whole else BATCH
    while raw := list(islice(rows, size)):
        yield Batch(raw, [_parse(parser, row, sample) for row in raw])
        sample = None


def _parse(parser: RowParser, row: SheetRow, sample: list[str] | None) -> ParsedRow:
    if sample is not None and [str(cell) for cell in row.cells] == sample:
        return ParsedRow(row.number, {}, (FieldFault("", "sample_row", {}),))
    return parser.parse(row.number, row.cells)


def _sample_cells(kind: ImportKind, run: ImportRun) -> list[str] | None:
    """The template's own example row, if the file still has the template's columns."""
    by_header = {run.mapping[field.key]: field for field in kind.fields if field.key in run.mapping}
    examples = [_example(by_header.get(header)) for header in run.columns]
    while examples and not examples[-1]:
        examples.pop()
    return examples if any(examples) else None


def _example(field: Field | None) -> str:
    return field.example if field else ""


def _store(run: ImportRun, taker: Taker, batch: Batch) -> None:
    before = run.rows_done
    with transaction.atomic():
        mine = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING, rows_done=before)
        if not mine.update(rows_done=before + len(batch.raw)):
            raise Overtaken
        result = taker.take(batch.parsed, write=True)
        _keep_rejects(run, batch, result)
        ImportRun.objects.filter(pk=run.pk).update(
            created=F("created") + result.created,
            updated=F("updated") + result.updated,
            unchanged=F("unchanged") + result.unchanged,
            rejected=F("rejected") + len(result.rejects),
        )
    _count(run, batch, result)


def _count(run: ImportRun, batch: Batch, result: BatchResult) -> None:
    run.rows_done += len(batch.raw)
    run.created += result.created
    run.updated += result.updated
    run.unchanged += result.unchanged
    run.rejected += len(result.rejects)


def _keep_rejects(run: ImportRun, batch: Batch, result: BatchResult) -> None:
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                run=run,
                row_number=batch.raw[index].number,
                code=faults[0].code,
                faults=[{"field": f.field, "code": f.code, "params": dict(f.params)} for f in faults],
                values=[_storable(cell) for cell in batch.raw[index].cells[: len(run.columns) + 1]],
            )
            for index, faults in result.rejects
        ],
        batch_size=150,
    )


def _storable(cell: object) -> object:
    """PostgreSQL's JSON takes no NUL; its picture keeps the place."""
    return cell.replace("\x00", "␀") if isinstance(cell, str) else cell


def _finish(run: ImportRun, now: datetime) -> None:
    _move(run, ImportState.RUNNING, ImportState.DONE)
    run.finished_at = now
    stored_as, run.stored_as = run.stored_as, ""
    run.save(update_fields=["finished_at", "stored_as"])
    files.forget(stored_as)


def guarded(run: ImportRun, step: Callable[[], bool], now: datetime) -> bool:
    """Run a step; a fault of ours fails the run visibly, a busy database is left to the job's next try."""
    try:
        return step()
    except (Overtaken, OperationalError):
        raise
    except Problem as problem:
        fail(run, problem.code, now)
    except Exception:
        logger.exception("import %s stopped", run.public_id)
        fail(run, "import_failed", now)
    return True
