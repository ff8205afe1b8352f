"""How likely a person is to recommend, 0 to 10."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..question import NPS_SCALE
from ..source import Source
from .scored import Scored


@dataclass(frozen=True, kw_only=True)
class Nps(Scored):
    """The recommendation score (NPS); answer: a whole number from 0 to 10."""

    type = "nps"
    fields = frozenset({"low_label", "high_label"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        labels = {name: source.text(given, name) for name in ("low_label", "high_label")}
        return {"scale": NPS_SCALE, **labels}
