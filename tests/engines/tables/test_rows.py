"""Headers matched, rows read."""

from __future__ import annotations

from opencem.engines.tables import Field, FieldKind, RowParser, match_headers

FIELDS = (
    Field("at", "评价时间", "Time", FieldKind.INSTANT, required=True, synonyms=("时间", "日期", "created_at")),
    Field("store", "门店编码", "Store code", FieldKind.CODE, required=True, synonyms=("店铺编号", "shop id")),
    Field("text", "评价内容", "Text", synonyms=("内容", "comment")),
)


def test_headers_match_in_both_languages_whatever_their_dress() -> None:
    assert match_headers(FIELDS, ["评价时间（必填）", "门店 编码*", "Comment", "别的"]) == {
        "at": "评价时间（必填）",
        "store": "门店 编码*",
        "text": "Comment",
    }
    assert match_headers(FIELDS, ["Shop_ID", "TIME"]) == {"store": "Shop_ID", "at": "TIME"}


def test_a_fields_own_name_wins_over_a_synonym() -> None:
    assert match_headers(FIELDS, ["时间", "评价时间"]) == {"at": "评价时间"}


def test_one_header_serves_one_field() -> None:
    twins = (Field("a", "甲", "A", synonyms=("同",)), Field("b", "乙", "B", synonyms=("同",)))
    assert match_headers(twins, ["同"]) == {"a": "同"}


def test_a_row_tells_everything_that_is_wrong_with_it() -> None:
    parser = RowParser(FIELDS, ["时间", "店", "内容"], {"at": "时间", "store": "店", "text": "内容"})
    row = parser.parse(7, ["昨天", " ", "好\x00"])
    assert row.number == 7
    assert [(fault.field, fault.code) for fault in row.faults] == [
        ("at", "not_a_date"),
        ("store", "required"),
        ("text", "control_character"),
    ]


def test_short_rows_are_padded_and_long_ones_refused() -> None:
    parser = RowParser(FIELDS, ["时间", "店"], {"at": "时间", "store": "店"})
    assert [fault.code for fault in parser.parse(2, ["2026-01-01"]).faults] == ["required"]
    assert [fault.code for fault in parser.parse(2, ["2026-01-01", "01", "x"]).faults] == ["too_many_cells"]
    assert parser.parse(2, ["2026-01-01", "01", ""]).faults == ()
