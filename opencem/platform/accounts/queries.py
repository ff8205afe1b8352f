"""Who works where: ticket teams, escalation, lists of accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from opencem.kit.clock import now as clock_now
from opencem.platform.accounts.models import Account, Grant
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


def _in_force(on: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gt=on))


def _holders(permission: str) -> QuerySet[Grant]:
    grants = Grant.objects.filter(_in_force(clock_now().date()), account__is_active=True)
    return grants.select_related("account", "role").order_by("account_id")


def accounts_at(permission: str, unit_id: int) -> list[Account]:
    """Who holds a permission by a grant exactly at this unit: the level a ticket is reported to."""
    found = {g.account_id: g.account for g in _holders(permission).filter(unit_id=unit_id) if _gives(g, permission)}
    return list(found.values())


def accounts_by_unit(permission: str, unit_ids: Collection[int]) -> dict[int, list[Account]]:
    """The same for many units in one query; a unit without anybody is absent."""
    found: dict[int, dict[int, Account]] = {}
    for grant in _holders(permission).filter(unit_id__in=unit_ids):
        if _gives(grant, permission):
            found.setdefault(grant.unit_id, {})[grant.account_id] = grant.account
    return {unit_id: list(accounts.values()) for unit_id, accounts in found.items()}


def accounts_with(permission: str, unit_id: int) -> list[Account]:
    """Who holds a permission on this unit by any grant at it or above: the team of the unit."""
    above = [unit_id, *(unit.id for unit in organization.ancestors(unit_id))]
    grants = _holders(permission).filter(unit_id__in=above)
    return list({g.account_id: g.account for g in grants if _gives(g, permission)}.values())


def _gives(grant: Grant, permission: str) -> bool:
    return permission in grant.role.permissions


def accounts_in(scope: Scope) -> list[Account]:
    """The accounts with a grant in the scope, with roles and units prefetched."""
    accounts = Account.objects.prefetch_related("grants__role", "grants__unit").order_by("username")
    if scope.unit_ids is not None:
        accounts = accounts.filter(grants__unit_id__in=scope.unit_ids).distinct()
    return list(accounts)
