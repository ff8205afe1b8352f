"""Local wall-clock times as instants, through the days the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def first_instant_reaching(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which clocks in ``zone`` show the naive ``local`` or later.

    An hour shown twice counts the first time. A time that is skipped is reached by the jump itself, so a shop that opens at 02:30
    opens when the clock goes from 02:00 to 03:00.
    """
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local:
        return instant
    return _jump_over(local, zone, instant)


def _jump_over(local: datetime, zone: ZoneInfo, after: datetime) -> datetime:
    """Bisect for the change of offset. Python reads a skipped time with the old offset (fold 0, after the jump) or the new (fold 1, before it)."""
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < local:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
