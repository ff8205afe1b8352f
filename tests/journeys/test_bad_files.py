"""Files that are traps, and rows that are wrong: a file is refused with a reason, a row with its number."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from tests.journeys.books import row_counts
from tests.journeys.conftest import Company
from tests.journeys.served import Person, eventually
from tests.journeys.test_bad_json import check_problem

HEADER = "评价时间,门店编码,评分,评价内容,评价编号\n"


def zip_bomb(sheet_bytes: int) -> bytes:
    """A workbook of some hundred kilobytes whose only sheet unpacks to `sheet_bytes`."""
    workbook = openpyxl.Workbook()
    plain = io.BytesIO()
    workbook.save(plain)
    target = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for entry in source.infolist():
            if entry.filename != "xl/worksheets/sheet1.xml":
                bomb.writestr(entry, source.read(entry))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(sheet_bytes >> 20):
                sheet.write(b" " * (1 << 20))
    return target.getvalue()


def entity_bomb() -> bytes:
    lol = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9)
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as bomb:
        bomb.writestr("[Content_Types].xml", f'<?xml version="1.0"?>{lol}]><Types>&a8;</Types>')
        bomb.writestr("xl/workbook.xml", f'<?xml version="1.0"?>{lol}]><workbook>&a8;</workbook>')
    return target.getvalue()


def through(person: Person, kind: str, content: bytes, name: str = "rows.csv", **options: str) -> Any:
    """The wizard's steps: upload, check, run; the finished import."""
    uploaded = person.upload(kind, content, name)
    assert uploaded.status == 201, uploaded.text
    run = uploaded.json()
    path = f"/imports/{run['id']}"
    person.do("POST", f"{path}/check", {"mapping": run["mapping"], "options": options})
    eventually(lambda: person.read(path)["state"] == "checked", seconds=60)
    person.do("POST", f"{path}/run")
    return eventually(lambda: (now := person.read(path))["state"] in ("done", "failed") and now, seconds=60)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", zip_bomb(400 << 20)),
        ("entities.xlsx", entity_bomb()),
        ("empty.csv", b""),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500),
        ("program.csv", b"MZ\x90\x00\x03" + bytes(range(256)) * 20),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
        ("cut.xlsx", zip_bomb(1 << 20)[:3000]),
        ("../../etc/passwd", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_trap_is_refused_and_nothing_stays(company_served: Company, name: str, content: bytes) -> None:
    served, root = company_served.served, company_served.person("root")
    before = row_counts(served)
    refused = root.upload("reviews", content, name)
    assert refused.status == 422, refused.text
    problem = check_problem(refused, 422, refused.json()["code"])
    assert problem["errors"][0]["field"] == "file"
    assert problem["errors"][0]["message"]
    assert row_counts(served) == before
    left = [path.name for path in (served.data / "imports").glob("*.upload")]
    assert left == []


def test_a_file_of_some_megabytes_is_taken(company_served: Company) -> None:
    rows = "".join(f"2026-11-03 12:30,0003,5,{'好' * 300},big{n}\n" for n in range(5000))
    uploaded = company_served.person("root").upload("reviews", (HEADER + rows).encode())
    assert uploaded.status == 201, uploaded.text
    assert uploaded.json()["rows_total"] == 5000


def test_a_file_over_the_limit_is_a_413(company_served: Company) -> None:
    refused = company_served.person("root").upload("reviews", HEADER.encode() + b"x" * (21 << 20))
    assert check_problem(refused, 413, refused.json()["code"])["code"] in ("file_too_large", "too_large")


@pytest.mark.parametrize("kind", ["", "nope", "../reviews", "reviews' --"])
def test_an_unknown_kind_is_refused(company_served: Company, kind: str) -> None:
    before = row_counts(company_served.served)
    assert company_served.person("root").upload(kind, HEADER.encode()).status in (404, 422)
    assert row_counts(company_served.served) == before


def test_gb18030_is_read_as_it_was_meant(company_served: Company) -> None:
    rows = f"{HEADER}2026-11-01 12:30,0003,5,味道不错𠮷,gb1\n"
    done = through(company_served.person("root"), "reviews", rows.encode("gb18030"), source="tmall")
    assert (done["state"], done["created"], done["rejected"]) == ("done", 1, 0)
    (found,) = company_served.served.rows("SELECT text FROM feedback_feedback WHERE external_id = 'gb1'")
    assert found == ("味道不错𠮷",)


def test_formulas_stay_text_on_the_way_in_and_out(company_served: Company) -> None:
    root = company_served.person("root")
    formulas = ['=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"]
    rows = "".join(
        f'2026-11-02 12:3{n},0003,5,"{text.replace(chr(34), chr(34) * 2)}",f{n}\n' for n, text in enumerate(formulas)
    )
    done = through(root, "reviews", (HEADER + rows).encode(), source="jd")
    assert (done["created"], done["rejected"]) == (5, 0)
    exported = root.api("GET", "/feedback/export.xlsx?source=jd")
    sheet = openpyxl.load_workbook(io.BytesIO(exported.body)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK" in " ".join(str(cell.value) for cell in cells)


def test_wrong_rows_are_told_by_number_and_come_back_as_a_workbook(company_served: Company) -> None:
    root = company_served.person("root")
    rows = (
        "2026-11-03 12:30,0003,5,好吃,w1\n"
        "昨天,0003,5,时间不对,w2\n"
        "2026-11-03 12:31,9999,5,没有这家店,w3\n"
        "2026-11-03 12:32,0003,九星,评分不对,w4\n"
        "2026-11-03 12:33,0003,,,w5\n"
    )
    done = through(root, "reviews", (HEADER + rows).encode(), source="meituan")
    assert (done["state"], done["created"], done["rejected"]) == ("done", 1, 4)
    assert {(reject["row"], reject["field"]) for reject in done["rejects"]} >= {
        (3, "occurred_at"), (4, "unit"), (5, "rating"),
    }  # fmt: skip
    assert all(reject["message"] for reject in done["rejects"])
    english = Person(root.port, "en", dict(root.cookies)).read(f"/imports/{done['id']}")
    assert all(reject["message"].isascii() or "“" in reject["message"] for reject in english["rejects"])
    failed = root.api("GET", f"/imports/{done['id']}/failed")
    assert failed.headers["content-disposition"] == 'attachment; filename="reviews-rejected.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(failed.body)).active
    table = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(table) == 5
    assert "0003" in table[1]


def test_a_mapping_to_nowhere_names_the_field(company_served: Company) -> None:
    root = company_served.person("root")
    run = root.upload("reviews", (HEADER + "2026-11-03,0003,5,x,m1\n").encode()).json()
    for body, field in (
        ({"mapping": {**run["mapping"], "unit": "没有这一列"}}, "unit"),
        ({"mapping": {**run["mapping"], "no_such_field": "评分"}}, "no_such_field"),
    ):
        problem = check_problem(root.api("POST", f"/imports/{run['id']}/check", body), 422, "invalid")
        assert field in {error["field"].rsplit(".", 1)[-1] for error in problem["errors"]}
