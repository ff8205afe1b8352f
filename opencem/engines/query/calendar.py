"""Which days a period is compared with (环比, 同比), and how their buckets are matched."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opencem.engines.query.dialect import Bucket
from opencem.engines.query.values import Compare, TimeRange

_WEEKS_OF_A_YEAR = timedelta(weeks=52)


def earlier(span: TimeRange, compare: Compare, bucket: Bucket | None) -> TimeRange:
    """The days to compare ``span`` with.

    ``previous``: with a time dimension every bucket meets the one before it. Without, whole months meet as many whole months, the
    beginning of one month meets the same days of the month before, anything else the same number of days just before.
    ``year``: the same dates a year before; by week 52 weeks before, so that weeks meet weeks.
    """
    if compare == "year":
        return _moved(span, _WEEKS_OF_A_YEAR) if bucket == "week" else _months_back(span, 12)
    if bucket == "month":
        return _months_back(span, 1)
    if bucket is not None:
        return _moved(span, timedelta(days=7 if bucket == "week" else 1))
    months = _months_of(span)
    return _months_back(span, months) if months else _moved(span, timedelta(days=span.days))


def earlier_bucket(first_day: date, compare: Compare, bucket: Bucket) -> date:
    """The bucket that the bucket beginning on ``first_day`` is compared with."""
    return earlier(TimeRange(first_day, first_day), compare, bucket).start


def instants(span: TimeRange) -> tuple[datetime, datetime]:
    """UTC instants from which and before which a span lies that is cut in its own zone."""
    zone = ZoneInfo(span.zone or "UTC")
    begin = datetime.combine(span.start, time.min, zone)
    end = datetime.combine(span.end + timedelta(days=1), time.min, zone)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _moved(span: TimeRange, by: timedelta) -> TimeRange:
    return replace(span, start=span.start - by, end=span.end - by)


def _months_of(span: TimeRange) -> int:
    """How many months back a span's counterpart lies, 0 if it does not follow the calendar."""
    if span.start.day != 1:
        return 0
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    return months if _ends_month(span.end) or months == 1 else 0


def _months_back(span: TimeRange, months: int) -> TimeRange:
    """A month's last day stays its last day (28 February meets 31 January) when the span began with a month."""
    end = _month_back(span.end, months)
    if span.start.day == 1 and _ends_month(span.end) and span.start != span.end:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return replace(span, start=_month_back(span.start, months), end=end)


def _month_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]
