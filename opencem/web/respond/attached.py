"""The control by which files are sent along: what was sent already, and a field for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencem.engines.survey_logic import UploadTerms
from opencem.listen.uploads.queries import SentFiles

from .asked import Asked

FILE_PART = ".file"
"""What ends the name of a field that holds a file; without it, it is the name of the field of the ids."""

# Named one by one: of `image/*` some phones send HEIC, of these they send JPEG.
_OFFERED = {
    "image": "image/jpeg,image/png,image/webp,image/gif",
    "pdf": "application/pdf,.pdf",
    "office": ".docx,.xlsx,.pptx",
}


@dataclass(frozen=True, slots=True)
class SentView:
    value: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class FilesView:
    """`name` is the field of the ids, `slot` what they are sent for; `is_photo`: a camera may take it."""

    name: str
    id: str
    slot: str
    label: str
    sent: tuple[SentView, ...]
    accept: str
    most: int
    max_mb: int
    limits: str
    is_photo: bool
    is_only_photos: bool
    is_row: bool

    @property
    def field(self) -> str:
        return f"{self.name}{FILE_PART}"


def files_of(asked: Asked, row: str = "", *, ids: Sequence[object], id: str, label: str, part: str = "") -> FilesView:
    """The files of a question, or of one row of it; `part` is what their field's name has after the answer's."""
    terms = asked.question.uploads[row]
    return FilesView(
        name=f"{asked.field}{part}",
        id=id,
        slot=asked.question.slot(row),
        label=label,
        sent=tuple(_sent(asked, ids)),
        accept=",".join(_OFFERED[kind] for kind in terms.accept),
        most=terms.most,
        max_mb=terms.max_mb,
        limits=_limits(asked, terms),
        is_photo="image" in terms.accept,
        is_only_photos=terms.accept == ("image",),
        is_row=bool(row),
    )


def _sent(asked: Asked, ids: Sequence[object]) -> list[SentView]:
    """Only what this form did send: an id of another's says nothing."""
    known = asked.context.uploads
    files = known.files if ids and isinstance(known, SentFiles) else {}
    return [
        SentView(each.public_id, each.name, _size(each.bytes)) for id in ids if (each := files.get(str(id))) is not None
    ]


def _size(size: int) -> str:
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, round(size / 1024))} KB"


def _limits(asked: Asked, terms: UploadTerms) -> str:
    kinds = asked.words["files_between"].join(asked.words[f"files_{kind}"] for kind in terms.accept)
    words = asked.words["files_limit" if terms.most > 1 else "file_limit"]
    return words.format(kinds=kinds, most=terms.most, size=terms.max_mb)
