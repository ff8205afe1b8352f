"""A number typed, and a number set on a slider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ..context import Context
from ..question import Data, Question
from ..reading import Answer, Reading
from ..source import Source
from ..values import to_text
from ..wording import NO_TEXT, Text

LARGEST = 1e12


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """Answer: a finite number from `least` to `most`, on a `step` counted from `least` (from 0 without one)."""

    type = "number"
    analysis = "number"
    scale_fields: ClassVar[tuple[str, ...]] = ("unit",)
    fields = frozenset({"min", "max", "step", "unit"})

    least: float | None = None
    most: float | None = None
    step: float | None = None
    unit: Text = NO_TEXT

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {**_range(source, given, None, None, None), "unit": source.text(given, "unit")}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise self.refused("number_needed")
        low = -LARGEST if self.least is None else self.least
        high = LARGEST if self.most is None else self.most
        if not low <= value <= high:
            raise self.refused("number_out_of_range", low=low, high=high)
        if self.step and not _on_step(value, self.least or 0, self.step):
            raise self.refused("off_step", step=self.step)
        return Reading(value, (Answer(self.key, number=float(value)),))

    def words(self, value: object, texts: object, language: str) -> str:
        return to_text(value)


@dataclass(frozen=True, kw_only=True)
class Slider(Number):
    """Answer: a number on the slider, from 0 to 100 in whole steps where nothing else is said."""

    type = "slider"
    scale_fields = ("least", "most")
    fields = frozenset({"min", "max", "step", "low_label", "high_label"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        labels = {name: source.text(given, name) for name in ("low_label", "high_label")}
        return {**_range(source, given, 0, 100, 1), **labels}


def _range(
    source: Source, given: Mapping[str, object], low: float | None, high: float | None, step: float | None
) -> dict[str, float | None]:
    least = source.decimal(given, "min", low, LARGEST)
    most = source.decimal(given, "max", high, LARGEST)
    size = source.decimal(given, "step", step, LARGEST)
    if least is not None and most is not None and least >= most:
        source.fault("min_above_max", "min is not below max")
    if size is not None and size <= 0:
        source.fault("number_expected", "step is above 0")
        size = None
    return {"least": least, "most": most, "step": size}


def _on_step(value: float, start: float, step: float) -> bool:
    """By the decimal digits as written: 0.3 is on a step of 0.1 though the doubles say no."""
    steps = (Fraction(repr(value)) - Fraction(repr(start))) / Fraction(repr(step))
    return steps.denominator == 1
