"""Quiet hours (免打扰): a daily window on the recipient's own clock in which nobody is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from opencem.engines.sla.wallclock import first_instant_reaching

_DAY_MINUTES = 24 * 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` (included) to `ends` (excluded), minutes after local midnight; over midnight when `ends` is less."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not (0 <= self.begins < _DAY_MINUTES and 0 <= self.ends < _DAY_MINUTES) or self.begins == self.ends:
            raise ValueError(f"not a daily window: {self.begins}-{self.ends}")

    def covers(self, instant: datetime, zone: ZoneInfo) -> bool:
        local = instant.astimezone(zone)
        return self._covers_minute(local.hour * 60 + local.minute)

    def over_at(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The first instant from `instant` on that is not quiet (UTC); `instant` itself when it is not.

        Where clocks are put back over the end of the window it ends the first time; where they are put forward over
        it, at the jump.
        """
        while self.covers(instant, zone):
            instant = self._end_after(instant, zone)
        return instant

    def _covers_minute(self, minute: int) -> bool:
        if self.begins < self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends

    def _end_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        local = instant.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, fold=0)
        end = midnight + timedelta(minutes=self.ends)
        if local.replace(tzinfo=None) >= end:
            end += _DAY
        reached = first_instant_reaching(end, zone)
        # In the hour that is shown twice the first showing of the end has passed: the second one counts.
        return reached if reached > instant else end.replace(tzinfo=zone, fold=1).astimezone(UTC)
