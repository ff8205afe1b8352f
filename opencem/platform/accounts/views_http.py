from __future__ import annotations

from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from opencem.platform.accounts import views
from opencem.platform.accounts.http import signed_in
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.views import OfferedView

router = Router(tags=["views"])


Page = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Search = Annotated[str, Field(max_length=2000)]


class ViewOut(Schema):
    """`default`: the list opens with it for the reader."""

    id: int
    name: str
    search: str
    shared: bool
    mine: bool
    owner: str
    default: bool


class ViewsOut(Schema):
    items: list[ViewOut]


class ViewIn(Schema, extra="forbid"):
    page: Page
    name: Name
    search: Search
    shared: bool = False


class ViewPatch(Schema, extra="forbid"):
    name: Name | None = None
    search: Search | None = None
    shared: bool | None = None
    default: bool | None = None


def _shape(offered: OfferedView) -> dict[str, Any]:
    view = offered.view
    return {
        "id": view.pk,
        "name": view.name,
        "search": view.search,
        "shared": view.shared,
        "mine": offered.mine,
        "owner": view.account.name,
        "default": offered.default,
    }


@router.get("/views", response=ViewsOut)
@signed_in
def list_views(request: HttpRequest, page: Page) -> dict[str, Any]:
    """视图: one's own and those shared by others; they hold filters, no rows."""
    return {"items": [_shape(offered) for offered in views.list_views(cast(Account, request.user), page)]}


@router.post("/views", response={201: ViewOut})
@signed_in
def save_view(request: HttpRequest, body: ViewIn) -> Status[dict[str, Any]]:
    offered = views.save_view(
        cast(Account, request.user), page=body.page, name=body.name, search=body.search, shared=body.shared
    )
    return Status(201, _shape(offered))


@router.patch("/views/{view_id}", response=ViewOut)
@signed_in
def change_view(request: HttpRequest, view_id: int, body: ViewPatch) -> dict[str, Any]:
    changes = {name: value for name, value in body.dict(exclude={"default"}).items() if value is not None}
    return _shape(views.change_view(cast(Account, request.user), view_id, changes=changes, default=body.default))


@router.delete("/views/{view_id}", response={204: None})
@signed_in
def delete_view(request: HttpRequest, view_id: int) -> Status[None]:
    views.delete_view(cast(Account, request.user), view_id)
    return Status(204, None)
