"""The organisation over HTTP. It lives here because a reader's scope is built in this room, above organization."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema

from opencem.kit.clock import now
from opencem.platform.accounts.http import ScopedRequest, UnitRef, scoped
from opencem.platform.organization import queries, service

router = Router(tags=["organization"])


class UnitOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    status: str
    parent: str | None
    depth: int
    attributes: dict[str, Any]
    opened_on: date | None


class UnitsOut(Schema):
    items: list[UnitOut]
    version: int


class MoveIn(Schema):
    parent: str
    on: date


class MembershipOut(Schema):
    parent: UnitRef | None
    valid_from: date
    valid_to: date | None


@router.get("/units", response=UnitsOut)
@scoped("org.read")
def list_units(request: ScopedRequest) -> dict[str, Any]:
    tree = queries.tree()
    visible = queries.units_in(request.scope)
    inside = {unit.id for unit in visible}
    return {
        "version": tree.version,
        "items": [
            {
                "id": u.id,
                "code": u.code,
                "name": u.name,
                "kind": u.kind,
                "status": u.status,
                "parent": tree.by_id[u.parent_id].code if u.parent_id in inside else None,
                "depth": u.depth,
                "attributes": u.attributes,
                "opened_on": u.opened_on,
            }
            for u in visible
        ],
    }


@router.post("/units/{code}/move", response=UnitsOut)
@scoped("org.write")
def move(request: ScopedRequest, code: str, body: MoveIn) -> dict[str, Any]:
    queries.resolve(request.scope, code)
    queries.resolve(request.scope, body.parent)
    service.move_unit(code=code, to=body.parent, on=body.on, account=request.account, now=now())
    result: dict[str, Any] = list_units(request)
    return result


@router.get("/units/{code}/history", response=list[MembershipOut])
@scoped("org.read")
def history(request: ScopedRequest, code: str) -> list[dict[str, Any]]:
    unit = queries.resolve(request.scope, code)
    return [
        {
            "parent": {"code": row.parent.code, "name": row.parent.name}
            if row.parent and request.scope.covers(row.parent.pk)
            else None,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
        }
        for row in queries.history(unit.id)
    ]
