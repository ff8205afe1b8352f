"""Saved views of lists: one's own, those others share, and the one a list opens with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from opencem.kit.problems import Problem, not_found, register_problems
from opencem.platform.accounts.models import Account, DefaultView, SavedView

MOST_VIEWS = 100
"""Of one account on one page."""

register_problems(
    {
        "view_exists": {"zh-hans": "已有同名视图，换个名字", "en": "You have a view of this name. Choose another."},
        "too_many_views": {
            "zh-hans": "视图已达 {limit} 个，先删几个",
            "en": "You have {limit} views. Delete some first.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class OfferedView:
    """A view as one reader is offered it."""

    view: SavedView
    mine: bool
    default: bool


def list_views(account: Account, page: str) -> Sequence[OfferedView]:
    """One's own first, then what others share, each by name."""
    opened_with = DefaultView.objects.filter(account=account, page=page).values_list("view_id", flat=True).first()
    offered = [
        OfferedView(view, view.account_id == account.pk, view.pk == opened_with)
        for view in _visible(account).filter(page=page).select_related("account").order_by("name", "pk")
    ]
    return sorted(offered, key=lambda each: not each.mine)


def save_view(account: Account, *, page: str, name: str, search: str, shared: bool) -> OfferedView:
    """Keeps a view. Raises Problem `view_exists`, `too_many_views`."""
    if SavedView.objects.filter(account=account, page=page).count() >= MOST_VIEWS:
        raise Problem("too_many_views", 422, params={"limit": MOST_VIEWS})
    view = SavedView(account=account, page=page, name=name, search=search, shared=shared)
    _write(view)
    return OfferedView(view, mine=True, default=False)


@transaction.atomic
def change_view(account: Account, view_id: int, *, changes: Mapping[str, Any], default: bool | None) -> OfferedView:
    """Only the owner changes a view; anybody may open a list with one they are offered. Raises `not_found`, `view_exists`.

    A view that is no longer shared is nobody else's default any more.
    """
    view = _visible(account).filter(pk=view_id).first()
    if view is None or (changes and view.account_id != account.pk):
        raise not_found()
    for name, value in changes.items():
        setattr(view, name, value)
    if changes:
        _write(view)
    if not view.shared:
        DefaultView.objects.filter(view=view).exclude(account=view.account).delete()
    if default is not None:
        _open_with(account, view, default=default)
    is_default = DefaultView.objects.filter(account=account, view=view).exists()
    return OfferedView(view, view.account_id == account.pk, is_default)


def delete_view(account: Account, view_id: int) -> None:
    """Raises `not_found` for another's view."""
    if not SavedView.objects.filter(account=account, pk=view_id).delete()[0]:
        raise not_found()


def _visible(account: Account) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(account=account) | Q(shared=True))


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Problem("view_exists", 409, field="name") from error


def _open_with(account: Account, view: SavedView, *, default: bool) -> None:
    if default:
        DefaultView.objects.update_or_create(account=account, page=view.page, defaults={"view": view})
    else:
        DefaultView.objects.filter(account=account, view=view).delete()
