"""The PDF that is written is one: its parts lie where its table says, its texts are the ones meant."""

from __future__ import annotations

import re
import zlib

import pytest

from opencem.kit.pdf import A4, Page, text_width, wrapped, write_pdf


def streams(document: bytes) -> list[bytes]:
    """The contents of the pages, unpacked."""
    return [zlib.decompress(found) for found in re.findall(rb"stream\n(.*?)\nendstream", document, re.S)]


def texts(content: bytes) -> str:
    """What is written on a page, in order."""
    pieces = []
    for latin, chinese in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj|<([0-9a-f]*)> Tj", content):
        if chinese:
            pieces.append(bytes.fromhex(chinese.decode()).decode("utf-16-be"))
        else:
            pieces.append(re.sub(rb"\\(.)", rb"\1", latin).decode("ascii"))
    return "".join(pieces)


def document(*lines: str) -> bytes:
    page = Page(*A4)
    for index, line in enumerate(lines):
        page.text(50, 700 - 20 * index, line, 12)
    return write_pdf([page], "标题 (1)")


def test_every_object_lies_where_the_table_says() -> None:
    written = document("x")
    start = int(re.search(rb"startxref\n(\d+)", written)[1])  # type: ignore[index]
    assert written[start : start + 4] == b"xref"
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", written[start:])]
    for number, place in enumerate(places, start=1):
        assert written[place:].startswith(b"%d 0 obj" % number)
    assert b"/Size %d" % (len(places) + 1) in written
    assert written.rstrip().endswith(b"%%EOF")


def test_latin_and_chinese_stand_in_one_line_and_nothing_escapes() -> None:
    line = r"徐汇 (Xuhui) \ 店 <b>) Tj ET"
    (content,) = streams(document(line))
    assert texts(content) == line


def test_characters_beyond_the_basic_plane_and_control_characters() -> None:
    (content,) = streams(document("𠮷野家\n\x00\r店"))
    assert texts(content) == "𠮷野家店"


def test_each_page_has_its_own_content() -> None:
    pages = [Page(*A4) for _ in range(3)]
    for number, page in enumerate(pages):
        page.centred(100, f"page {number}", 10)
    written = write_pdf(pages, "t")
    assert b"/Count 3" in written
    assert [texts(content) for content in streams(written)] == ["page 0", "page 1", "page 2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上海市浦东新区世纪大道", ["上海市浦东", "新区世纪大", "道"]),
        ("one two three", ["one two", "three"]),
        ("徐汇 Xuhui店", ["徐汇 Xuhui", "店"]),
        ("", [""]),
        ("short", ["short"]),
    ],
)
def test_lines_are_broken_between_words_and_between_chinese_characters(text: str, expected: list[str]) -> None:
    assert wrapped(text, 10, 50) == expected
    assert all(text_width(line, 10) <= 50 for line in expected)


def test_widths_are_those_of_helvetica() -> None:
    """Adobe Core 14 AFM, Helvetica: blank 278, A 667, i 222, W 944, ~ 584."""
    assert [text_width(char, 1000) for char in " AiW~"] == [278, 667, 222, 944, 584]
    assert text_width("店", 12) == 12
