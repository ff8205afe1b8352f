"""People named by a file: phones, e-mails or member ids, row by row, and the rows that name nobody."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from opencem.kit.bulk import among_ids
from opencem.kit.problems import Problem
from opencem.kit.sheets.limits import Limits, SheetRefused
from opencem.kit.sheets.staging import SheetRow, read_staged, stage
from opencem.listen.customers.identity import BadIdentity, normalise
from opencem.listen.customers.models import Customer, IdentityKind
from opencem.listen.customers.service import identify_many
from opencem.listen.invitations import people
from opencem.listen.invitations.models import Batch, BatchPerson, BatchReject
from opencem.platform.privacy.service import mask_email, mask_phone

LIMITS: Final = Limits()
BATCH: Final = 1_000
_HEADERS: Final = {
    IdentityKind.MEMBER: {"会员号", "会员编号", "会员卡号", "member", "member id", "memberid"},
    IdentityKind.PHONE: {"手机号", "手机", "电话", "联系电话", "phone", "mobile"},
    IdentityKind.EMAIL: {"邮箱", "电子邮箱", "邮件", "email", "e-mail", "mail"},
}


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says: its keys by kind (normalised), or why it says nothing."""

    number: int
    keys: tuple[tuple[str, str], ...]
    fault: str = ""
    shown: str = ""


def keep(batch_id: str, name: str, chunks: Iterable[bytes]) -> tuple[str, dict[str, int]]:
    """Stages an uploaded file; returns where its rows lie, under the data folder, and which column holds which key.

    Raises Problem with the code of a file that is refused, 422 or 413.
    """
    folder = Path(settings.DATA_DIR) / "invitations"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    upload, spool = folder / f"{batch_id}.upload", folder / f"{batch_id}.rows"
    try:
        with open(upload, "wb", opener=_private) as file:
            for chunk in chunks:
                file.write(chunk)
        sheet = stage(upload, spool, name=name, limits=LIMITS)
    except SheetRefused as refusal:
        status = 413 if refusal.code == "file_too_large" else 422
        raise Problem(refusal.code, status, field="file", params=refusal.params) from None
    finally:
        upload.unlink(missing_ok=True)
    columns = _columns(sheet.header)
    if not columns:
        spool.unlink(missing_ok=True)
        raise Problem("file_without_key", 422, field="file")
    return str(spool.relative_to(settings.DATA_DIR)), columns


def _columns(header: Sequence[str]) -> dict[str, int]:
    """The first column of each kind of key."""
    named = [(index, title.strip().lower()) for index, title in enumerate(header)]
    found: dict[str, int] = {}
    for kind, titles in _HEADERS.items():
        first = next((index for index, title in named if title in titles), None)
        if first is not None:
            found[kind.value] = first
    return found


def read(batch: Batch) -> tuple[int, int]:
    """Finds the people of a batch's file; returns how many are listed and how many rows were rejected.

    Run again it starts over: what an earlier, killed run had found is taken back first.
    """
    BatchPerson.objects.filter(batch=batch).delete()
    BatchReject.objects.filter(batch=batch).delete()
    spool = Path(settings.DATA_DIR) / batch.stored_as
    columns = batch.people["columns"]
    listed: set[int] = set()
    rejected = 0
    rows = (_row(row, columns) for row in read_staged(spool))
    while some := list(islice(rows, BATCH)):
        rejected += _take(batch, some, listed)
    return len(listed), rejected


def forget(batch: Batch) -> None:
    if batch.stored_as:
        (Path(settings.DATA_DIR) / batch.stored_as).unlink(missing_ok=True)


def _take(batch: Batch, rows: Sequence[_Row], listed: set[int]) -> int:
    known = _known(batch, rows)
    found: list[int] = []
    rejects = []
    for row in rows:
        customer = next((known[key] for key in row.keys if key in known), None)
        fault = row.fault or ("person_unknown" if customer is None else "person_twice" if customer in listed else "")
        if fault:
            rejects.append(BatchReject(batch=batch, row_number=row.number, code=fault, shown=row.shown))
        elif customer is not None:
            listed.add(customer)
            found.append(customer)
    BatchPerson.objects.bulk_create([BatchPerson(batch=batch, customer_id=customer) for customer in found])
    BatchReject.objects.bulk_create(rejects)
    return len(rejects)


def _known(batch: Batch, rows: Sequence[_Row]) -> dict[tuple[str, str], int]:
    """Customers by key, of those who belong to the batch's unit: others are unknown to it."""
    known: dict[tuple[str, str], int] = {}
    for kind in _HEADERS:
        values = [value for row in rows for each, value in row.keys if each == kind]
        known |= {(kind, value): customer for value, customer in identify_many(kind, values).items()}
    belonging = people.belongs_to(people.scope_of(batch))
    mine = set(Customer.objects.filter(belonging, pk__in=among_ids(set(known.values()))).values_list("pk", flat=True))
    return {key: customer for key, customer in known.items() if customer in mine}


def _row(row: SheetRow, columns: Mapping[str, int]) -> _Row:
    keys, bad = [], ""
    for kind, index in columns.items():
        text = str(row.cells[index]).strip() if index < len(row.cells) and row.cells[index] is not None else ""
        if text:
            try:
                keys.append((kind, normalise(kind, text)))
            except BadIdentity as error:
                bad = error.code
    shown = _masked(keys)
    if not keys:
        return _Row(row.number, (), bad or "row_blank", shown)
    return _Row(row.number, tuple(keys), "", shown)


def _masked(keys: Sequence[tuple[str, str]]) -> str:
    masks = {IdentityKind.PHONE: mask_phone, IdentityKind.EMAIL: mask_email}
    return ", ".join(masks[IdentityKind(kind)](value) if kind in masks else value for kind, value in keys)[:80]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
