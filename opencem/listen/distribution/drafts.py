"""What may be said of a collector, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from opencem.kit.problems import FieldError, Problem
from opencem.listen.distribution import problems  # noqa: F401  # registers the texts of what is refused here
from opencem.listen.distribution.embedding import look_faults
from opencem.listen.distribution.models import CollectorKind, Proof
from opencem.listen.journeys import queries as journeys
from opencem.listen.journeys.models import Touchpoint

_CHANNEL = re.compile(r"[a-z][a-z0-9_]{0,19}", re.ASCII)
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)
_MOST_ORIGINS = 20
MADE_BY_HAND = frozenset(CollectorKind.values) - {CollectorKind.INVITATION}


@dataclass(frozen=True, slots=True)
class CollectorDraft:
    """A collector as it is wanted. `touchpoint` is a code, "" for that of the channel; `origins` are sites."""

    kind: str
    name: str = ""
    channel: str = "store"
    touchpoint: str = ""
    opens_at: datetime | None = None
    expires_at: datetime | None = None
    answer_limit: int | None = None
    again_after_hours: int = 12
    reset_after_s: int = 20
    origins: tuple[str, ...] = ()
    look: Mapping[str, Any] = field(default_factory=dict)
    proof: str = Proof.AUTO

    def check(self) -> None:
        """Raises Problem `invalid` with every fault by its field."""
        faults = [FieldError(name, code) for name, code in self._faults()]
        if faults:
            raise Problem("invalid", 422, errors=faults)

    def filed_at(self) -> Touchpoint | None:
        return journeys.by_code(self.touchpoint) if self.touchpoint else journeys.of_channel(self.channel)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.kind not in MADE_BY_HAND:
            yield "kind", "collector_kind"
        if not _CHANNEL.fullmatch(self.channel):
            yield "channel", "collector_channel"
        if len(self.name) > 60 or not self.name.isprintable():
            yield "name", "collector_name"
        if "\x00" in self.touchpoint or (self.touchpoint and journeys.by_code(self.touchpoint) is None):
            yield "touchpoint", "collector_touchpoint"
        if self.proof not in Proof.values:
            yield "proof", "collector_proof"
        yield from self._number_faults()
        yield from self._embedding_faults()

    def _number_faults(self) -> Iterator[tuple[str, str]]:
        if self.opens_at and self.expires_at and self.expires_at <= self.opens_at:
            yield "expires_at", "collector_window"
        if self.answer_limit is not None and not 1 <= self.answer_limit <= 10_000_000:
            yield "answer_limit", "collector_limit"
        if not 0 <= self.again_after_hours <= 8760:
            yield "again_after_hours", "collector_hours"
        if not 3 <= self.reset_after_s <= 600:
            yield "reset_after_s", "collector_reset"

    def _embedding_faults(self) -> Iterator[tuple[str, str]]:
        if self.kind != CollectorKind.EMBED:
            if self.origins:
                yield "origins", "origins_not_for_kind"
            return
        if not self.origins:
            yield "origins", "origins_needed"
        for position, origin in enumerate(self.origins):
            if position >= _MOST_ORIGINS or not _ORIGIN.fullmatch(origin):
                yield f"origins.{position}", "origin_invalid"
        yield from ((f"look.{name}", "look_invalid") for name in look_faults(self.look))
