"""How big a demo is asked for, and the instants it spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

ZONE = "Asia/Shanghai"
LOCAL_OFFSET_S = 8 * 3600
"""Shanghai has kept UTC+8 without daylight saving since 1991."""

DAY_S = 86_400
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Size:
    """`stores` over `months` ending at `now` (aware). Everything else of the demo follows from these and `seed`."""

    stores: int
    months: int
    seed: int
    now: datetime

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now needs a time zone")
        if not 5 <= self.stores <= 5000 or not 1 <= self.months <= 60:
            raise ValueError("a demo has 5 to 5000 stores and 1 to 60 months")

    @property
    def members(self) -> int:
        return 200 * self.stores

    @property
    def responses(self) -> int:
        return round(self._store_months * 80_000 / 7200)

    @property
    def reviews(self) -> int:
        return round(self._store_months * 20_000 / 7200)

    @property
    def calls(self) -> int:
        return round(self._store_months * 3_000 / 7200)

    @property
    def _store_months(self) -> int:
        return self.stores * self.months

    @cached_property
    def today(self) -> int:
        """The last local day, in days since 1970-01-01."""
        return (int(self.now.timestamp()) + LOCAL_OFFSET_S) // DAY_S

    @cached_property
    def first_day(self) -> int:
        return self.today - self.days + 1

    @cached_property
    def days(self) -> int:
        return round(self.months * 365.25 / 12)

    @cached_property
    def now_s(self) -> int:
        """`now` in whole seconds since the epoch."""
        return int(self.now.timestamp())


def as_date(day: int) -> date:
    """A local day as a date."""
    return _EPOCH + timedelta(days=int(day))


def as_day(on: date) -> int:
    return (on - _EPOCH).days


def as_instant(second: float) -> datetime:
    return datetime.fromtimestamp(float(second), UTC)


def local_days(seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The local days of instants given in seconds since the epoch."""
    return np.asarray((seconds + LOCAL_OFFSET_S) // DAY_S)
