"""Where the person is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..context import Context
from ..question import Data, Question
from ..reading import Answer, Reading

_LIMITS = {"lat": (-90.0, 90.0), "lng": (-180.0, 180.0), "accuracy": (0.0, 1e7)}
_DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class Location(Question):
    """Answer: `{"lat", "lng"}` in degrees (WGS 84) and perhaps `"accuracy"` in metres; stored one row each."""

    type = "location"
    analysis = "place"
    uses_rows = True

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, Mapping) or not {"lat", "lng"} <= value.keys() <= _LIMITS.keys():
            raise self.refused("wrong_type")
        place = {name: self._part(name, value[name]) for name in _LIMITS if name in value}
        return Reading(place, tuple(Answer(self.key, name, "", number) for name, number in place.items()))

    def _part(self, name: str, value: object) -> float:
        low, high = _LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise self.refused("not_a_number", name)
        if not low <= value <= high:
            raise self.refused("out_of_range", name, low=low, high=high)
        return round(float(value), _DECIMALS)
