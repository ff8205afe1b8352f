from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from opencem.kit.problems import Problem
from opencem.platform.events.models import Event
from opencem.platform.organization import queries
from opencem.platform.organization.models import OrgUnit, UnitMembership
from opencem.platform.organization.service import UnitRow, import_units, move_unit
from tests.conftest import NOW


def test_parents_may_come_after_their_children(db: None) -> None:
    rows = [UnitRow("007", "店", "C", "store"), UnitRow("C", "城", "HQ", "city"), UnitRow("HQ", "总部", "", "hq")]
    assert [o.state for o in import_units(rows, now=NOW)] == ["created"] * 3
    assert [u.code for u in queries.tree().in_order] == ["HQ", "C", "007"]
    assert OrgUnit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (UnitRow("", "x", "HQ", "store"), "unit_code_missing", "code"),
        (UnitRow("9", "", "HQ", "store"), "unit_name_missing", "name"),
        (UnitRow("9", "x", "HQ", "planet"), "unit_kind_unknown", "kind"),
        (UnitRow("9", "x", "nowhere", "store"), "unit_parent_unknown", "parent_code"),
        (UnitRow("9", "x", "", "hq"), "unit_second_root", "parent_code"),
        (UnitRow("9", "x", "9", "store"), "unit_parent_cycle", "parent_code"),
        (UnitRow("9", "x", "HQ", "store", status="gone"), "unit_status_unknown", "status"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_good_one_taken(
    company: Any, row: UnitRow, code: str, field: str
) -> None:
    bad, good = import_units([row, UnitRow("0100", "好店", "C11", "store")], now=NOW)
    assert (bad.state, bad.code, bad.field) == ("rejected", code, field)
    assert good.state == "created"


def test_a_cycle_of_three_is_refused_whole(company: Any) -> None:
    rows = [UnitRow("a", "a", "c", "city"), UnitRow("b", "b", "a", "city"), UnitRow("c", "c", "b", "city")]
    assert [o.code for o in import_units(rows, now=NOW)] == ["unit_parent_cycle"] * 3


def test_checking_writes_nothing(company: Any) -> None:
    before = queries.tree_version()
    assert import_units([UnitRow("0100", "店", "C11", "store")], now=NOW, check_only=True)[0].state == "created"
    assert not OrgUnit.objects.filter(code="0100").exists()
    assert queries.tree_version() == before


def test_importing_twice_changes_nothing(company: Any) -> None:
    row = UnitRow("0001", "徐汇店", "C11", "store", attributes={"format": "街边店"})
    assert import_units([row], now=NOW)[0].state == "unchanged"
    assert import_units([row], now=NOW, mode="add")[0].code == "unit_exists"


def test_a_move_keeps_history_and_renews_the_tree(company: Any, people: Any) -> None:
    on = date(2026, 6, 1)
    move_unit(code="C11", to="R2", on=on, account=people["hq_admin"], now=NOW)
    assert [u.code for u in queries.ancestors(company["0001"])] == ["C11", "R2", "HQ"]
    rows = UnitMembership.objects.filter(unit__code="C11").order_by("valid_from")
    assert [(r.parent.code if r.parent else "", r.valid_to) for r in rows] == [("R1", on), ("R2", None)]
    assert Event.objects.filter(kind="unit.changed", subject_id=company["C11"]).exists()
    assert OrgUnit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("code", "to", "on", "problem"),
    [
        ("R1", "0001", date(2026, 6, 1), "unit_move_under_itself"),
        ("R1", "R1", date(2026, 6, 1), "unit_move_under_itself"),
        ("C11", "R2", NOW.date() + timedelta(days=1), "unit_move_future"),
        ("C11", "R2", date(1999, 1, 1), "unit_move_overlap"),
        ("C11", "nowhere", date(2026, 6, 1), "unit_parent_unknown"),
    ],
)
def test_an_impossible_move_changes_nothing(company: Any, code: str, to: str, on: date, problem: str) -> None:
    before = [(u.code, u.path) for u in OrgUnit.objects.order_by("path")]
    with pytest.raises(Problem, match=problem):
        move_unit(code=code, to=to, on=on, account=None, now=NOW)
    assert [(u.code, u.path) for u in OrgUnit.objects.order_by("path")] == before


def test_leading_zeros_stay(company: Any) -> None:
    assert set(queries.by_code(["0001", "1"])) == {"0001"}


def test_today_is_the_units_own_day(company: dict[str, int], people: dict[str, Any]) -> None:
    """At half past midnight in Shanghai it is still yesterday in UTC."""
    night = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    with pytest.raises(Problem, match="unit_move_future"):
        move_unit(code="0001", to="C21", on=date(2026, 11, 24), account=people["hq_admin"], now=night)
    move_unit(code="0001", to="C21", on=date(2026, 11, 23), account=people["hq_admin"], now=night)
