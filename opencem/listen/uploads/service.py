"""The door for files: taken in with a form, bound to its response, forgotten."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, QuerySet, Sum

from opencem.engines.survey_logic import UploadTerms
from opencem.kit.ids import new_id
from opencem.kit.pictures.limits import MEBIBYTE
from opencem.listen.uploads import store
from opencem.listen.uploads.checking import Checked, checked
from opencem.listen.uploads.kinds import SUFFIXES
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.names import clean_name
from opencem.listen.uploads.problems import UploadRefused, UploadsGone
from opencem.platform.audit.service import record

MOST_OF_FORM = 40
"""Files that one form may send, those taken back again among them."""
FORM_BYTES = 100 * MEBIBYTE
MOST_WAITING = 4096 * MEBIBYTE
"""All that is sent and not submitted: whoever opens forms to fill the disk comes no further."""
WAITS = timedelta(days=1)
_SWEPT_AT_ONCE = 500
_TAKE = "UPDATE uploads_upload SET taken_at = %s WHERE submission_key = %s AND public_id IN"


@dataclass(frozen=True, slots=True)
class Sender:
    """The form that sends a file: its signed key, its unit, the slot and what may be sent for it."""

    key: str
    unit_id: int
    slot: str
    terms: UploadTerms
    is_personal: bool = False


def receive(*, sender: Sender, name: str, chunks: Iterable[bytes], size: int, now: datetime) -> Upload:
    """Stores one file durably and returns its row; the same bytes for the same slot return the row that is there.

    `size`: bytes of `chunks` in all. Raises `UploadRefused`; then nothing is kept.
    """
    if size == 0:
        raise UploadRefused("file_empty")
    if size > sender.terms.max_mb * MEBIBYTE:
        raise UploadRefused("file_too_large", limit=sender.terms.max_mb)
    with tempfile.TemporaryDirectory(prefix="opencem-") as folder:
        source = Path(folder) / "sent"
        digest = _write(source, chunks)
        there = _sent_before(sender, digest)
        if there is not None:
            return there
        _refuse_beyond_quota(sender, size)
        return _keep(sender, name, digest, checked(source, sender.terms), now)


def _write(target: Path, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _sent_before(sender: Sender, digest: str) -> Upload | None:
    found: Upload | None = Upload.rows.filter(submission_key=sender.key, slot=sender.slot, digest=digest).first()
    return found


def _refuse_beyond_quota(sender: Sender, size: int) -> None:
    mine = Upload.rows.filter(submission_key=sender.key).aggregate(files=Count("pk"), bytes=Sum("bytes"))
    if mine["files"] >= MOST_OF_FORM:
        raise UploadRefused("too_many_files", limit=MOST_OF_FORM)
    if (mine["bytes"] or 0) + size > FORM_BYTES:
        raise UploadRefused("files_too_large", limit=FORM_BYTES // MEBIBYTE)
    waiting = Upload.rows.filter(taken_at=None).aggregate(bytes=Sum("bytes"))["bytes"] or 0
    if waiting + size > MOST_WAITING or not store.current().has_room(2 * size):
        raise UploadRefused("file_no_room")


def _keep(sender: Sender, name: str, digest: str, file: Checked, now: datetime) -> Upload:
    """The bytes first, then the row: a row without its bytes would be a lie, bytes without a row are only waste."""
    row = Upload(
        public_id=new_id(), submission_key=sender.key, slot=sender.slot, digest=digest, unit_id=sender.unit_id,
        name=clean_name(name, SUFFIXES[file.kind]), kind=file.kind, bytes=file.path.stat().st_size,
        width=file.size.width if file.size else None, height=file.size.height if file.size else None,
        is_personal=sender.is_personal, sent_at=now,
    )  # fmt: skip
    store.current().put(row.public_id, file.path)
    if file.thumbnail is not None:
        store.current().put(thumbnail_of(row.public_id), file.thumbnail)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same file arrived twice at once: the other one stands
        store.current().delete(_blobs([row.public_id]))
        return _sent_before(sender, digest) or _lost(sender)
    return row


def _lost(sender: Sender) -> NoReturn:
    raise UploadsGone(sender.key)


def thumbnail_of(public_id: str) -> str:
    """The name of a picture's thumbnail in the store."""
    return f"{public_id}.small"


def _blobs(ids: Iterable[str]) -> list[str]:
    return [name for public_id in ids for name in (public_id, thumbnail_of(public_id))]


def take(cursor: CursorWrapper, key: str, ids: Sequence[str], at: datetime) -> None:
    """Binds files to the response of their form, within its transaction. Raises `UploadsGone`, which undoes it."""
    if not ids:
        return
    places = ", ".join(["%s"] * len(ids))
    cursor.execute(f"{_TAKE} ({places})", [connection.ops.adapt_datetimefield_value(at), key, *ids])
    if cursor.rowcount != len(ids):
        raise UploadsGone(key)


def sweep(now: datetime) -> int:
    """Forgets files that were sent and not submitted for a day, and those taken back; returns how many."""
    swept = 0
    while gone := _forget(Upload.rows.filter(taken_at=None, sent_at__lte=now - WAITS)):
        swept += gone
    return swept


def erase(keys: Collection[str]) -> int:
    """Erases the files of these forms, submitted or not, rows and bytes; returns how many."""
    erased = 0
    while gone := _forget(Upload.rows.filter(submission_key__in=keys)):
        erased += gone
    return erased


def _forget(rows: QuerySet[Upload]) -> int:
    """Some of the rows, and the bytes once the rows are gone for good: a response that takes one meanwhile is refused."""
    with transaction.atomic():
        chosen = list(rows.select_for_update().order_by("pk").values_list("pk", "public_id")[:_SWEPT_AT_ONCE])
        rows.filter(pk__in=[pk for pk, _ in chosen]).delete()
        transaction.on_commit(lambda: store.current().delete(_blobs(public_id for _, public_id in chosen)))
    return len(chosen)


def note_download(*, upload: Upload, account: object) -> None:
    """Who looked at a file stands in the audit trail."""
    record(
        "upload.downloaded", account=account, object_kind="upload", object_id=upload.public_id,
        unit_id=upload.unit_id, after={"name": upload.name},
    )  # fmt: skip
