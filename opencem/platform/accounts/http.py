"""Signed-in account, accounts, roles; and the decorator by which every endpoint of the product gets its scope."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from ninja import Router, Schema

from opencem.kit.problems import Problem
from opencem.platform.accounts import queries, service
from opencem.platform.accounts.models import Account, Role
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

router = Router(tags=["accounts"])


class ScopedRequest(HttpRequest):
    """A request whose reader is known: `account`, and the `scope` on which it holds the endpoint's permission."""

    account: Account
    scope: Scope


def scoped(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives the endpoint `request.scope`; 403 when the account holds the permission nowhere."""

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(endpoint)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            account = cast(Account, request.user)
            scope = service.scope_for(account, permission, purpose=permission)
            if scope is None:
                raise Problem("forbidden", 403)
            asked = cast(ScopedRequest, request)
            asked.account, asked.scope = account, scope
            return endpoint(asked, *args, **kwargs)

        # ninja resolves annotations in the globals of the function it is given, which are this module's.
        guarded.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
        guarded.permission = permission  # type: ignore[attr-defined]  # read by tests/isolation: every route has one
        return guarded

    return decorate


def signed_in(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """For endpoints about the account itself: no permission, no rows of any unit."""
    endpoint.permission = ""  # type: ignore[attr-defined]  # see `scoped`
    return endpoint


class UnitRef(Schema):
    code: str
    name: str


class GrantOut(Schema):
    role: str
    role_zh: str
    role_en: str
    unit: UnitRef


class AccountOut(Schema):
    id: int
    username: str
    name: str
    email: str
    phone: str
    note: str
    is_active: bool
    language: str
    grants: list[GrantOut]


class MeOut(Schema):
    account: AccountOut
    permissions: list[str]
    home: str
    units_root: list[UnitRef]


class MeIn(Schema, extra="forbid"):
    language: str


class GrantIn(Schema, extra="forbid"):
    role: str
    unit: str


class AccountIn(Schema, extra="forbid"):
    username: str
    name: str
    password: str
    email: str = ""
    phone: str = ""
    note: str = ""
    grants: list[GrantIn]


class AccountPatch(Schema, extra="forbid"):
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    is_active: bool | None = None
    password: str | None = None
    grants: list[GrantIn] | None = None


class RoleOut(Schema):
    code: str
    name_zh: str
    name_en: str
    permissions: list[str]
    personal_data: bool
    home: str
    built_in: bool


def _shape(account: Account) -> dict[str, Any]:
    return {
        "id": account.pk,
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "phone": account.phone,
        "note": account.note,
        "is_active": account.is_active,
        "language": account.language,
        "grants": [
            {
                "role": grant.role.code,
                "role_zh": grant.role.name_zh,
                "role_en": grant.role.name_en,
                "unit": {"code": grant.unit.code, "name": grant.unit.name},
            }
            for grant in account.grants.all()
        ],
    }


@router.get("/me", response=MeOut)
@signed_in
def me(request: HttpRequest) -> dict[str, Any]:
    account = Account.objects.prefetch_related("grants__role", "grants__unit").get(pk=cast(Account, request.user).pk)
    roles = sorted({grant.role for grant in account.grants.all()}, key=lambda role: role.position)
    scope = service.scope_for(account, "org.read", purpose="me")
    roots = organization.roots_of(scope) if scope else []
    return {
        "account": _shape(account),
        "permissions": service.permissions_of(account),
        "home": roles[0].home if roles else "none",
        "units_root": [{"code": unit.code, "name": unit.name} for unit in roots],
    }


@router.patch("/me", response=MeOut)
@signed_in
def change_me(request: HttpRequest, body: MeIn) -> dict[str, Any]:
    if body.language.lower() not in {"zh-hans", "zh-hant", "en"}:
        raise Problem("invalid", 422, field="language")
    Account.objects.filter(pk=cast(Account, request.user).pk).update(language=body.language.lower())
    return cast(dict[str, Any], me(request))


@router.get("/accounts", response=list[AccountOut])
@scoped("accounts.read")
def list_accounts(request: ScopedRequest) -> list[dict[str, Any]]:
    return [_shape(account) for account in queries.accounts_in(request.scope)]


@router.post("/accounts", response={201: AccountOut})
@scoped("accounts.write")
def create_account(request: ScopedRequest, body: AccountIn) -> tuple[int, dict[str, Any]]:
    account = service.create_account(
        by=request.account,
        scope=request.scope,
        username=body.username,
        name=body.name,
        password=body.password,
        grants=[service.GrantWish(g.role, g.unit) for g in body.grants],
        fields={"email": body.email, "phone": body.phone, "note": body.note},
    )
    return 201, _shape(account)


@router.patch("/accounts/{account_id}", response=AccountOut)
@scoped("accounts.write")
def change_account(request: ScopedRequest, account_id: int, body: AccountPatch) -> dict[str, Any]:
    account = service.account_in(request.scope, account_id)
    changes = body.dict(exclude_unset=True, exclude={"grants", "password"})
    if body.password:
        service.check_password(body.password, account)
        account.set_password(body.password)
    wishes = None if body.grants is None else [service.GrantWish(g.role, g.unit) for g in body.grants]
    changed = service.change_account(
        by=request.account, scope=request.scope, account=account, changes=changes, grants=wishes
    )
    return _shape(changed)


@router.get("/roles", response=list[RoleOut])
@scoped("accounts.read")
def list_roles(request: ScopedRequest) -> list[Role]:
    return list(Role.objects.order_by("position"))
