"""What a file is, by its bytes. Its name and what the browser says of it are not asked."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from opencem.kit.pictures.limits import MEBIBYTE, Format

_MOST_ENTRIES: Final = 5_000
_MOST_UNPACKED: Final = 300 * MEBIBYTE
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_OFFICE: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPENXML = "application/vnd.openxmlformats-officedocument"

MEDIA_TYPES: Final = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": f"{_OPENXML}.wordprocessingml.document",
    "xlsx": f"{_OPENXML}.spreadsheetml.sheet",
    "pptx": f"{_OPENXML}.presentationml.presentation",
}
"""Of every kind that is stored: pictures as they are redrawn, documents as they came."""

SUFFIXES: Final = {"jpeg": ".jpg", **{kind: f".{kind}" for kind in MEDIA_TYPES if kind != "jpeg"}}


@dataclass(frozen=True, slots=True)
class FileKind:
    """`accept` is the word of a definition for it, "" for what is never taken; `format` that of a picture."""

    accept: str
    kind: str = ""
    format: Format | None = None


UNKNOWN: Final = FileKind("")
HEIF: Final = FileKind("heif")
_PICTURES: Final[tuple[tuple[bytes, Format], ...]] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)


def kind_of(path: Path) -> FileKind:
    """The kind of a file; `UNKNOWN` for anything that is not taken here, a document with macros among it."""
    with path.open("rb") as file:
        head = file.read(16)
    for magic, format in _PICTURES:
        if head.startswith(magic):
            return FileKind("image", "jpeg", format)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind("image", "jpeg", "WEBP")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIF
    if head.startswith(b"%PDF-"):
        return FileKind("pdf", "pdf")
    return _office(path) if head.startswith(b"PK\x03\x04") else UNKNOWN


def _office(path: Path) -> FileKind:
    """A document by its table of contents; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError, OSError):
        return UNKNOWN
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        return UNKNOWN
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return UNKNOWN
    return next((FileKind("office", kind) for part, kind in _OFFICE.items() if part in names), UNKNOWN)
