"""When people buy: weekdays, holidays, shopping festivals and the hours of the day."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from .size import Size, as_date, as_day

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WEEKDAY = (0.90, 0.88, 0.90, 0.95, 1.08, 1.32, 1.24)
_SPRING_FESTIVAL = (
    date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6),
    date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23),
)  # fmt: skip
_MID_AUTUMN = (
    date(2022, 9, 10), date(2023, 9, 29), date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15),
    date(2028, 10, 3), date(2029, 9, 22), date(2030, 9, 12),
)  # fmt: skip
_YEARLY_GROWTH = 0.16

_STORE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 5, 7, 6, 5, 6, 7, 9, 12, 13, 11, 8, 3, 0)
_DELIVERY_HOURS = (2, 1, 0, 0, 0, 0, 0, 0, 1, 2, 4, 7, 7, 5, 6, 8, 7, 7, 8, 9, 10, 10, 8, 4)
_ONLINE_HOURS = (6, 3, 1, 0, 0, 0, 1, 2, 3, 5, 7, 6, 7, 6, 5, 5, 5, 5, 6, 8, 11, 12, 11, 9)


def store_days(size: Size) -> Floats:
    """Relative demand of each day of the span in stores and delivery."""
    return np.array([_weekday(on) * _store_holiday(on) for on in _dates(size)]) * _growth(size)


def online_days(size: Size) -> Floats:
    """Relative demand of each day of the span on the marketplaces and in the app."""
    return np.array([_shopping_festival(on) * _gift_season(on) for on in _dates(size)]) * _growth(size)


def seconds_of_day(rng: np.random.Generator, count: int, *, kind: str) -> Ints:
    """Seconds after local midnight for `count` events in a `store`, by `delivery` or `online`."""
    hours = {"store": _STORE_HOURS, "delivery": _DELIVERY_HOURS, "online": _ONLINE_HOURS}[kind]
    weights = np.array(hours, float)
    hour = rng.choice(24, size=count, p=weights / weights.sum())
    return (hour * 3600 + rng.integers(0, 3600, count)).astype(np.int64)


def _dates(size: Size) -> list[date]:
    return [as_date(day) for day in range(size.first_day, size.today + 1)]


def _growth(size: Size) -> Floats:
    return np.asarray(1 + _YEARLY_GROWTH * np.arange(size.days) / 365.25)


def _weekday(on: date) -> float:
    return _WEEKDAY[on.weekday()]


def _store_holiday(on: date) -> float:
    to_festival = _days_to(on, _SPRING_FESTIVAL)
    if 0 < to_festival <= 18:
        return 1.75
    if -5 <= to_festival <= 0:
        return 0.60
    if (on.month == 10 and on.day <= 7) or (on.month == 5 and on.day <= 4):
        return 1.30
    return _gift_season(on)


def _gift_season(on: date) -> float:
    if 0 < _days_to(on, _SPRING_FESTIVAL) <= 25:
        return 1.6
    return 1.35 if 0 < _days_to(on, _MID_AUTUMN) <= 10 else 1.0


def _shopping_festival(on: date) -> float:
    if (on.month, on.day) in ((6, 18), (11, 11)):
        return 5.0
    if (on.month == 6 and on.day < 18) or (on.month == 11 and on.day < 11):
        return 1.9
    return 2.0 if (on.month, on.day) == (12, 12) else 1.0


def _days_to(on: date, festivals: tuple[date, ...]) -> int:
    """Days from `on` to the nearest of `festivals`; negative afterwards."""
    return min((as_day(festival) - as_day(on) for festival in festivals), key=abs)
