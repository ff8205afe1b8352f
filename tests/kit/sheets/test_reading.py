"""Files are read as they are meant, and hostile ones end the child process only."""

from __future__ import annotations

import codecs
import datetime as dt
import resource
from pathlib import Path

import pytest

from opencem.kit.sheets.limits import Limits, SheetRefused
from opencem.kit.sheets.staging import read_staged, stage

from . import hostile

TABLE = '门店编码,内容\r\n0001,好吃\r\n0002,"不贵,\n再来"\r\n'


def rows_of(path: Path, limits: Limits | None = None) -> list[list[object]]:
    spool = path.with_suffix(".spool")
    staged = stage(path, spool, limits=limits)
    rows = [[row.number, *row.cells] for row in read_staged(spool)]
    assert len(rows) == staged.rows
    return [list(staged.header), *rows]


def refusal(path: Path, limits: Limits | None = None) -> str:
    spool = path.with_suffix(".spool")
    with pytest.raises(SheetRefused) as refused:
        stage(path, spool, limits=limits)
    assert not spool.exists()
    return refused.value.code


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace(",", "\t", 1).replace("0001,", "0001\t").replace("0002,", "0002\t").encode("utf-16"),
        TABLE.replace("\r\n", "\n").encode(),
        TABLE.rstrip().encode(),
    ],
)
def test_csv_in_every_usual_encoding(tmp_path: Path, content: bytes) -> None:
    rows = rows_of(written(tmp_path / "a.csv", content))
    assert rows == [["门店编码", "内容"], [2, "0001", "好吃"], [3, "0002", "不贵,\n再来"]]


def test_utf16_without_a_mark(tmp_path: Path) -> None:
    content = "store,text\n0001,good\n".encode("utf-16-le")
    assert rows_of(written(tmp_path / "a.csv", content)) == [["store", "text"], [2, "0001", "good"]]


def test_blank_rows_are_skipped_and_numbers_stay_those_of_the_file(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", b"a,b\n\n1,2\n,\n3,4\n")) == [["a", "b"], [3, "1", "2"], [5, "3", "4"]]


def test_a_workbook_keeps_zeros_dates_and_formula_like_text(tmp_path: Path) -> None:
    rows = [["编码", "时间", "内容", "数"], ["0001", dt.datetime(2026, 3, 1, 8, 5), "=1+1", 7], [12, "", "@x", 4.5]]
    expected = [["编码", "时间", "内容", "数"], [2, "0001", "2026-03-01T08:05:00", "=1+1", 7], [3, 12, "", "@x", 4.5]]
    assert rows_of(hostile.workbook(tmp_path / "a.xlsx", rows)) == expected


def test_dates_of_a_1904_workbook(tmp_path: Path) -> None:
    path = hostile.workbook(tmp_path / "a.xlsx", [["时间"], [dt.datetime(2026, 3, 1)]], date_1904=True)
    assert rows_of(path)[1] == [2, "2026-03-01"]


def test_merged_cells_hold_their_value_once(tmp_path: Path) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [["a", "b"]])
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    data += '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    sheet = hostile.sheet_xml(data).replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    )
    path = hostile.with_parts(tmp_path / "a.xlsx", plain, {"xl/worksheets/sheet1.xml": sheet})
    assert rows_of(path) == [["a", "b"], [2, 1, 2], [3, "", 3]]


def test_cells_left_of_the_data_count_as_columns(tmp_path: Path) -> None:
    path = hostile.workbook(tmp_path / "a.xlsx", [[], ["", "a"], ["", "x"]])
    assert rows_of(path) == [["", "a"], [3, "", "x"]]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file_empty"),
        ("blank.csv", b"\n\n , \n"[:2], "file_empty"),
        ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "file_encoding_unknown"),
        ("quote.csv", b'a,b\n1,"x\n2,y\n', "quote_unclosed"),
        ("long.csv", b"a,b\n1," + b"x" * 1_000_000, "cell_too_long"),
        ("swallow.csv", b'a,b\n1,"x\n' + b"2,yyyyyyyyyyyyyy\n" * 10_000 + b'3,"z\n', "cell_too_long"),
        ("wide.csv", b"a," * 1_000_000 + b"\n", "too_many_columns"),
        ("table.xlsx", TABLE.encode(), "file_type_mismatch"),
        ("page.csv", b"PK\x03\x04" + bytes(40), "file_type_mismatch"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(40), "file_damaged"),
        ("old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "file_is_old_xls"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "file_is_old_xls"),
        ("twice.csv", b"a,a\n1,2\n", "header_twice"),
    ],
)
def test_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert refusal(written(tmp_path / name, content)) == code


