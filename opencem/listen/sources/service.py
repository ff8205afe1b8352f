"""The door of imports: upload, map and check, run; or all at once from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from opencem.engines.tables import DateOrder, match_headers
from opencem.kit.ids import new_id
from opencem.kit.problems import FieldError, Problem
from opencem.kit.sheets.staging import StagedSheet
from opencem.listen.sources import files, kinds, problems, running  # noqa: F401  # kinds and messages register themselves
from opencem.listen.sources.kinds.registry import ImportKind, Mode, kind_of
from opencem.listen.sources.kinds.voices import source_code
from opencem.listen.sources.models import ImportRun, ImportState, RejectedRow
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for, system_scope
from opencem.platform.audit.service import record
from opencem.platform.scope.value import Scope

OPTIONS: Final = ("source", "date_order")
_UNSAFE_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f/\\]+")


def open_scope(account: Account, kind: ImportKind) -> Scope:
    """The scope in which this account may import this kind. Raises Problem `forbidden` or `import_kind_headquarters`."""
    scope = scope_for(account, "import.run", purpose=f"import {kind.code}")
    if scope is None or scope_for(account, kind.permission, purpose=f"import {kind.code}") is None:
        raise Problem("forbidden", 403)
    if kind.headquarters_only and not scope.everything:
        raise Problem("import_kind_headquarters", 403)
    return scope


def upload(*, account: Account, kind: str, mode: str, name: str, chunks: Iterable[bytes]) -> ImportRun:
    """Keep and read an uploaded file; its columns are mapped as far as their names tell.

    Raises Problem: `not_found` (kind), `forbidden`, or the code of why the file is not taken (422, 413).
    """
    what = kind_of(kind)
    open_scope(account, what)
    public_id = new_id()
    path = files.keep_upload(public_id, chunks)
    try:
        staged, stored_as = files.stage_file(path, name, public_id, files.UPLOAD_LIMITS)
    finally:
        path.unlink(missing_ok=True)
    return _create(what, staged, stored_as, public_id=public_id, name=name, mode=Mode(mode), account=account)


def change_mapping(
    run: ImportRun, *, mapping: Mapping[str, str], options: Mapping[str, str], mode: str | None = None
) -> None:
    """Say which column is which. Raises Problem `invalid` naming each field that does not fit, or `import_state`."""
    if run.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        raise Problem("import_state", 409)
    kind = kind_of(run.kind)
    kept = {field: header for field, header in mapping.items() if header}
    errors = [*_mapping_errors(kind, kept, run.columns), *_option_errors(options)]
    if errors:
        raise Problem("invalid", 422, errors=errors)
    run.mapping, run.options = kept, {name: value for name, value in options.items() if value}
    run.mode = Mode(mode or run.mode)
    run.state = ImportState.UPLOADED
    run.error = ""
    run.save(update_fields=["mapping", "options", "mode", "state", "error"])


def start_check(run: ImportRun) -> None:
    """From mapped to being checked. The caller enqueues the job in the same transaction."""
    if not ImportRun.objects.filter(pk=run.pk, state=ImportState.UPLOADED).update(state=ImportState.CHECKING):
        raise Problem("import_state", 409)
    run.state = ImportState.CHECKING


def start_run(run: ImportRun, *, account: Account) -> None:
    """From checked to running, or on from where a run stopped. Raises Problem `import_state`."""
    if run.state == ImportState.RUNNING:
        return
    if run.state not in (ImportState.CHECKED, ImportState.FAILED) or not run.stored_as:
        raise Problem("import_state", 409)
    try:
        with transaction.atomic():
            running.begin(run)
            _audit(run, account)
    except running.Overtaken:
        raise Problem("import_state", 409) from None


def perform_check(run: ImportRun, *, now: datetime) -> None:
    """The job's part of a check: in the scope that the importer has now."""

    def step() -> bool:
        running.check(run, scope=_scope_of(run), now=now)
        return True

    if run.state == ImportState.CHECKING:
        running.guarded(run, step, now)


def perform_import(run: ImportRun, *, now: datetime, seconds: float | None = None) -> bool:
    """The job's part of a run: whether the file is finished (or has failed)."""
    if run.state != ImportState.RUNNING:
        return True
    return running.guarded(run, lambda: running.perform(run, scope=_scope_of(run), now=now, seconds=seconds), now)


