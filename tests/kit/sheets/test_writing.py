"""What is written can be opened without running anything."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.kit.sheets.writing import Column, WorkbookWriter, csv_cell

PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=50)


def written(values: list[object], **kwargs: object) -> io.BytesIO:
    target = io.BytesIO()
    with WorkbookWriter(target) as book:
        book.add_sheet("数据", [Column(str(index)) for index in range(len(values))]).write_row(values, **kwargs)
    target.seek(0)
    return target


@given(st.lists(st.sampled_from("=+-@\t").flatmap(lambda start: PRINTABLE.map(lambda text: start + text)), min_size=1))
def test_no_text_becomes_a_formula_or_a_link(values: list[object]) -> None:
    archive = zipfile.ZipFile(written(values))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert "hyperlink" not in sheet


@given(st.lists(PRINTABLE.filter(bool), min_size=1, max_size=5))
def test_text_comes_back_as_it_was(values: list[object]) -> None:
    sheet = openpyxl.load_workbook(written(values)).worksheets[0]
    cells = [sheet.cell(2, index + 1) for index in range(len(values))]
    assert [cell.data_type for cell in cells] == ["s"] * len(values)
    assert [re.sub("_x005F_", "_", str(cell.value)) for cell in cells] == [
        re.sub("_x005F_", "_", str(value)) for value in values
    ]


def test_marked_cells_stand_out_and_codes_are_text() -> None:
    sheet = openpyxl.load_workbook(written(["0001", "坏"], marked=[1])).worksheets[0]
    assert sheet["A2"].value == "0001"
    assert sheet["A2"].number_format == "@"
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A2"].fill.fgColor.rgb != "FFFFC7CE"


def test_choices_become_a_list() -> None:
    target = io.BytesIO()
    with WorkbookWriter(target) as book:
        book.add_sheet(
            "数据", [Column("类型", required=True, note="必填", choices=("门店", "大区"))], validated_rows=100
        )
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["A2:A101"]
    assert sheet["A1"].comment.text == "必填"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00"])
def test_csv_guards_text_that_a_spreadsheet_would_run(start: str) -> None:
    assert csv_cell(start + "cmd") == "'" + start + "cmd"


def test_csv_leaves_the_rest_alone() -> None:
    assert [csv_cell(value) for value in (-5, None, "好吃", 1.5, "a=b")] == ["-5", "", "好吃", "1.5", "a=b"]
