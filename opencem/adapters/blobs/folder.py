"""Blobs as files of one folder, readable by the server's own user only."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from opencem.listen.uploads.store import BlobMissing

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{8,64}(\.[a-z0-9]{1,10})?")
_KEPT_FREE: Final = 512 * 1024 * 1024
"""The database lies on the same disk, and answers must still be stored when there is no room for pictures."""


class FolderStore:
    """Implements `listen.uploads.store.BlobStore`. Two letters of the name are a folder of their own."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, source: Path) -> None:
        """Written beside its place, made durable, then moved there: a blob is whole or not there."""
        target = self._path(name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.part{os.getpid()}")
        with source.open("rb") as read, open(unfinished, "wb", opener=_private) as written:
            shutil.copyfileobj(read, written, 1024 * 1024)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(target)
        _sync_folder(target.parent)

    def open(self, name: str) -> BinaryIO:
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(name) from error

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def has_room(self, size: int) -> bool:
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free - size > _KEPT_FREE

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a blob's name: {name!r}")
        return self._root / name[:2] / name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
