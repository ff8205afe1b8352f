"""What this room needs of an analytics store. Adapters implement it, `config.wiring` binds one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Row = Sequence[Any]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The last event whose effects the store holds, in the order of (txid, event_id); ``at``: when it happened."""

    txid: int = 0
    event_id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """The present rows of some records of a table: what stood there under these ids goes, these rows come. No row for an id: it is gone."""

    table: str
    ids: Collection[int]
    rows: Sequence[Row]


class StoreLocked(RuntimeError):
    """Another process owns the analytics store."""


class AnalyticsStore(Protocol):
    """Tables of `engines.query.tables` and the position up to which they follow the records.

    Reads may come from any thread; each sees one moment. Writes come from one thread and are one transaction each.
    """

    def read(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement."""

    def position(self) -> Position:
        """Where the store stands; all zero when it is not filled."""

    def generation(self) -> int:
        """Grows whenever a table was filled anew, whatever the position says."""

    def apply(self, replacements: Sequence[Replacement], position: Position) -> None:
        """Replace records and move the position, both or neither. Applying the same again changes nothing."""

    def refill(self, table: str, batches: Iterable[Sequence[Row]]) -> int:
        """Empty a table and fill it with the batches, in one transaction. Returns the number of rows."""

    def is_filled(self) -> bool:
        """Whether it has a position. A new store has none, nor has one whose tables were of an older shape: both want a rebuild."""

    def sort(self) -> None:
        """Rewrite every fact table in the order that lets most questions skip most of it. Nightly."""

    def close(self) -> None:
        """Let go of the file."""
