"""Dates as they stand in real files."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.tables import CellError, DateOrder
from opencem.engines.tables.instants import parse_date, parse_instant

PLUS_8 = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01", dt.datetime(2026, 3, 1)),
        ("2026-3-1", dt.datetime(2026, 3, 1)),
        ("2026/3/1 8:05", dt.datetime(2026, 3, 1, 8, 5)),
        ("2026.03.01 08:05:09", dt.datetime(2026, 3, 1, 8, 5, 9)),
        ("20260301", dt.datetime(2026, 3, 1)),
        ("20260301080509", dt.datetime(2026, 3, 1, 8, 5, 9)),
        (20260301, dt.datetime(2026, 3, 1)),
        ("2026年3月1日", dt.datetime(2026, 3, 1)),
        ("2026年3月1日 12时30分", dt.datetime(2026, 3, 1, 12, 30)),
        ("2026年3月1日 8时30分15秒", dt.datetime(2026, 3, 1, 8, 30, 15)),
        ("2026年3月1日下午3:20", dt.datetime(2026, 3, 1, 15, 20)),
        ("2026年3月1日 中午12点", dt.datetime(2026, 3, 1, 12)),
        ("2026年3月1日 凌晨12:10", dt.datetime(2026, 3, 1, 0, 10)),
        ("２０２６－０３－０１", dt.datetime(2026, 3, 1)),
        ("3/25/2026", dt.datetime(2026, 3, 25)),
        ("25/3/2026 3:20 PM", dt.datetime(2026, 3, 25, 15, 20)),
        ("12 AM 2026", None),
        ("1-Mar-2026", dt.datetime(2026, 3, 1)),
        ("Mar 1, 2026 3:20 PM", dt.datetime(2026, 3, 1, 15, 20)),
        ("2026-03-01T08:05:09Z", dt.datetime(2026, 3, 1, 8, 5, 9, tzinfo=dt.UTC)),
        ("2026-03-01 08:05:09+08:00", dt.datetime(2026, 3, 1, 8, 5, 9, tzinfo=PLUS_8)),
        ("2026/03/01 08:05:09 +0800", dt.datetime(2026, 3, 1, 8, 5, 9, tzinfo=PLUS_8)),
        ("2026-03-01T08:05:09.123", dt.datetime(2026, 3, 1, 8, 5, 9, 123000)),
        (46082, dt.datetime(2026, 3, 1)),
        (46082.5, dt.datetime(2026, 3, 1, 12)),
        (1772323200, dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
        ("1772323200000", dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
    ],
)
def test_reads(cell: str | float, expected: dt.datetime | None) -> None:
    if expected is None:
        with pytest.raises(CellError):
            parse_instant(cell)
    else:
        assert parse_instant(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("昨天", "not_a_date"),
        ("2026-02-30", "not_a_date"),
        ("2026-13-01", "not_a_date"),
        ("20261301", "not_a_date"),
        ("26-03-01", "not_a_date"),
        ("3/4/2026", "date_ambiguous"),
        ("0001-01-01", "date_out_of_range"),
        (12, "date_out_of_range"),
        (True, "not_a_date"),
        (10**30, "not_a_date"),
        ("=NOW()", "not_a_date"),
        ("2026-03-01 25:00", "not_a_date"),
        ("2026-03-01 08:00+99:00", "not_a_date"),
    ],
)
def test_refuses(cell: str | float, code: str) -> None:
    with pytest.raises(CellError) as refused:
        parse_instant(cell)
    assert refused.value.code == code


def test_the_order_settles_what_is_ambiguous_and_only_that() -> None:
    assert parse_date("3/4/2026", DateOrder.DAY_FIRST) == dt.date(2026, 4, 3)
    assert parse_date("3/4/2026", DateOrder.MONTH_FIRST) == dt.date(2026, 3, 4)
    assert parse_date("25/4/2026", DateOrder.MONTH_FIRST) == dt.date(2026, 4, 25)
    assert parse_date("4/4/2026") == dt.date(2026, 4, 4)


@given(st.datetimes(min_value=dt.datetime(1970, 1, 1), max_value=dt.datetime(2199, 12, 31)))
def test_every_instant_survives_its_usual_spellings(instant: dt.datetime) -> None:
    to_second = instant.replace(microsecond=0)
    assert parse_instant(instant.isoformat()) == instant
    assert parse_instant(f"{to_second:%Y/%m/%d %H:%M:%S}") == to_second
    assert parse_instant(f"{to_second:%Y%m%d%H%M%S}") == to_second
    assert parse_instant(f"{to_second:%Y年%m月%d日 %H时%M分%S秒}") == to_second


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    with suppress(CellError):
        parse_instant(text)
