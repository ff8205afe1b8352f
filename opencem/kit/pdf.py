"""A writer of simple PDF pages: text in Latin and Chinese, filled rectangles. Enough for posters and printed forms.

Chinese stands in the reader's own Song typeface (STSong-Light, UniGB-UTF16-H: PDF 32000-1:2008, 9.7.5.2), which every
PDF viewer replaces by what it has; no font of many megabytes is carried along. Latin stands in Helvetica.
Lengths are points (1/72 inch), the origin is the lower left corner.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from itertools import groupby

A4 = (595.276, 841.89)
Color = tuple[float, float, float]
BLACK: Color = (0.0, 0.0, 0.0)
# Widths of Helvetica in thousandths of its size, from blank to tilde (Adobe Core 14 AFM).
_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip


def text_width(text: str, size: float) -> float:
    """How wide a line of text stands."""
    return sum(_HELVETICA[ord(char) - 32] if " " <= char <= "~" else 1000 for char in text) * size / 1000


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The lines of a text that fit a width: broken at blanks and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterable[str]:
    """Words with the blank after them, and single characters of other scripts."""
    word = ""
    for char in text:
        if " " < char <= "~":
            word += char
            continue
        if word:
            yield word + (" " if char == " " else "")
            word = ""
        elif char == " ":
            yield char
        if not " " <= char <= "~":
            yield char
    if word:
        yield word


class Page:
    """One page being drawn."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._parts: list[bytes] = []

    def text(self, x: float, y: float, text: str, size: float, color: Color = BLACK) -> None:
        """A line of text whose base line begins at a point. Control characters are left out."""
        shown = "".join(char for char in text if char.isprintable())
        self._parts.append(b"BT %s rg 1 0 0 1 %.2f %.2f Tm" % (_rgb(color), x, y))
        for latin, run in groupby(shown, key=lambda char: " " <= char <= "~"):
            self._parts.append(_run("".join(run), latin, size))
        self._parts.append(b"ET")

    def centred(self, y: float, text: str, size: float, color: Color = BLACK) -> None:
        self.text((self.width - text_width(text, size)) / 2, y, text, size, color)

    def rectangles(self, boxes: Iterable[tuple[float, float, float, float]], color: Color = BLACK) -> None:
        """Filled boxes of (x, y, width, height), as one shape so that neighbours show no seam."""
        self._parts.append(_rgb(color) + b" rg")
        self._parts += [b"%.3f %.3f %.3f %.3f re" % box for box in boxes]
        self._parts.append(b"f")

    def content(self) -> bytes:
        return b"\n".join(self._parts)


def _rgb(color: Color) -> bytes:
    return b"%.3f %.3f %.3f" % color


def _run(text: str, latin: bool, size: float) -> bytes:
    if latin:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"/F1 %.2f Tf (%s) Tj" % (size, escaped.encode("ascii"))
    return b"/F2 %.2f Tf <%s> Tj" % (size, text.encode("utf-16-be", "replace").hex().encode())


_FONTS = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [5 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 6 0 R "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


def write_pdf(pages: Sequence[Page], title: str) -> bytes:
    """The document. Object 1 is the catalogue, 2 the list of pages, 3 to 6 the fonts, 7 the title, then the pages."""
    first = 8
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *_FONTS,
        b"<< /Producer (OpenCEM) /Title <feff%s> >>" % title.encode("utf-16-be", "replace").hex().encode(),
    ]
    for index, page in enumerate(pages):
        objects += _page_objects(page, first + 2 * index + 1)
    return _assembled(objects)


def _page_objects(page: Page, content_number: int) -> list[bytes]:
    packed = zlib.compress(page.content())
    return [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R "
        b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (page.width, page.height, content_number),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, places = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"], []
    length = len(out[0])
    for number, content in enumerate(objects, start=1):
        written = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        places.append(length)
        length += len(written)
        out.append(written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    out.append(b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1))
    out.append(b"startxref\n%d\n%%%%EOF\n" % length)
    return b"".join(out)
