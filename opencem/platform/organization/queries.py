"""Reads of the tree. A `Scope` limits what is listed; structure lookups by id serve the rooms above."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from opencem.kit.problems import not_found
from opencem.platform.organization.models import OrgUnit, TreeVersion, UnitMembership
from opencem.platform.scope.value import Scope

STEP = OrgUnit.steplen
KNOWN_S = 1.0
_known: dict[str, tuple[float, Tree]] = {}


@dataclass(frozen=True, slots=True)
class UnitView:
    """A node of the tree; `path` orders the tree depth first, `parent_id` is None at the root."""

    id: int
    code: str
    name: str
    kind: str
    status: str
    parent_id: int | None
    depth: int
    path: str
    attributes: Mapping[str, str]
    opened_on: date | None
    timezone: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole present tree in memory: some thousands of small rows, read once per version."""

    version: int
    by_id: Mapping[int, UnitView]
    by_code: Mapping[str, UnitView]
    in_order: Sequence[UnitView]

    def subtree(self, unit_id: int) -> frozenset[int]:
        path = self.by_id[unit_id].path
        return frozenset(unit.id for unit in self.in_order if unit.path.startswith(path))

    def ancestors(self, unit_id: int) -> list[UnitView]:
        """Nearest first, the root last, the unit itself not among them."""
        found = []
        parent = self.by_id[unit_id].parent_id
        while parent is not None:
            found.append(self.by_id[parent])
            parent = self.by_id[parent].parent_id
        return found


def tree_version() -> int:
    """Read for every question; the ORM would spend four times as long on it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TreeVersion._meta.db_table} LIMIT 1")  # noqa: S608  # our own model
        row = cursor.fetchone()
    return row[0] if row else 0


def tree() -> Tree:
    """The present tree, kept in memory until its version moves."""
    return _tree(tree_version(), str(settings.DATABASES["default"]["NAME"]))


def known_tree() -> Tree:
    """The tree as it was at most `KNOWN_S` ago: for structure (zones, names, ancestors), never for rights."""
    read_at, kept = _known.get("tree", (float("-inf"), None))
    if kept is None or time.monotonic() - read_at > KNOWN_S:
        kept = tree()
        _known["tree"] = (time.monotonic(), kept)
    return kept


@lru_cache(maxsize=2)
def _tree(version: int, _database: str) -> Tree:
    ids: dict[str, int] = {}
    units = []
    for unit in OrgUnit.objects.order_by("path"):
        ids[unit.path] = unit.pk
        units.append(_view(unit, ids.get(unit.path[:-STEP])))
    return Tree(version, {u.id: u for u in units}, {u.code: u for u in units}, units)


def forget_tree() -> None:
    """Drops the memory of the tree; called where the database itself is exchanged (tests, restores)."""
    _tree.cache_clear()
    forget_known()


def forget_known() -> None:
    """After a change of the tree in this process, its structure is read again at once."""
    _known.clear()


def _view(unit: OrgUnit, parent_id: int | None) -> UnitView:
    return UnitView(
        unit.pk, unit.code, unit.name, unit.kind, unit.status, parent_id, unit.depth, unit.path, unit.attributes,
        unit.opened_on, unit.timezone,
    )  # fmt: skip


def units_in(scope: Scope) -> list[UnitView]:
    """The units a scope covers, depth first."""
    return [unit for unit in tree().in_order if scope.covers(unit.id)]


def roots_of(scope: Scope) -> list[UnitView]:
    """The topmost units of a scope: where its reader starts."""
    return [unit for unit in units_in(scope) if unit.parent_id is None or not scope.covers(unit.parent_id)]


def ancestors(unit_id: int) -> list[UnitView]:
    return known_tree().ancestors(unit_id)


def by_code(codes: Collection[str]) -> dict[str, UnitView]:
    known = tree().by_code
    return {code: known[code] for code in codes if code in known}


def unit(unit_id: int) -> UnitView:
    return known_tree().by_id[unit_id]


def subtree_ids(unit_id: int) -> frozenset[int]:
    return tree().subtree(unit_id)


def resolve(scope: Scope, code: str) -> UnitView:
    """The unit of that code if the scope covers it, else Problem `not_found`."""
    found = tree().by_code.get(code)
    if found is None or not scope.covers(found.id):
        raise not_found()
    return found


def narrow(scope: Scope, code: str | None) -> Scope:
    """The scope cut down to the subtree of a unit the caller names; unchanged when none is named."""
    if not code:
        return scope
    found = resolve(scope, code)
    if scope.everything and found.parent_id is None:
        return scope
    return scope.narrowed(subtree_ids(found.id))


def local_date(unit_id: int, instant: datetime) -> date:
    """The date at a unit when something happened."""
    return instant.astimezone(zone_of(unit_id)).date()


def zone_of(unit_id: int) -> ZoneInfo:
    return ZoneInfo(known_tree().by_id[unit_id].timezone or settings.TIME_ZONE)


def zones_of(unit_ids: Collection[int]) -> dict[int, ZoneInfo]:
    """The time zones of many units, for batches."""
    by_id = known_tree().by_id
    return {unit_id: ZoneInfo(by_id[unit_id].timezone or settings.TIME_ZONE) for unit_id in unit_ids}


def history(unit_id: int) -> list[UnitMembership]:
    return list(UnitMembership.objects.filter(unit_id=unit_id).select_related("parent").order_by("valid_from"))


def projection_rows(ids: Collection[int] | None = None) -> list[UnitView]:
    """Units for the analytics dimension; all of them when no ids are named."""
    return [u for u in tree().in_order if ids is None or u.id in ids]
