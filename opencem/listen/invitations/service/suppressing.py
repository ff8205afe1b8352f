"""Who is not to be written to: addresses put on the list or taken off it by people, and opt-outs taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from opencem.kit.ids import new_id
from opencem.kit.problems import Problem, not_found
from opencem.kit.sheets.staging import SheetRow, read_staged
from opencem.listen.customers.identity import BadIdentity, digest, normalise
from opencem.listen.customers.models import IdentityKind
from opencem.listen.invitations import blocked, listed
from opencem.listen.invitations.models import OptOut, Suppression
from opencem.platform.audit.service import record
from opencem.platform.privacy.service import mask_email, mask_phone
from opencem.platform.scope.value import Scope

KINDS: Final = (IdentityKind.PHONE, IdentityKind.EMAIL)
BY_HAND: Final = "manual"
MOST_ROWS: Final = 10_000
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Address:
    """One address, normalised. `row` is where a file has it."""

    kind: str
    value: str
    row: int = 0

    @property
    def digest(self) -> str:
        return digest(self.kind, self.value)

    @property
    def shown(self) -> str:
        return mask_email(self.value) if self.kind == IdentityKind.EMAIL else mask_phone(self.value)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that puts nothing on the list; `shown` is its address, masked."""

    row: int
    code: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    already: int
    rejected: tuple[Rejected, ...]


def suppress(*, scope: Scope, by: object, kind: str, value: str, note: str, now: datetime) -> tuple[Suppression, bool]:
    """Puts an address on the list, and whether it was new there.

    Raises Problem `identity_bad`, and `person_unknown` for an address that is not of the scope's customers.
    """
    try:
        address = Address(kind, normalise(kind, value))
    except BadIdentity as error:
        raise Problem("identity_bad", 422, field="value") from error
    if blocked.outside(scope, [address]):
        raise Problem("person_unknown", 422, field="value")
    with transaction.atomic():
        row, is_new = Suppression.objects.get_or_create(
            kind=kind, digest=address.digest, defaults=_told(address, note, by, now)
        )
        if is_new:
            _note("suppression.added", row, by, after={"shown": row.shown, "note": note})
    return row, is_new


def suppress_file(
    *, scope: Scope, by: object, name: str, chunks: Iterable[bytes], note: str, now: datetime
) -> Imported:
    """The same for each row of a CSV or XLSX with phones or e-mails; rows that cannot be taken are told, the others kept.

    Raises Problem with the code of a file that is refused, or `file_too_many_rows`.
    """
    spooled, columns = listed.keep(new_id(), name, chunks)
    spool = Path(settings.DATA_DIR) / spooled
    try:
        wanted = {kind: columns[kind] for kind in KINDS if kind in columns}
        if not wanted:
            raise Problem("file_without_address", 422, field="file")
        rows = list(islice(read_staged(spool), MOST_ROWS + 1))
    finally:
        spool.unlink(missing_ok=True)
    if len(rows) > MOST_ROWS:
        raise Problem("file_too_many_rows", 422, field="file", params={"most": MOST_ROWS})
    addresses, rejected = _read(rows, wanted)
    foreign = {address.row for address in blocked.outside(scope, addresses)}
    rejected += [Rejected(each.row, "person_unknown", each.shown) for each in addresses if each.row in foreign]
    kept = [each for each in addresses if each.row not in foreign]
    added = _keep_all(kept, note, by, now)
    return Imported(added, len(kept) - added, tuple(sorted(rejected, key=lambda each: each.row)))


def _read(rows: Iterable[SheetRow], columns: dict[IdentityKind, int]) -> tuple[list[Address], list[Rejected]]:
    """The addresses of all rows, each once, and the rows without a good one."""
    found: dict[tuple[str, str], Address] = {}
    rejected: list[Rejected] = []
    for row in rows:
        texts = [(kind, str(row.cells[at] or "").strip()) for kind, at in columns.items() if at < len(row.cells)]
        given = [(kind, text) for kind, text in texts if text]
        if not given:
            rejected.append(Rejected(row.number, "row_blank"))
        for kind, text in given:
            try:
                address = Address(kind, normalise(kind, text), row.number)
            except BadIdentity:
                rejected.append(Rejected(row.number, "identity_bad"))
                continue
            if (kind, address.value) in found:
                rejected.append(Rejected(row.number, "person_twice", address.shown))
            found.setdefault((kind, address.value), address)
    return list(found.values()), rejected


def _keep_all(addresses: list[Address], note: str, by: object, now: datetime) -> int:
    with transaction.atomic():
        before = Suppression.objects.count()
        rows = [Suppression(kind=a.kind, digest=a.digest, **_told(a, note, by, now)) for a in addresses]
        Suppression.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
        added = Suppression.objects.count() - before
        record(
            "suppression.imported", account=by, object_kind="suppression", object_id="",
            after={"added": added, "rows": len(addresses), "note": note},
        )  # fmt: skip
    return added


def _told(address: Address, note: str, by: object, now: datetime) -> dict[str, object]:
    return {
        "shown": address.shown[:80], "reason": BY_HAND, "note": note[:200], "at": now,
        "account_id": getattr(by, "pk", None),
    }  # fmt: skip


def unsuppress(*, scope: Scope, by: object, suppression_id: int, reason: str) -> None:
    """Takes an address off the list: it may be written to again. Raises Problem `not_found`, `reason_needed`."""
    reason = _reason(reason)
    with transaction.atomic():
        row = blocked.suppressions(scope).select_for_update(of=("self",)).filter(pk=suppression_id).first()
        if row is None:
            raise not_found()
        before = {"shown": row.shown, "reason": row.reason, "note": row.note}
        _note("suppression.removed", row, by, before=before, reason=reason)
        Suppression.objects.filter(pk=row.pk).delete()


def take_back_opt_out(*, scope: Scope, by: object, opt_out_id: int, reason: str, now: datetime) -> OptOut:
    """The person said that they may be asked again. Raises Problem `not_found`, `reason_needed`."""
    reason = _reason(reason)
    with transaction.atomic():
        row = blocked.opt_outs(scope).select_for_update(of=("self",)).filter(pk=opt_out_id).first()
        if row is None:
            raise not_found()
        if row.revoked_at is None:
            OptOut.objects.filter(pk=row.pk).update(revoked_at=now)
            row.revoked_at = now
            record(
                "opt_out.taken_back", account=by, object_kind="customer", object_id=row.customer.public_id,
                before={"channel": row.channel, "source": row.source}, reason=reason,
            )  # fmt: skip
    return row


def _reason(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise Problem("reason_needed", 422, field="reason")
    return told[:200]


def _note(action: str, row: Suppression, by: object, **told: object) -> None:
    record(action, account=by, object_kind="suppression", object_id=row.pk, **told)  # type: ignore[arg-type]  # as record takes them
