"""Records that are known by a key: the flow that reviews, calls, orders and customers share."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from opencem.engines.tables import ParsedRow
from opencem.engines.tables.rows import FieldFault
from opencem.listen.sources.kinds.registry import BatchResult, ImportContext, Mode, RowFault

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a door did with records; `refused` are (index, fault) of those it would not take."""

    created: int
    updated: int
    unchanged: int
    refused: Sequence[tuple[int, FieldFault]] = ()


class KeyedTaker(ABC, Generic[R]):
    """Builds a record of each row, refuses repetitions within the file, respects mode and scope, stores the rest."""

    key_field: str

    def __init__(self, context: ImportContext) -> None:
        self.context = context
        self._seen: dict[bytes, int] = {}

    @abstractmethod
    def build(self, values: Mapping[str, Any]) -> R:
        """The record of a row. Raises `RowFault`."""

    @abstractmethod
    def key(self, record: R) -> str:
        """What the record is known by."""

    @abstractmethod
    def known(self, records: Sequence[R]) -> Mapping[str, int | None]:
        """Keys that exist already, with the unit their record belongs to."""

    @abstractmethod
    def store(self, records: Sequence[R]) -> Stored:
        """Hand the records to their door."""

    def take(self, rows: Sequence[ParsedRow], *, write: bool) -> BatchResult:
        rejects: dict[int, Sequence[FieldFault]] = {}
        built: dict[int, R] = {}
        for index, row in enumerate(rows):
            try:
                built[index] = self._build(row)
            except _Rejected as rejected:
                rejects[index] = rejected.faults
        known = self.known(list(built.values())) if self._must_know(write) else {}
        for index, record in list(built.items()):
            fault = self._forbidden(self.key(record), known)
            if fault is not None:
                rejects[index] = (fault,)
                del built[index]
        stored = self._store(built, rejects) if write else _foreseen(built.values(), known, self.key)
        return BatchResult(stored.created, stored.updated, stored.unchanged, sorted(rejects.items()))

    def pass_over(self, rows: Sequence[ParsedRow]) -> None:
        for row in rows:
            try:
                self._build(row)
            except _Rejected:
                continue

    def _build(self, row: ParsedRow) -> R:
        if row.faults:
            raise _Rejected(row.faults)
        try:
            record = self.build(row.values)
        except RowFault as fault:
            raise _Rejected((fault.as_fault(),)) from None
        first = self._seen.setdefault(_short(self.key(record)), row.number)
        if first != row.number:
            raise _Rejected((FieldFault(self.key_field, "duplicate_in_file", {"row": first}),))
        return record

    def _must_know(self, write: bool) -> bool:
        """Whoever may touch every record in both ways need not ask twice: the door looks for known keys itself."""
        return not (write and self.context.mode is Mode.BOTH and self.context.scope.everything)

    def _forbidden(self, key: str, known: Mapping[str, int | None]) -> FieldFault | None:
        """Why mode or scope keeps this record out."""
        if key not in known:
            return FieldFault(self.key_field, "record_absent", {}) if self.context.mode is Mode.UPDATE else None
        unit = known[key]
        if unit is not None and not self.context.scope.covers(unit):
            return FieldFault(self.key_field, "key_taken", {})
        return FieldFault(self.key_field, "record_exists", {}) if self.context.mode is Mode.ADD else None

    def _store(self, built: Mapping[int, R], rejects: dict[int, Sequence[FieldFault]]) -> Stored:
        indexes = list(built)
        stored = self.store(list(built.values()))
        for position, fault in stored.refused:
            rejects[indexes[position]] = (fault,)
        return stored


class _Rejected(Exception):
    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__()
        self.faults = faults


def _short(key: str) -> bytes:
    """Sixteen bytes for a key: the memory of a file of half a million rows stays small."""
    return hashlib.blake2b(key.encode(), digest_size=16).digest()


def _foreseen(records: Collection[R], known: Mapping[str, int | None], key: Any) -> Stored:
    there = sum(1 for record in records if key(record) in known)
    return Stored(len(records) - there, there, 0)
