"""Numbers, money, ratings, yes and no."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from .fields import Cell, CellError, Field
from .texts import plain

_CENT: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 10
_MONEY: Final = re.compile(r"(-?)[¥$€£]?\s*(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(?:元|RMB|CNY)?", re.IGNORECASE)
_INTEGER: Final = re.compile(r"-?\d{1,12}(?:\.0+)?")
_STARS: Final = re.compile(
    r"(\d(?:\.\d+)?|[一二两三四五])\s*(?:/\s*5|颗星|星级|星|分|stars?|points?)?\s*(半)?\s*(?:好评|评价)?", re.IGNORECASE
)
_NUMERALS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WORDS: Final = {
    "好评": 5.0,
    "中评": 3.0,
    "差评": 1.0,
    "非常满意": 5.0,
    "满意": 4.0,
    "一般": 3.0,
    "不满意": 2.0,
    "非常不满意": 1.0,
    "good": 5.0,
    "neutral": 3.0,
    "bad": 1.0,
}
_YES: Final = frozenset({"是", "有", "对", "1", "true", "yes", "y", "t", "√", "✓", "✔"})
_NO: Final = frozenset({"否", "无", "不是", "没有", "0", "false", "no", "n", "f", "×", "✗", "x"})


def parse_rating(cell: Cell, field: Field) -> float:
    """Stars from 1 to 5: 5, "4.5", "5星", "五星好评", "四星半", "★★★★☆", "4/5", 好评/中评/差评 as 5/3/1."""
    if isinstance(cell, bool):
        raise CellError("not_a_rating")
    value = float(cell) if isinstance(cell, int | float) else _stars(plain(cell))
    if not 1 <= value <= 5:
        raise CellError("number_out_of_range", minimum=1, maximum=5)
    return value


def _stars(text: str) -> float:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    filled = text.count("★") + text.count("⭐")
    if filled and not text.strip("★☆⭐\ufe0f "):
        return float(filled)
    match = _STARS.fullmatch(text)
    if not match:
        raise CellError("not_a_rating")
    number = float(_NUMERALS.get(match[1]) or match[1])
    return number + 0.5 if match[2] else number


def parse_money(cell: Cell, field: Field) -> Decimal:
    """An amount in the company's currency, rounded half up to two places. Commas only between thousands."""
    if isinstance(cell, bool):
        raise CellError("not_a_number")
    if isinstance(cell, int | float):
        amount = Decimal(repr(cell))
    else:
        match = _MONEY.fullmatch(plain(cell))
        if not match or (match[1] and match[2]):
            raise CellError("not_a_number")
        amount = Decimal(match[1] + match[2] + match[3].replace(",", "") + (match[4] or ""))
    _check_bounds(amount, field)
    if abs(amount) >= _LARGEST:
        raise CellError("number_out_of_range", minimum=0, maximum=int(_LARGEST) - 1)
    return amount.quantize(_CENT, ROUND_HALF_UP)


def parse_integer(cell: Cell, field: Field) -> int:
    text = plain(cell)
    if isinstance(cell, bool) or not _INTEGER.fullmatch(text):
        raise CellError("not_a_number")
    value = int(text.partition(".")[0])
    _check_bounds(value, field)
    return value


def parse_boolean(cell: Cell, field: Field) -> bool:
    text = plain(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise CellError("not_yes_no")


def _check_bounds(value: Decimal | int, field: Field) -> None:
    too_small = field.minimum is not None and value < field.minimum
    too_large = field.maximum is not None and value > field.maximum
    if too_small or too_large:
        raise CellError(
            "number_out_of_range",
            minimum="" if field.minimum is None else field.minimum,
            maximum="" if field.maximum is None else field.maximum,
        )