def import_file(
    kind: str,
    path: Path,
    *,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    mode: str = "both",
    options: Mapping[str, str] | None = None,
    progress: running.Progress | None = None,
) -> ImportRun:
    """Import a file of this machine with everything in scope: `opencem import KIND FILE`.

    `mapping` adds to what the headers tell. Returns the run with its counts; its rejected rows are kept. Raises Problem
    when the file or the mapping is not taken; then nothing is stored.
    """
    what = kind_of(kind)
    public_id = new_id()
    staged, stored_as = files.stage_file(path, path.name, public_id, files.LOCAL_LIMITS)
    run = _create(what, staged, stored_as, public_id=public_id, name=path.name, mode=Mode(mode), account=None)
    try:
        change_mapping(run, mapping={**run.mapping, **(mapping or {})}, options=options or {})
        running.begin(run)
        _audit(run, None)
        running.perform(run, scope=system_scope(f"import {kind}"), now=now, progress=progress)
    except BaseException:
        _abandon(run, now)
        raise
    return run


def forget_old(before: datetime) -> int:
    """Delete the rows that imports before an instant left behind, personal data included; the runs stay as a record."""
    old = ImportRun.objects.filter(created_at__lt=before)
    for run in old.exclude(stored_as=""):
        files.forget(run.stored_as)
    old.update(stored_as="")
    return RejectedRow.objects.filter(run__in=old).delete()[0]


def _create(
    kind: ImportKind,
    staged: StagedSheet,
    stored_as: str,
    *,
    public_id: str,
    name: str,
    mode: Mode,
    account: Account | None,
) -> ImportRun:
    return ImportRun.objects.create(
        public_id=public_id,
        kind=kind.code,
        file_name=_UNSAFE_IN_NAMES.sub(" ", name).strip()[:200],
        stored_as=stored_as,
        columns=list(staged.header),
        mapping=match_headers(kind.fields, staged.header),
        mode=mode,
        rows_total=staged.rows,
        account_id=account.pk if account else None,
    )


def _mapping_errors(kind: ImportKind, mapping: Mapping[str, str], columns: list[str]) -> list[FieldError]:
    known = {field.key: field for field in kind.fields}
    given = list(mapping.values())
    errors = [FieldError(f"mapping.{key}", "unknown_field") for key in mapping if key not in known]
    for key, header in mapping.items():
        if header not in columns:
            errors.append(FieldError(f"mapping.{key}", "column_unknown", {"header": header}))
        elif given.count(header) > 1:
            errors.append(FieldError(f"mapping.{key}", "column_twice", {"header": header}))
    for field in kind.fields:
        if field.required and field.key not in mapping:
            errors.append(FieldError(f"mapping.{field.key}", "column_required", {"label": field.label_zh}))
    return errors


def _option_errors(options: Mapping[str, Any]) -> list[FieldError]:
    errors = [FieldError(f"options.{name}", "unknown_field") for name in options if name not in OPTIONS]
    if options.get("date_order") and options["date_order"] not in list(DateOrder):
        errors.append(FieldError("options.date_order", "not_offered", {"offered": ", ".join(DateOrder)}))
    if options.get("source"):
        try:
            source_code(options["source"])
        except ValueError:
            errors.append(FieldError("options.source", "bad_source"))
    return errors


def _scope_of(run: ImportRun) -> Scope:
    """What the importer may see at this moment, not when the file was uploaded."""
    account = Account.objects.filter(pk=run.account_id or 0).first()
    if account is None:
        raise Problem("forbidden", 403)
    return open_scope(account, kind_of(run.kind))


def _abandon(run: ImportRun, now: datetime) -> None:
    """A run of the command line is not taken up again: its file is still where it was."""
    files.forget(run.stored_as)
    run.stored_as = ""
    run.save(update_fields=["stored_as"])
    running.fail(run, "import_failed", now)


def _audit(run: ImportRun, account: Account | None) -> None:
    after = {"kind": run.kind, "file": run.file_name, "rows": run.rows_total, "mode": run.mode}
    record("import.started", account=account, object_kind="import", object_id=run.public_id, after=after)
