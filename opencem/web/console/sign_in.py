"""Sign-in by django-allauth: accounts are made by administrators, so signing up is closed."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def login_tried(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The login whose failures the lock counts: allauth names it `username`, the form `login`; case makes no new one."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return given.strip().lower()[:150]
