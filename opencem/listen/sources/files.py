"""Where uploaded files lie while they are on their way in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from opencem.kit.problems import Problem
from opencem.kit.sheets.limits import Limits, SheetRefused
from opencem.kit.sheets.staging import StagedSheet, stage

UPLOAD_LIMITS = Limits()
# A file named on the command line comes from whoever runs the server; it may be large, the child stays bounded.
LOCAL_LIMITS = Limits(
    file_bytes=2 << 30,
    unpacked_bytes=2 << 30,
    rows=10_000_000,
    memory_bytes=4 << 30,
    cpu_seconds=900,
    wall_seconds=1800,
)


def folder() -> Path:
    """Readable by the server's own user only: the rows hold personal data."""
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def spool_path(stored_as: str) -> Path:
    return Path(settings.DATA_DIR) / stored_as


def keep_upload(public_id: str, chunks: Iterable[bytes]) -> Path:
    """The upload as it came; it is deleted as soon as it is staged."""
    path = folder() / f"{public_id}.upload"
    with open(path, "wb", opener=_private) as file:
        for chunk in chunks:
            file.write(chunk)
    return path


def stage_file(source: Path, name: str, public_id: str, limits: Limits) -> tuple[StagedSheet, str]:
    """Read a file to its end; returns what it is and where its rows lie. Raises Problem with the code of the refusal."""
    spool = folder() / f"{public_id}.rows"
    try:
        return stage(source, spool, name=name, limits=limits), str(spool.relative_to(settings.DATA_DIR))
    except SheetRefused as refusal:
        status = 413 if refusal.code == "file_too_large" else 422
        raise Problem(refusal.code, status, field="file", params=refusal.params) from None


def forget(stored_as: str) -> None:
    if stored_as:
        spool_path(stored_as).unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
