"""What a file is, what it is called, where its bytes lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opencem.adapters.blobs.folder import FolderStore
from opencem.kit.pictures.drawing import redraw
from opencem.kit.pictures.limits import PictureLimits, PictureRefused, Variant
from opencem.listen.uploads.kinds import kind_of
from opencem.listen.uploads.names import clean_name
from opencem.listen.uploads.store import BlobMissing
from tests import pictures

KINDS = [
    (pictures.jpeg(), ("image", "jpeg")),
    (pictures.png(), ("image", "jpeg")),
    (b"GIF89a" + b"\0" * 20, ("image", "jpeg")),
    (b"RIFF\0\0\0\0WEBPVP8 ", ("image", "jpeg")),
    (pictures.PDF, ("pdf", "pdf")),
    (b"\n" + pictures.PDF, ("", "")),
    (pictures.document(), ("office", "docx")),
    (pictures.document("xl/workbook.xml"), ("office", "xlsx")),
    (pictures.document("ppt/presentation.xml"), ("office", "pptx")),
    (pictures.document("word/document.xml", "word/VBAProject.bin"), ("", "")),
    (pictures.document("META-INF/MANIFEST.MF"), ("", "")),
    (pictures.HEIC, ("heif", "")),
    (pictures.SVG, ("", "")),
    (pictures.HTML, ("", "")),
    (b"PK\x03\x04 and nothing more", ("", "")),
    (b"", ("", "")),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_a_file_is_told_by_its_bytes(tmp_path: Path, content: bytes, kind: tuple[str, str]) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    found = kind_of(tmp_path / "x.jpg")
    assert (found.accept, found.kind) == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("照片 1.JPG", "照片 1.jpg"),
        ("C:\\Users\\wang\\photo.png", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ('x"\r\nSet-Cookie: a=b.jpg', "xSet-Cookie a=b.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("名" * 300 + ".jpg", "名" * 100 + ".jpg"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert clean_name(given, ".jpg") == kept


def test_a_picture_that_needs_too_much_ends_its_own_process_only(tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(pictures.png(4000, 4000))
    starved = PictureLimits(memory_bytes=80 * 1024 * 1024)
    with pytest.raises(PictureRefused) as refused:
        redraw(tmp_path / "large.png", "PNG", tmp_path, [Variant(3000)], starved)
    assert refused.value.code in ("too_complex", "damaged")
    (drawn,) = redraw(tmp_path / "large.png", "PNG", tmp_path, [Variant(100)])
    assert (drawn.size.width, drawn.size.height) == (100, 100)


def test_a_picture_is_not_read_as_what_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(pictures.png())
    with pytest.raises(PictureRefused, match="damaged"):
        redraw(tmp_path / "x", "JPEG", tmp_path, [Variant(100)])


def test_blobs_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"bytes")
    store = FolderStore(tmp_path / "files")
    store.put("abcdefgh.small", tmp_path / "sent")
    with store.open("abcdefgh.small") as file:
        assert file.read() == b"bytes"
    lies = tmp_path / "files" / "ab" / "abcdefgh.small"
    assert oct(lies.stat().st_mode & 0o777) == "0o600"
    assert os.listdir(lies.parent) == ["abcdefgh.small"]
    store.delete(["abcdefgh.small", "not-there"])
    with pytest.raises(BlobMissing):
        store.open("abcdefgh.small")
    for name in ("../../etc/passwd", "short", "a" * 65, "abcdefgh/../x"):
        with pytest.raises(ValueError, match="blob"):
            store.open(name)


def test_a_full_disk_has_no_room(tmp_path: Path) -> None:
    assert FolderStore(tmp_path).has_room(1)
    assert not FolderStore(tmp_path).has_room(1 << 60)
