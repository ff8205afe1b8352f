"""`opencem import KIND FILE`: a file of this machine, all at once, told in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from opencem.engines.tables import Field
from opencem.kit.clock import now
from opencem.listen.sources import queries, service, workbooks
from opencem.listen.sources.kinds.registry import kind_of
from opencem.listen.sources.models import ImportRun
from opencem.listen.sources.problems import reason

SHOWN = 10


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What the command line says of an import. `rejected` counts rows."""

    run: ImportRun
    summary: str
    rejected: int


def run_import_file(
    kind: str,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    mode: str = "both",
    source: str = "",
    date_order: str = "",
    rejected_to: Path | None = None,
) -> ImportSummary:
    """Import a file with the whole company in scope and write its rejected rows to `rejected_to` if there are any.

    Raises Problem when the kind is unknown, or the file or the mapping is not taken; then nothing is stored.
    """
    options = {"source": source, "date_order": date_order}
    run = service.import_file(kind, path, now=now(), mapping=mapping, mode=mode, options=options)
    if run.rejected and rejected_to is not None:
        with rejected_to.open("wb") as target:
            workbooks.write_rejects(run, kind_of(kind), queries.all_rejects(run), settings.LANGUAGE_CODE, target)
    return ImportSummary(run, "\n".join([_counts(run), *_first_rejects(run, kind_of(kind).fields)]), run.rejected)


def _counts(run: ImportRun) -> str:
    return (
        f"{run.rows_done} rows: {run.created} created, {run.updated} updated, "
        f"{run.unchanged} unchanged, {run.rejected} rejected"
    )


def _first_rejects(run: ImportRun, fields: tuple[Field, ...]) -> list[str]:
    language = settings.LANGUAGE_CODE
    labels = {field.key: field.label(language) for field in fields}
    rejects = list(queries.first_rejects(run)[:SHOWN])
    lines = [f"  row {each.row_number}: {reason(each.faults, labels, language)}" for each in rejects]
    return [*lines, f"  … and {run.rejected - len(rejects)} more"] if run.rejected > len(rejects) else lines
