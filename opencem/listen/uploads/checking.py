"""A file that was sent becomes what is stored of it, or is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from opencem.engines.survey_logic import UploadTerms
from opencem.kit.pictures.drawing import redraw
from opencem.kit.pictures.limits import PictureRefused, Size, Variant
from opencem.listen.uploads.kinds import HEIF, FileKind, kind_of
from opencem.listen.uploads.problems import UploadRefused

_PHOTO = Variant(3000)
_DRAWING = Variant(1600, "PNG")
_THUMBNAIL = Variant(320, quality=78)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is put into the store: the file itself, of a picture its thumbnail too."""

    kind: str
    path: Path
    size: Size | None = None
    thumbnail: Path | None = None


def checked(source: Path, terms: UploadTerms) -> Checked:
    """The file by what it is; pictures are drawn anew beside it. Raises `UploadRefused`."""
    kind = kind_of(source)
    if kind is HEIF and "image" in terms.accept:
        raise UploadRefused("file_heif")
    if kind.accept not in terms.accept:
        raise UploadRefused("file_kind")
    if kind.format is None:
        return Checked(kind.kind, source)
    return _drawn(source, replace(kind, kind="png") if terms.is_drawing else kind, terms)


def _drawn(source: Path, kind: FileKind, terms: UploadTerms) -> Checked:
    assert kind.format is not None
    try:
        large, small = redraw(
            source, kind.format, source.parent, (_DRAWING if terms.is_drawing else _PHOTO, _THUMBNAIL)
        )
    except PictureRefused as refusal:
        raise UploadRefused(f"file_{refusal.code}") from refusal
    return Checked(kind.kind, large.path, large.size, small.path)
