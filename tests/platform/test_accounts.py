from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencem.kit.problems import Problem
from opencem.platform.accounts import queries
from opencem.platform.accounts.models import Grant, Role
from opencem.platform.accounts.service import GrantWish, change_account, create_account, scope_for, system_scope
from opencem.platform.audit.models import AuditEntry
from opencem.platform.organization import queries as organization
from tests.conftest import PASSWORD


def codes(scope: Any) -> set[str]:
    return {unit.code for unit in organization.units_in(scope)}


def test_each_sees_its_own(people: Any) -> None:
    def seen(name: str) -> set[str]:
        return codes(scope_for(people[name], "org.read", purpose="test"))

    assert len(seen("hq_analyst")) == 9
    assert seen("r1_manager") == {"R1", "C11", "0001", "0002"}
    assert seen("s1_manager") == {"0001"}
    assert scope_for(people["stranger"], "org.read", purpose="test") is None


def test_a_right_held_in_one_subtree_opens_no_row_of_another(people: Any, company: Any) -> None:
    """Manager of one region and viewer of another: tickets are worked in the first, only read in the second."""
    viewer = Role.objects.get(code="viewer")
    Grant.objects.create(account=people["r1_manager"], role=viewer, unit_id=company["R2"])
    work = scope_for(people["r1_manager"], "ticket.work", purpose="test")
    read = scope_for(people["r1_manager"], "ticket.read", purpose="test")
    assert codes(work) == {"R1", "C11", "0001", "0002"}
    assert codes(read) == {"R1", "C11", "0001", "0002", "R2", "C21", "0003"}


def test_masking_follows_the_grants(people: Any) -> None:
    manager = scope_for(people["s1_manager"], "feedback.read", purpose="test")
    admin = scope_for(people["hq_admin"], "feedback.read", purpose="test")
    assert manager is not None
    assert not manager.personal_data
    assert admin is not None
    assert admin.personal_data


def test_a_lost_grant_counts_at_the_next_request(people: Any, api: Any) -> None:
    client = api("r1_manager")
    assert len(client.get("/units").json()["items"]) == 4
    Grant.objects.filter(account=people["r1_manager"]).delete()
    assert client.get("/units").status_code == 403


def test_a_disabled_account_is_signed_out(people: Any, api: Any) -> None:
    client = api("s1_manager")
    people["s1_manager"].is_active = False
    people["s1_manager"].save()
    assert client.get("/me").status_code == 401


def test_a_fingerprint_changes_with_rows_fields_and_tree(people: Any, company: Any) -> None:
    from opencem.platform.organization.service import touch_tree

    before = scope_for(people["r1_manager"], "org.read", purpose="a")
    other = scope_for(people["r2_manager"], "org.read", purpose="a")
    touch_tree()
    after = scope_for(people["r1_manager"], "org.read", purpose="a")
    assert before
    assert other
    assert after
    assert len({before.fingerprint, other.fingerprint, after.fingerprint}) == 3


@settings(max_examples=30, deadline=None)
@given(ids=st.frozensets(st.integers(1, 50)))
def test_narrowing_never_widens(ids: frozenset[int]) -> None:
    from opencem.platform.scope.value import seal_scope

    scope = seal_scope(
        account_id=1,
        unit_ids=frozenset({1, 2, 3}),
        roots=(1,),
        permission="x",
        personal_data=False,
        purpose="x",
        version="1",
    )
    assert scope.narrowed(ids).unit_ids == ids & {1, 2, 3}


def test_accounts_are_made_changed_and_audited(people: Any) -> None:
    admin = people["hq_admin"]
    scope = scope_for(admin, "accounts.write", purpose="test")
    assert scope is not None
    made = create_account(
        by=admin, scope=scope, username="new", name="新店长", password="sunny-Chestnut-9",
        grants=[GrantWish("store_manager", "0002")], fields={},
    )  # fmt: skip
    change_account(by=admin, scope=scope, account=made, changes={}, grants=[GrantWish("viewer", "0001")])
    assert codes(scope_for(made, "org.read", purpose="test")) == {"0001"}
    assert AuditEntry.objects.filter(object_kind="account", object_id=str(made.pk)).count() == 2
    with pytest.raises(Problem, match="username_taken"):
        create_account(by=admin, scope=scope, username="NEW", name="x", password=PASSWORD, grants=[], fields={})
    with pytest.raises(Problem, match="password_weak"):
        create_account(by=admin, scope=scope, username="weak", name="x", password="password123", grants=[], fields={})


def test_the_last_administrator_stays(people: Any) -> None:
    admin = people["hq_admin"]
    scope = scope_for(admin, "accounts.write", purpose="test")
    assert scope is not None
    with pytest.raises(Problem, match="last_administrator"):
        change_account(by=admin, scope=scope, account=admin, changes={"is_active": False}, grants=None)


def test_levels_of_escalation_are_grants_at_the_unit(people: Any, company: Any) -> None:
    assert [a.username for a in queries.accounts_at("ticket.work", company["0001"])] == ["s1_manager"]
    assert {a.username for a in queries.accounts_at("ticket.work", company["R1"])} == {"r1_manager", "r1_agent"}
    team = {a.username for a in queries.accounts_with("ticket.work", company["0001"])}
    assert team == {"hq_admin", "r1_manager", "s1_manager", "agent", "r1_agent"}


def test_the_system_scope_is_everything(company: Any) -> None:
    assert system_scope("test").everything
