"""Pictures in surveys: drawn anew in three sizes, named by their content, kept for as long as a version may show them.

The address says what it shows: `/s/pictures/p<hash>-<width>x<height>.jpg`. What it leads to never changes, so browsers
and proxies may keep it for ever; nothing is ever deleted, since published versions never change either.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from opencem.kit.pictures.drawing import Drawn, redraw
from opencem.kit.pictures.limits import PictureRefused, Size, Variant
from opencem.kit.problems import Problem, register_problems
from opencem.listen.uploads import store
from opencem.listen.uploads.kinds import HEIF, kind_of
from opencem.platform.audit.service import record

LONGEST: Final = (1280, 640, 320)
"""The longer side of each size that is kept, in pixels."""
_VARIANTS: Final = tuple(Variant(longest, quality=82) for longest in LONGEST)
_NAME: Final = re.compile(r"/s/pictures/p([0-9a-f]{32})-([1-9]\d{0,3})x([1-9]\d{0,3})\.jpg", re.ASCII)

register_problems(
    {
        "picture_empty": {"zh-hans": "这个文件是空的", "zh-hant": "這個檔案是空的", "en": "This file is empty"},
        "picture_kind": {
            "zh-hans": "请上传 JPG、PNG、WebP 或 GIF 图片",
            "zh-hant": "請上傳 JPG、PNG、WebP 或 GIF 圖片",
            "en": "Choose a JPEG, PNG, WebP or GIF picture",
        },
        "picture_heif": {
            "zh-hans": "HEIC 图片请先转成 JPG 再上传",
            "zh-hant": "HEIC 圖片請先轉成 JPG 再上傳",
            "en": "Save the HEIC picture as JPEG first",
        },
        "picture_damaged": {
            "zh-hans": "图片打不开，可能已损坏",
            "zh-hant": "圖片打不開，可能已損壞",
            "en": "The picture cannot be opened; it may be damaged",
        },
        "picture_too_many_pixels": {
            "zh-hans": "图片尺寸太大，请缩小到 6400 万像素以内",
            "zh-hant": "圖片尺寸太大，請縮小到 6400 萬像素以內",
            "en": "The picture has more than 64 megapixels. Make it smaller.",
        },
        "picture_too_complex": {
            "zh-hans": "这张图片处理不了，请换一张",
            "zh-hant": "這張圖片處理不了，請換一張",
            "en": "This picture cannot be processed. Choose another.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` is what a definition holds; `size` that of the largest kept."""

    path: str
    size: Size

    @classmethod
    def read(cls, path: str) -> Picture | None:
        """The picture of an address; None where it is none of ours."""
        named = _NAME.fullmatch(path)
        return cls(path, Size(int(named[2]), int(named[3]))) if named else None

    @property
    def digest(self) -> str:
        return self.path.rpartition("/")[2][1:33]

    def within(self, longest: int) -> Picture:
        """The same picture with its longer side at most that long."""
        share = min(1.0, longest / max(self.size.width, self.size.height))
        size = Size(max(1, round(self.size.width * share)), max(1, round(self.size.height * share)))
        return Picture(_path(self.digest, size), size)


def keep_picture(*, chunks: Iterable[bytes], name: str, account: object) -> Picture:
    """Stores a picture for use in surveys; the same picture again is the same address. Raises Problem `picture_…`."""
    with tempfile.TemporaryDirectory(prefix="opencem-") as folder:
        source = Path(folder) / "sent"
        with source.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        drawn = _drawn(source)
        digest = hashlib.sha256(drawn[0].path.read_bytes()).hexdigest()[:32]
        for longest, each in zip(LONGEST, drawn, strict=True):
            store.current().put(_blob(digest, longest), each.path)
    picture = Picture(_path(digest, drawn[0].size), drawn[0].size)
    record(
        "picture.uploaded", account=account, object_kind="picture", object_id=digest,
        after={"name": name[:120], "path": picture.path},
    )  # fmt: skip
    return picture


def _drawn(source: Path) -> list[Drawn]:
    if source.stat().st_size == 0:
        raise _refused("empty")
    kind = kind_of(source)
    if kind is HEIF:
        raise _refused("heif")
    if kind.format is None:
        raise _refused("kind")
    try:
        return redraw(source, kind.format, source.parent, _VARIANTS)
    except PictureRefused as refusal:
        raise _refused(refusal.code) from refusal


def _refused(code: str) -> Problem:
    return Problem(f"picture_{code}", 422, field="file")


def open_picture(picture: Picture) -> BinaryIO:
    """The bytes of the smallest size kept that is as large as the address says. Raises `store.BlobMissing`."""
    wanted = max(picture.size.width, picture.size.height)
    longest = min((each for each in LONGEST if each >= wanted), default=LONGEST[0])
    return store.current().open(_blob(picture.digest, longest))


def _path(digest: str, size: Size) -> str:
    return f"/s/pictures/p{digest}-{size.width}x{size.height}.jpg"


def _blob(digest: str, longest: int) -> str:
    return f"p{digest}.{longest}"
