"""Changes of the tree: import, move. Each bumps the tree's version in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from treebeard.exceptions import InvalidMoveToDescendant

from opencem.kit.problems import Problem, register_problems
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish, publish_many
from opencem.platform.organization.models import OrgUnit, TreeVersion, UnitKind, UnitMembership, UnitStatus
from opencem.platform.organization.queries import STEP, forget_known, local_date

register_problems(
    {
        "unit_code_missing": {"zh-hans": "缺少组织编码", "en": "The unit code is missing"},
        "unit_name_missing": {"zh-hans": "缺少组织名称", "en": "The unit name is missing"},
        "unit_kind_unknown": {"zh-hans": "组织类型「{value}」不存在", "en": "Unknown unit kind “{value}”"},
        "unit_status_unknown": {"zh-hans": "状态「{value}」不存在", "en": "Unknown status “{value}”"},
        "unit_parent_unknown": {"zh-hans": "上级编码「{value}」不存在", "en": "Parent code “{value}” does not exist"},
        "unit_parent_cycle": {"zh-hans": "上级关系成环", "en": "The parents form a cycle"},
        "unit_second_root": {
            "zh-hans": "只能有一个顶级组织，请填写上级编码",
            "en": "There is one root already: give a parent code",
        },
        "unit_repeated": {"zh-hans": "编码「{value}」在文件中重复", "en": "Code “{value}” stands twice in the file"},
        "unit_exists": {"zh-hans": "编码「{value}」已存在", "en": "Code “{value}” exists already"},
        "unit_absent": {"zh-hans": "编码「{value}」不存在，无法更新", "en": "Code “{value}” does not exist"},
        "unit_move_under_itself": {"zh-hans": "不能移到自己或下级之下", "en": "A unit cannot move under itself"},
        "unit_move_future": {"zh-hans": "生效日期不能晚于今天", "en": "The effective date cannot be in the future"},
        "unit_move_overlap": {
            "zh-hans": "生效日期早于上一次调整（{since}）",
            "en": "The date is before the last move ({since})",
        },
    }
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of an import. An empty `kind` or `status` keeps what is there."""

    code: str
    name: str
    parent_code: str
    kind: str = ""
    status: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row: created, updated, unchanged, or rejected with a code and the field at fault."""

    state: str
    code: str = ""
    field: str = ""
    value: str = ""


def import_units(
    rows: Sequence[UnitRow], *, mode: str = "both", now: datetime, check_only: bool = False
) -> list[RowOutcome]:
    """Adds and updates units by code, parents in any order. One outcome per row; nothing is written by `check_only`.

    A rejected row takes its descendants with it (their parent is unknown); all other rows are taken.
    """
    with transaction.atomic():
        outcomes = _Import(rows, mode, now).run()
        if check_only:
            transaction.set_rollback(True)
        elif any(outcome.state in {"created", "updated"} for outcome in outcomes):
            touch_tree()
    return outcomes


class _Import:
    def __init__(self, rows: Sequence[UnitRow], mode: str, now: datetime) -> None:
        self.rows, self.mode, self.now = rows, mode, now
        self.existing = {unit.code: unit for unit in OrgUnit.objects.all()}
        self.by_path = {unit.path: unit.code for unit in self.existing.values()}
        self.outcomes: list[RowOutcome | None] = [None] * len(rows)
        self.next_child: dict[str, int] = {}

    def run(self) -> list[RowOutcome]:
        self._reject_malformed()
        created: list[OrgUnit] = []
        waiting = {row.code: i for i, row in enumerate(self.rows) if self.outcomes[i] is None}
        for index in self._parents_first(waiting):
            self._take(index, created)
        self._write(created)
        return [outcome for outcome in self.outcomes if outcome is not None]

    def _reject_malformed(self) -> None:
        seen: set[str] = set()
        for i, row in enumerate(self.rows):
            self.outcomes[i] = self._fault(row, seen)
            seen.add(row.code)

    def _fault(self, row: UnitRow, seen: set[str]) -> RowOutcome | None:
        if not row.code:
            return RowOutcome("rejected", "unit_code_missing", "code")
        if row.code in seen:
            return RowOutcome("rejected", "unit_repeated", "code", row.code)
        known = row.code in self.existing
        if not row.name and not known:
            return RowOutcome("rejected", "unit_name_missing", "name")
        if (row.kind or not known) and row.kind not in UnitKind.values:
            return RowOutcome("rejected", "unit_kind_unknown", "kind", row.kind)
        if row.status and row.status not in UnitStatus.values:
            return RowOutcome("rejected", "unit_status_unknown", "status", row.status)
        if known and self.mode == "add":
            return RowOutcome("rejected", "unit_exists", "code", row.code)
        if not known and self.mode == "update":
            return RowOutcome("rejected", "unit_absent", "code", row.code)
        return None

    def _parents_first(self, waiting: dict[str, int]) -> list[int]:
        """Row indexes so that a parent in the file comes before its children; rows on a cycle are rejected."""
        order: list[int] = []
        state: dict[str, int] = {}
        for start in waiting:
            chain: list[str] = []
            code = start
            while code in waiting and code not in state:
                state[code] = 1
                chain.append(code)
                code = self.rows[waiting[code]].parent_code
            cyclic = code in chain
            for member in reversed(chain):
                if cyclic and chain.index(member) >= chain.index(code):
                    self.outcomes[waiting[member]] = RowOutcome("rejected", "unit_parent_cycle", "parent_code")
                else:
                    order.append(waiting[member])
        return order

    def _take(self, index: int, created: list[OrgUnit]) -> None:
        row = self.rows[index]
        unit = self.existing.get(row.code)
        if unit is None:
            self._create(index, row, created)
        elif row.parent_code and row.parent_code not in self.existing:
            self.outcomes[index] = RowOutcome("rejected", "unit_parent_unknown", "parent_code", row.parent_code)
        else:
            self.outcomes[index] = self._update(unit, row)

    def _create(self, index: int, row: UnitRow, created: list[OrgUnit]) -> None:
        parent = self.existing.get(row.parent_code) if row.parent_code else None
        if row.parent_code and parent is None:
            self.outcomes[index] = RowOutcome("rejected", "unit_parent_unknown", "parent_code", row.parent_code)
            return
        if parent is None and self.existing:
            self.outcomes[index] = RowOutcome("rejected", "unit_second_root", "parent_code")
            return
        unit = OrgUnit(
            code=row.code,
            name=row.name,
            kind=row.kind,
            status=row.status or UnitStatus.OPEN,
            attributes=dict(row.attributes),
            opened_on=row.opened_on,
            path=self._new_path(parent),
            depth=(parent.depth if parent else 0) + 1,
        )
        if parent is not None:
            parent.numchild += 1
        self.existing[row.code] = unit
        created.append(unit)
        self.outcomes[index] = RowOutcome("created")

    def _new_path(self, parent: OrgUnit | None) -> str:
        # Paths are computed here: treebeard's own bulk load takes seconds for some thousand nodes (stack.md).
        base = parent.path if parent else ""
        if base not in self.next_child:
            last = max((p for p in self.by_path if len(p) == len(base) + STEP and p.startswith(base)), default="")
            self.next_child[base] = OrgUnit._str2int(last[-STEP:]) if last else 0
        self.next_child[base] += 1
        path: str = OrgUnit._get_path(base, len(base) // STEP + 1, self.next_child[base])
        return path

    def _update(self, unit: OrgUnit, row: UnitRow) -> RowOutcome:
        wanted = {
            "name": row.name or unit.name,
            "kind": row.kind or unit.kind,
            "status": row.status or unit.status,
            "opened_on": row.opened_on or unit.opened_on,
            "attributes": {**unit.attributes, **row.attributes},
        }
        changed = {name: value for name, value in wanted.items() if getattr(unit, name) != value}
        moved = bool(row.parent_code) and self.by_path.get(unit.path[:-STEP]) not in (row.parent_code, None)
        if changed and unit.pk:
            OrgUnit.objects.filter(pk=unit.pk).update(**changed)
            publish("unit.changed", unit.pk)
        if moved:
            try:
                _move(OrgUnit.objects.get(pk=unit.pk), self.existing[row.parent_code], local_date(unit.pk, self.now))
            except Problem as problem:
                return RowOutcome("rejected", problem.code, "parent_code", row.parent_code)
        return RowOutcome("updated" if changed or moved else "unchanged")

    def _write(self, created: list[OrgUnit]) -> None:
        OrgUnit.objects.bulk_create(created, batch_size=500)
        by_path = dict(OrgUnit.objects.values_list("path", "pk"))
        for unit in (u for u in self.existing.values() if u.numchild):
            OrgUnit.objects.filter(path=unit.path).update(numchild=unit.numchild)
        UnitMembership.objects.bulk_create(
            UnitMembership(
                unit_id=by_path[unit.path],
                parent_id=by_path.get(unit.path[:-STEP]),
                valid_from=unit.opened_on or date(2000, 1, 1),
            )
            for unit in created
        )
        publish_many("unit.changed", [(by_path[unit.path], {}) for unit in created])


def move_unit(*, code: str, to: str, on: date, account: object, now: datetime) -> None:
    """Moves a subtree under another parent from a date on. Raises Problem for cycles, future or overlapping dates."""
    with transaction.atomic():
        units = {u.code: u for u in OrgUnit.objects.filter(code__in=[code, to])}
        unit, parent = units[code], units.get(to)
        if parent is None:
            raise Problem("unit_parent_unknown", 422, field="parent", params={"value": to})
        if on > local_date(unit.pk, now):
            raise Problem("unit_move_future", 422, field="on")
        before = OrgUnit.objects.get_parent(unit).code if unit.depth > 1 else None
        _move(unit, parent, on)
        record(
            "unit.moved", account=account, object_kind="unit", object_id=code, unit_id=unit.pk,
            before={"parent": before}, after={"parent": to, "on": on.isoformat()},
        )  # fmt: skip
        touch_tree()


def _move(unit: OrgUnit, parent: OrgUnit, on: date) -> None:
    try:
        OrgUnit.objects.move(unit, parent, pos="last-child")
    except InvalidMoveToDescendant as error:
        raise Problem("unit_move_under_itself", 422, field="parent") from error
    open_row = UnitMembership.objects.filter(unit=unit, valid_to=None).first()
    if open_row and open_row.valid_from >= on:
        raise Problem("unit_move_overlap", 422, field="on", params={"since": open_row.valid_from})
    if open_row:
        open_row.valid_to = on
        open_row.save(update_fields=["valid_to"])
    UnitMembership.objects.create(unit=unit, parent=parent, valid_from=on)
    publish("unit.changed", unit.pk)


def touch_tree() -> None:
    """Marks every scope and cache that knows the tree as stale; also called when a grant changes."""
    if not TreeVersion.objects.update(number=F("number") + 1):
        TreeVersion.objects.create(number=1)
    forget_known()
    transaction.on_commit(forget_known)
