"""Where the bytes lie. A port: the folder of one machine today, an object store tomorrow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

from django.core.exceptions import ImproperlyConfigured


class BlobMissing(Exception):
    """There are no bytes of that name."""


class BlobStore(Protocol):
    """Bytes by name. A name is 8 to 64 characters of `A-Za-z0-9_-.`; a blob never changes once it is there."""

    def put(self, name: str, source: Path) -> None:
        """Stores a copy of a file; on return it survives a power cut."""

    def open(self, name: str) -> BinaryIO:
        """The bytes; raises `BlobMissing`."""

    def delete(self, names: Iterable[str]) -> None:
        """Forgets blobs; one that is not there is no error."""

    def has_room(self, size: int) -> bool:
        """Whether so many bytes may be put without harm to what else lies there."""


_store: BlobStore | None = None


def bind(store: BlobStore) -> None:
    """Sets the store of this process."""
    global _store
    _store = store


def current() -> BlobStore:
    if _store is None:
        raise ImproperlyConfigured("no blob store is bound")
    return _store
