"""Who may see what: the only place that builds a `Scope`. Also the changes of accounts and grants."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from opencem.kit.clock import now as clock_now
from opencem.kit.problems import FieldError, Problem, not_found, register_problems
from opencem.platform.accounts.models import Account, Grant, Role
from opencem.platform.audit.service import record
from opencem.platform.organization import queries as organization
from opencem.platform.organization.service import touch_tree
from opencem.platform.scope.value import Scope, seal_scope

register_problems(
    {
        "username_taken": {"zh-hans": "这个登录名已被使用", "en": "This login is taken"},
        "role_unknown": {"zh-hans": "角色「{value}」不存在", "en": "Unknown role “{value}”"},
        "password_weak": {"zh-hans": "密码太弱：{why}", "en": "Weak password: {why}"},
        "last_administrator": {
            "zh-hans": "至少要保留一个启用的总部管理员",
            "en": "At least one active HQ administrator must remain",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """One grant in force: a role's rights over one subtree."""

    unit_id: int
    role: Role


def grants_of(account: Account, on: date) -> list[Held]:
    """The grants of an active account that are in force on a date; none when it is disabled."""
    if not account.is_active:
        return []
    rows = account.grants.select_related("role").filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on)
    )
    return [Held(grant.unit_id, grant.role) for grant in rows]


def scope_for(account: Account, permission: str, *, purpose: str) -> Scope | None:
    """The rows on which this account holds a permission, or None when it holds it nowhere.

    Rights of several grants unite per subtree and never across: a right held in one subtree opens no row of another.
    Personal data is unmasked only when every subtree that gives the permission also unmasks.
    """
    held = [h for h in grants_of(account, clock_now().date()) if permission in h.role.permissions]
    if not held:
        return None
    tree = organization.tree()
    roots = tuple(sorted({h.unit_id for h in held if h.unit_id in tree.by_id}))
    everything = any(tree.by_id[root].parent_id is None for root in roots)
    return seal_scope(
        account_id=account.pk,
        unit_ids=None if everything else frozenset().union(*(tree.subtree(root) for root in roots)),
        roots=roots,
        permission=permission,
        personal_data=all(h.role.personal_data for h in held),
        purpose=purpose,
        version=str(tree.version),
    )


def system_scope(reason: str) -> Scope:
    """Everything, for jobs that belong to nobody. Never reachable from a request."""
    return seal_scope(
        account_id=None,
        unit_ids=None,
        roots=(),
        permission="system",
        personal_data=True,
        purpose=reason,
        version=str(organization.tree_version()),
    )


def permissions_of(account: Account) -> list[str]:
    """Every permission held somewhere: what the console's navigation shows."""
    held = grants_of(account, clock_now().date())
    return sorted({permission for h in held for permission in h.role.permissions})


@dataclass(frozen=True, slots=True)
class GrantWish:
    role: str
    unit: str


def create_account(
    *,
    by: Account | None,
    scope: Scope,
    username: str,
    name: str,
    password: str,
    grants: Sequence[GrantWish],
    fields: Mapping[str, Any],
) -> Account:
    """A new account with its grants. Roles over units outside the giver's scope are refused as unknown."""
    if Account.objects.filter(username__iexact=username).exists():
        raise Problem("username_taken", 422, field="username")
    check_password(password, Account(username=username, name=name))
    with transaction.atomic():
        account = Account.objects.create_user(username, password, name=name, **fields)
        _set_grants(account, grants, scope)
        record("account.created", account=by, object_kind="account", object_id=account.pk, after={"username": username})
        touch_tree()
    return account


def change_account(
    *, by: Account, scope: Scope, account: Account, changes: Mapping[str, Any], grants: Sequence[GrantWish] | None
) -> Account:
    """Changes fields and, when given, replaces the grants within the giver's scope; effective at the next request."""
    before = {"is_active": account.is_active, "grants": _grants_as_text(account)}
    with transaction.atomic():
        for name, value in changes.items():
            setattr(account, name, value)
        account.save()
        if grants is not None:
            _set_grants(account, grants, scope)
        _keep_an_administrator()
        after = {"is_active": account.is_active, "grants": _grants_as_text(account)}
        record("account.changed", account=by, object_kind="account", object_id=account.pk, before=before, after=after)
        touch_tree()
    return account


def _grants_as_text(account: Account) -> list[str]:
    return [f"{g.role.code}@{g.unit.code}" for g in account.grants.select_related("role", "unit")]


def _set_grants(account: Account, wishes: Sequence[GrantWish], scope: Scope) -> None:
    roles = {role.code: role for role in Role.objects.filter(code__in=[w.role for w in wishes])}
    rows = []
    for i, wish in enumerate(wishes):
        if wish.role not in roles:
            raise Problem("role_unknown", 422, field=f"grants.{i}.role", params={"value": wish.role})
        rows.append(Grant(account=account, role=roles[wish.role], unit_id=organization.resolve(scope, wish.unit).id))
    kept = account.grants.all() if scope.unit_ids is None else account.grants.filter(unit_id__in=scope.unit_ids)
    kept.delete()
    Grant.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_an_administrator() -> None:
    if not Grant.objects.filter(role__code="hq_admin", account__is_active=True, unit__depth=1).exists():
        raise Problem("last_administrator", 409)


def check_password(password: str, account: Account) -> None:
    """Raises Problem `password_weak` with Django's reasons; over 128 characters is refused before any hashing."""
    try:
        if len(password) > 128:
            raise ValidationError("128")
        validate_password(password, account)
    except ValidationError as error:
        why = " ".join(error.messages)
        raise Problem("password_weak", 422, errors=[FieldError("password", "password_weak", {"why": why})]) from error


def account_in(scope: Scope, account_id: int) -> Account:
    """An account all of whose grants lie in the scope; else not found."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise not_found()
    units = set(account.grants.values_list("unit_id", flat=True))
    if not all(scope.covers(unit) for unit in units) or (not units and not scope.everything):
        raise not_found()
    return account


def bootstrap_administrator(*, username: str, password: str, name: str, now: datetime) -> Account:
    """The first account, made on the command line: HQ administrator of the root (a company of one unit if none)."""
    from opencem.platform.organization.models import OrgUnit
    from opencem.platform.organization.service import UnitRow, import_units

    if not OrgUnit.objects.exists():
        import_units([UnitRow("HQ", "总部" if settings.LANGUAGE_CODE != "en" else "Headquarters", "", "hq")], now=now)
    root = OrgUnit.objects.get(depth=1)
    return create_account(
        by=None,
        scope=system_scope("createadmin"),
        username=username,
        name=name,
        password=password,
        grants=[GrantWish("hq_admin", root.code)],
        fields={},
    )


def names_of(ids: Collection[int]) -> dict[int, str]:
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))
