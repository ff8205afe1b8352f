"""Dates and times as people and systems write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from .fields import Cell, CellError, DateOrder
from .texts import plain

_FIRST_YEAR: Final = 1970
_EXCEL_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # local, like every serial number
_EXCEL_LAST: Final = 2_958_466  # 31 December 9999
_UNIX_SECONDS: Final = (10**9, 10**11)
_HALF_DAY_ZH: Final = "凌晨|清晨|早上|上午|中午|下午|傍晚|晚上"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_TIME: Final = (
    rf"(?:[T\s,]*(?P<half>{_HALF_DAY_ZH}|AM|PM)?\s*(?P<hour>\d{{1,2}})(?:[:时点]\s*(?P<minute>\d{{1,2}}))?"
    r"(?:[:分]\s*(?P<second>\d{1,2})(?:\.(?P<fraction>\d{1,9}))?)?[分秒时点]?"
    r"\s*(?P<half_after>AM|PM)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?" + _TIME, re.IGNORECASE
)
_YEAR_LAST: Final = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4})" + _TIME, re.IGNORECASE)
_DAY_NAMED_MONTH: Final = re.compile(
    r"(?P<day>\d{1,2})[-\s](?P<name>[a-z]{3})[a-z]*\.?,?[-\s](?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_NAMED_MONTH_DAY: Final = re.compile(
    r"(?P<name>[a-z]{3})[a-z]*\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2})(\d{2})(\d{2})?)?")


def parse_instant(cell: Cell, order: DateOrder | None = None) -> dt.datetime:
    """A datetime: aware when the cell names an offset, else naive, which means local time at the unit.

    Reads ISO 8601, 2026/3/1 8:05, 2026.3.1, 2026年3月1日 下午3:20, 20260301 and 20260301080500, 1-Mar-2026,
    Mar 1, 2026, 31/12/2026, Excel serial numbers and Unix times. Raises `CellError` with `not_a_date`,
    `date_ambiguous` (3/4/2026 without `order`) or `date_out_of_range` (before 1970 or after 9999).
    """
    if isinstance(cell, bool):
        raise CellError("not_a_date")
    value = _from_number(cell) if isinstance(cell, int | float) else _from_text(cell, order)
    if value.year < _FIRST_YEAR:
        raise CellError("date_out_of_range")
    return value


def parse_date(cell: Cell, order: DateOrder | None = None) -> dt.date:
    return parse_instant(cell, order).date()


def _from_number(number: float) -> dt.datetime:
    if 1 <= number < _EXCEL_LAST:
        return _EXCEL_EPOCH + dt.timedelta(seconds=round(number * 86_400))
    seconds, milliseconds = number, number / 1000
    for unix in (seconds, milliseconds):
        if _UNIX_SECONDS[0] <= unix < _UNIX_SECONDS[1]:
            return dt.datetime.fromtimestamp(unix, dt.UTC)
    return _compact(str(int(number)))


def _from_text(cell: str, order: DateOrder | None) -> dt.datetime:
    text = cell.strip()
    if text[4:5] == "-" and text[7:8] == "-":
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
    text = plain(text)
    if text.isdigit():
        return _from_number(int(text)) if len(text) in (10, 13) else _compact(text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _build(match, int(match["month"]), int(match["day"]))
    if match := _YEAR_LAST.fullmatch(text):
        return _build(match, *_month_and_day(int(match["a"]), int(match["b"]), order))
    if match := _DAY_NAMED_MONTH.fullmatch(text) or _NAMED_MONTH_DAY.fullmatch(text):
        return _build(match, _month_number(match["name"]), int(match["day"]))
    return _compact(text)


def _month_and_day(a: int, b: int, order: DateOrder | None) -> tuple[int, int]:
    if a == b or b > 12 or (order is DateOrder.MONTH_FIRST and a <= 12):
        return a, b
    if a > 12 or order is DateOrder.DAY_FIRST:
        return b, a
    raise CellError("date_ambiguous")


def _month_number(name: str) -> int:
    try:
        return _MONTHS.index(name.lower()) + 1
    except ValueError:
        raise CellError("not_a_date") from None


def _compact(text: str) -> dt.datetime:
    match = _COMPACT.fullmatch(text)
    if not match:
        raise CellError("not_a_date")
    try:
        return dt.datetime(*(int(part) for part in match.groups() if part is not None))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        raise CellError("not_a_date") from None


def _build(match: re.Match[str], month: int, day: int) -> dt.datetime:
    fraction = (match["fraction"] or "0").ljust(6, "0")[:6]
    try:
        return dt.datetime(
            int(match["year"]),
            month,
            day,
            _hour(match),
            int(match["minute"] or 0),
            int(match["second"] or 0),
            int(fraction),
            _zone(match["zone"]),
        )
    except ValueError:
        raise CellError("not_a_date") from None


def _hour(match: re.Match[str]) -> int:
    """The hour of the day; 下午3点 is 15, 中午12点 and 12 PM are 12, 凌晨12点 and 12 AM are 0."""
    hour = int(match["hour"] or 0)
    half = (match["half"] or match["half_after"] or "").upper()
    if half in ("PM", "下午", "傍晚", "晚上") and hour < 12:
        return hour + 12
    if half == "中午" and hour < 11:
        return hour + 12
    if half in ("AM", "凌晨") and hour == 12:
        return 0
    return hour


def _zone(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return dt.timezone(sign * dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
