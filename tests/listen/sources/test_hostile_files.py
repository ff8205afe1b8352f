"""Bad files: a clear 4xx or a rejected row, and nothing half stored."""

from __future__ import annotations

import io
import resource
from pathlib import Path

import pytest

from opencem.listen.feedback.models import Feedback
from opencem.listen.sources.models import ImportRun
from tests.kit.sheets import hostile

from .conftest import Wizard, counts, csv_of

HEADER = ("评价时间", "门店编码", "评价内容")
ROW = ("2026-03-01", "0001", "好吃")


def refused(wizard: Wizard, name: str, content: bytes) -> tuple[int, str]:
    answer = wizard.send("reviews", content, name)
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["errors"][0]["field"] == "file"
    assert body["title"] != body["code"]
    assert not ImportRun.objects.exists()
    return answer.status_code, body["code"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "file_encoding_unknown"),
        ("a.xlsx", "评价时间,门店编码\n".encode(), "file_type_mismatch"),
        ("a.exe", b"PK\x03\x04" + bytes(60), "file_type_mismatch"),
        ("a.xlsx", b"PK\x03\x04" + bytes(60), "file_damaged"),
        ("a.csv", b"a," * 1_000_000, "too_many_columns"),
        ("a.csv", '评价时间,门店编码,评价内容\n2026-03-01,0001,"没完\n'.encode(), "quote_unclosed"),
        ("a.csv", "评价时间,门店编码,评价内容\n2026-03-01,0001,".encode() + b"x" * 1_000_000, "cell_too_long"),
    ],
)
def test_refused(wizard: Wizard, name: str, content: bytes, code: str) -> None:
    assert refused(wizard, name, content) == (422, code)


def test_too_large(wizard: Wizard) -> None:
    limit = 20 << 20
    assert refused(wizard, "a.csv", b"a\n" * (limit // 2 + 10)) == (413, "file_too_large")
    beyond = wizard.send("reviews", b"a\n" * (limit // 2 + 40_000))
    assert (beyond.status_code, beyond.json()["code"]) == (413, "too_large")


def test_workbooks_made_to_hurt(wizard: Wizard, tmp_path: Path) -> None:
    plain = hostile.workbook(tmp_path / "plain.xlsx", [list(HEADER)])
    dtd = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst>&e;</sst>'
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path, codes in (
        (hostile.bomb(tmp_path / "bomb.xlsx", plain, 400), {"file_unpacks_too_large"}),
        (hostile.with_parts(tmp_path / "dtd.xlsx", plain, {"xl/sharedStrings.xml": dtd}), {"file_has_dtd"}),
        (
            hostile.with_parts(tmp_path / "far.xlsx", plain, {"xl/worksheets/sheet1.xml": hostile.sheet_xml(far)}),
            {"file_too_complex", "too_many_columns", "file_damaged"},
        ),
        (hostile.encrypted(tmp_path / "locked.xlsx"), {"file_encrypted"}),
    ):
        status, code = refused(wizard, path.name, path.read_bytes())
        assert status == 422
        assert code in codes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_excel(wizard: Wizard, encoding: str) -> None:
    content = "\r\n".join(",".join(row) for row in (HEADER, ROW)).encode(encoding)
    assert counts(wizard.through("reviews", content)) == (1, 0, 0, 0)
    assert Feedback.rows.get().text == "好吃"


def test_a_lone_quote_inside_a_cell_is_text(wizard: Wizard) -> None:
    content = ("\n".join((",".join(HEADER), '2026-03-01,0001,5"屏', '2026-03-01,0002,"所谓"好吃'))).encode()
    assert counts(wizard.through("reviews", content)) == (2, 0, 0, 0)
    assert list(Feedback.rows.order_by("id").values_list("text", flat=True)) == ['5"屏', "所谓好吃"]


def test_formulas_are_data_all_the_way(wizard: Wizard) -> None:
    attacks = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "<script>alert(1)</script>"]
    rows = [("2026-03-01", "0001", attack) for attack in attacks] + [("=NOW()", "=A1", "=1")]
    done = wizard.through("reviews", csv_of(HEADER, *rows))
    assert counts(done) == (len(attacks), 0, 0, 1)
    assert list(Feedback.rows.order_by("id").values_list("text", flat=True)) == [text.strip() for text in attacks]
    failed = wizard.workbook(f"/imports/{done['id']}/failed").worksheets[0]
    assert [cell.data_type for cell in failed[2]] == ["s"] * 4


def test_a_vertical_merge_leaves_rows_without_a_store(wizard: Wizard, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEADER, ROW, ("2026-03-01", None, "第二条")):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    content = io.BytesIO()
    book.save(content)
    done = wizard.through("reviews", content.getvalue(), "merged.xlsx")
    assert counts(done) == (1, 0, 0, 1)
    assert (done["rejects"][0]["row"], done["rejects"][0]["code"]) == (3, "required")


def test_names_of_files_carry_nothing(wizard: Wizard) -> None:
    uploaded = wizard.uploaded("reviews", csv_of(HEADER, ROW), "../../etc/<img src=x>\x07.csv")
    assert "/" not in uploaded["file_name"]
    assert "\x07" not in uploaded["file_name"]


def test_an_unknown_kind_or_mode(wizard: Wizard) -> None:
    assert wizard.send("spaceships", csv_of(HEADER, ROW)).status_code == 404
    assert wizard.send("reviews", csv_of(HEADER, ROW), mode="destroy").status_code == 422
    assert wizard.api.get("/imports/spaceships/template").status_code == 404
