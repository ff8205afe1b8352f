"""Pictures as phones make them, and as people make them who mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

SHANGHAI = {1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)}
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def jpeg(width: int = 640, height: int = 480, color: str = "teal") -> bytes:
    """A photo lying on its side, with the place and the camera in it."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION], exif[GPS] = "SpyPhone 9", 6, SHANGHAI
    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, "JPEG", exif=exif, comment=b"taken by Mr Wang")
    return out.getvalue()


def png(width: int = 300, height: int = 120, mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1024 * 1024, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def document(part: str = "word/document.xml", *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
