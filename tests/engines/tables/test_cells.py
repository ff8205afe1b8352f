"""Ratings, money, codes, yes and no."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.tables import CellError, Choice, Field, FieldKind
from opencem.engines.tables.numbers import parse_boolean, parse_integer, parse_money, parse_rating
from opencem.engines.tables.texts import parse_choice, parse_code, parse_text

FIELD = Field("x", "某列", "X", longest=40)


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        (5, 5.0),
        (4.5, 4.5),
        ("5", 5.0),
        ("4.5", 4.5),
        ("5星", 5.0),
        ("五星", 5.0),
        ("五星好评", 5.0),
        ("四星半", 4.5),
        ("３分", 3.0),
        ("4/5", 4.0),
        ("★★★★☆", 4.0),
        ("⭐⭐", 2.0),
        ("好评", 5.0),
        ("中评", 3.0),
        ("差评", 1.0),
        ("2 stars", 2.0),
    ],
)
def test_ratings(cell: str | float, rating: float) -> None:
    assert parse_rating(cell, FIELD) == rating


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0", "number_out_of_range"),
        ("6星", "number_out_of_range"),
        (95, "number_out_of_range"),
        ("还行吧", "not_a_rating"),
        ("", "not_a_rating"),
        (True, "not_a_rating"),
        ("五星半", "number_out_of_range"),
        ("4/10", "not_a_rating"),
    ],
)
def test_ratings_refused(cell: str | float, code: str) -> None:
    with pytest.raises(CellError) as refused:
        parse_rating(cell, FIELD)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("29.33", "29.33"),
        ("¥1,234.5", "1234.50"),
        ("￥ 12", "12.00"),
        ("12元", "12.00"),
        (0.1 + 0.2, "0.30"),
        (29.335, "29.34"),
        ("-5.005", "-5.01"),
    ],
)
def test_money(cell: str | float, amount: str) -> None:
    assert parse_money(cell, FIELD) == Decimal(amount)


@pytest.mark.parametrize("cell", ["1,23", "1.234,56", "十二", "--5", "=1+1", True, "1e5", ""])
def test_money_refused(cell: str | float) -> None:
    with pytest.raises(CellError, match="not_a_number"):
        parse_money(cell, FIELD)


def test_money_has_bounds() -> None:
    for cell in (10**10, "99999999999"):
        with pytest.raises(CellError, match="number_out_of_range"):
            parse_money(cell, FIELD)
    with pytest.raises(CellError, match="number_out_of_range"):
        parse_money("-1", Field("amount", "金额", "Amount", FieldKind.MONEY, minimum=0))


def test_codes_keep_zeros_and_lose_no_digit() -> None:
    assert parse_code("0001", FIELD) == "0001"
    assert parse_code("０００１ ", FIELD) == "0001"
    assert parse_code(1001, FIELD) == "1001"
    for rounded in (123456789012345678, "1.23457E+17"):
        with pytest.raises(CellError, match="lost_digits"):
            parse_code(rounded, FIELD)


def test_text_is_kept_as_written() -> None:
    assert parse_text('=HYPERLINK("x")', FIELD) == '=HYPERLINK("x")'
    assert parse_text("好\r\n吃", FIELD) == "好\n吃"
    with pytest.raises(CellError, match="control_character"):
        parse_text("a\x00b", FIELD)
    with pytest.raises(CellError, match="text_too_long"):
        parse_text("长" * 41, FIELD)


def test_yes_no_and_whole_numbers() -> None:
    assert parse_boolean("是", FIELD)
    assert parse_boolean(True, FIELD)
    assert parse_boolean(1, FIELD)
    assert not parse_boolean("否", FIELD)
    assert not parse_boolean(0, FIELD)
    with pytest.raises(CellError, match="not_yes_no"):
        parse_boolean("也许", FIELD)
    assert parse_integer("12", FIELD) == 12
    with pytest.raises(CellError, match="not_a_number"):
        parse_integer("1.5", FIELD)


def test_choices_go_by_any_of_their_names() -> None:
    field = Field("kind", "类型", "Kind", choices=(Choice("store", "门店", "Store", ("直营店",)),))
    assert {parse_choice(name, field) for name in ("store", "门店", "STORE", "直营店")} == {"store"}
    with pytest.raises(CellError, match="not_offered"):
        parse_choice("仓库", field)


@given(st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans())
def test_no_cell_breaks_a_parser(cell: str | float) -> None:
    for parse in (parse_rating, parse_money, parse_code, parse_text, parse_boolean, parse_integer):
        with suppress(CellError):
            parse(cell, FIELD)
