"""What a kind of import is, and where the kinds are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from opencem.engines.tables import CellError, Field, ParsedRow
from opencem.engines.tables.rows import FieldFault
from opencem.kit.chinese import spoken
from opencem.kit.problems import not_found
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

CLOCK_SLACK = timedelta(days=1)  # a sender's clock or zone may be off; more than that is a wrong date


class Mode(StrEnum):
    """What may happen to records: only new ones, only known ones, or both."""

    ADD = "add"
    UPDATE = "update"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Units:
    """The units an importer may name. What is outside the scope is as unknown as what does not exist."""

    scope: Scope
    tree: organization.Tree
    zones: dict[int, ZoneInfo]

    def find(self, code: str, field: str = "unit") -> organization.UnitView:
        unit = self.tree.by_code.get(code)
        if unit is None or not self.scope.covers(unit.id):
            raise RowFault(field, "unit_not_found", value=code)
        return unit

    def zone(self, unit: organization.UnitView) -> ZoneInfo:
        if unit.id not in self.zones:
            self.zones[unit.id] = ZoneInfo(unit.timezone or settings.TIME_ZONE)
        return self.zones[unit.id]


@dataclass(frozen=True, slots=True)
class ImportContext:
    """For whom and how one file is taken in."""

    scope: Scope
    mode: Mode
    options: Mapping[str, str]
    now: datetime
    units: Units

    def instant(self, unit: organization.UnitView, value: datetime, field: str) -> datetime:
        """A parsed time as a UTC instant; without an offset it is the clock on the unit's wall."""
        local = value if value.tzinfo else value.replace(tzinfo=self.units.zone(unit))
        at = local.astimezone(UTC)
        if at > self.now + CLOCK_SLACK:
            raise RowFault(field, "in_future")
        return at


class RowFault(CellError):
    """A row that reads well but cannot be taken: the field at fault and a stable code."""

    def __init__(self, field: str, code: str, **params: str | float) -> None:
        super().__init__(code, **params)
        self.field = field

    def as_fault(self) -> FieldFault:
        return FieldFault(self.field, self.code, self.params)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch. `rejects` are (index in the batch, faults); the counts add up to the batch."""

    created: int
    updated: int
    unchanged: int
    rejects: Sequence[tuple[int, Sequence[FieldFault]]]


class Taker(Protocol):
    """Takes the rows of one file, batch by batch, in the order of the file."""

    def take(self, rows: Sequence[ParsedRow], *, write: bool) -> BatchResult:
        """Store the batch (the caller has opened a transaction), or only say what would happen.

        Without `write`, rows that are known already count as updated: whether they differ is not looked at.
        """

    def pass_over(self, rows: Sequence[ParsedRow]) -> None:
        """Remember rows that an earlier run has stored, so that repetitions of them are still seen."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of file. `open` makes the taker of one file; `whole` kinds get all rows in one batch."""

    code: str
    label_zh: str
    label_en: str
    fields: tuple[Field, ...]
    open: Callable[[ImportContext], Taker]
    permission: str = "import.run"
    headquarters_only: bool = False
    whole: bool = False

    def label(self, language: str) -> str:
        return spoken(language, self.label_zh, self.label_en)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    if kind.code in _kinds:
        raise ValueError(f"import kind {kind.code} is registered twice")
    _kinds[kind.code] = kind


def all_kinds() -> Sequence[ImportKind]:
    return tuple(_kinds.values())


def kind_of(code: str) -> ImportKind:
    """Raises Problem `not_found`."""
    if code not in _kinds:
        raise not_found()
    return _kinds[code]