def test_nul_bytes_reach_the_cell_and_are_judged_there(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", b"a,b\n1,x\x00y\n"))[1] == [2, "1", "x\x00y"]


def test_an_encrypted_workbook_is_named_as_such(tmp_path: Path) -> None:
    assert refusal(hostile.encrypted(tmp_path / "a.xlsx")) == "file_encrypted"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(tmp_path / "a.xlsx") == "file_type_unknown"


def test_zip_bombs(tmp_path: Path) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [["a"]])
    limits = Limits(unpacked_bytes=8 << 20)
    assert refusal(hostile.bomb(tmp_path / "a.xlsx", plain, 20), limits) == "file_unpacks_too_large"
    lying = refusal(hostile.lying_bomb(tmp_path / "b.xlsx", plain, 20), limits)
    assert lying in ("file_unpacks_too_large", "file_damaged")
    assert refusal(hostile.many_entries(tmp_path / "c.xlsx", 1_200)) == "file_too_many_entries"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_in_any_part(tmp_path: Path, encoding: str) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [["a"]])
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst>&e;</sst>'
    path = hostile.with_parts(tmp_path / "a.xlsx", plain, {"xl/sharedStrings.xml": xml.encode(encoding)})
    assert refusal(path) == "file_has_dtd"


def test_a_cell_in_the_far_corner_ends_the_child_only(tmp_path: Path) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [["a"]])
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = hostile.with_parts(tmp_path / "a.xlsx", plain, {"xl/worksheets/sheet1.xml": hostile.sheet_xml(data)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(path) in ("file_too_complex", "too_many_columns", "file_damaged")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_million_characters_in_a_workbooks_cell_are_cut_so_that_the_row_is_rejected(tmp_path: Path) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [["a"]])
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    data += f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 1_000_000}</t></is></c></row>'
    path = hostile.with_parts(tmp_path / "a.xlsx", plain, {"xl/worksheets/sheet1.xml": hostile.sheet_xml(data)})
    assert [len(str(cell)) for cell in rows_of(path)[1]] == [1, 32_768]


def test_sizes_rows_and_time_are_bounded(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"a\n" + b"1\n" * 200_000)
    assert refusal(path, Limits(file_bytes=1000)) == "file_too_large"
    assert refusal(path, Limits(rows=10)) == "too_many_rows"
    assert refusal(path, Limits(wall_seconds=0)) == "file_takes_too_long"


def test_the_child_sees_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from opencem.kit.sheets import staging

    seen: list[dict[str, str]] = []
    real = staging.subprocess.run
    monkeypatch.setenv("OPENCEM_SECRET_KEY", "do-not-tell")
    monkeypatch.setattr(staging.subprocess, "run", lambda *a, **k: (seen.append(k["env"]), real(*a, **k))[1])
    rows_of(written(tmp_path / "a.csv", b"a\n1\n"))
    assert seen == [{"PYTHONUTF8": "1"}]


def test_a_sheet_is_read_by_its_name_whatever_its_case(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["first"])  # type: ignore[union-attr]
    for row in (["name"], ["meant"]):
        (book["Choices"] if "Choices" in book.sheetnames else book.create_sheet("Choices")).append(row)
    book.save(tmp_path / "two.xlsx")
    spool = tmp_path / "rows"
    assert stage(tmp_path / "two.xlsx", spool, sheet="choices").header == ("name",)
    assert [row.cells for row in read_staged(spool)] == [["meant"]]
    assert stage(tmp_path / "two.xlsx", spool).header == ("first",)
    with pytest.raises(SheetRefused) as refused:
        stage(tmp_path / "two.xlsx", spool, sheet="settings")
    assert (refused.value.code, refused.value.params) == ("file_no_sheet", {"sheet": "settings"})
