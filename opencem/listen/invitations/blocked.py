"""Reads of those who are not to be asked: addresses on the list, and people who opted out, of a scope's customers.

An address on the list is nobody's by itself. Whoever sees the whole company sees all of them; others see those that
belong to customers of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from opencem.kit.bulk import among
from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.listen.customers.identity import BadIdentity, digest, normalise
from opencem.listen.customers.models import Customer, Identity
from opencem.listen.invitations import people
from opencem.listen.invitations.models import Invitation, OptOut, Suppression
from opencem.platform.scope.value import Scope


class _Known(Protocol):
    @property
    def digest(self) -> str: ...


Known = TypeVar("Known", bound=_Known)
Row = TypeVar("Row", Suppression, OptOut)


def _customers(scope: Scope) -> QuerySet[Customer]:
    return Customer.objects.filter(people.belongs_to(scope))


def suppressions(scope: Scope) -> QuerySet[Suppression]:
    rows = Suppression.objects.all()
    if scope.everything:
        return rows
    mine = Identity.objects.filter(kind=OuterRef("kind"), digest=OuterRef("digest"), customer__in=_customers(scope))
    return rows.filter(Exists(mine))


def opt_outs(scope: Scope) -> QuerySet[OptOut]:
    rows = OptOut.objects.select_related("customer")
    return rows if scope.everything else rows.filter(customer__in=_customers(scope))


def outside(scope: Scope, addresses: Sequence[Known]) -> list[Known]:
    """Those that belong to no customer of the scope; none for whoever sees the whole company."""
    if scope.everything or not addresses:
        return []
    digests = among([address.digest for address in addresses])
    mine = Identity.objects.filter(digest__in=digests, customer__in=_customers(scope))
    known = set(mine.values_list("digest", flat=True))
    return [address for address in addresses if address.digest not in known]


def list_suppressions(
    scope: Scope, *, words: str, reason: str, cursor: str | None, limit: int
) -> tuple[Page[Suppression], int]:
    """Newest first, with how many there are; `words`: a whole address, or part of a note."""
    rows = suppressions(scope)
    if words:
        rows = rows.filter(Q(digest__in=_digests(words)) | Q(note__icontains=words))
    rows = rows.filter(reason=reason) if reason else rows
    return _newest_first(rows, cursor, limit), rows.count()


def list_opt_outs(
    scope: Scope, *, words: str, channel: str, revoked: bool, cursor: str | None, limit: int
) -> tuple[Page[OptOut], int]:
    """The same of people; `words`: a whole phone, e-mail or member id. `revoked`: those taken back."""
    rows = opt_outs(scope).filter(revoked_at__isnull=not revoked)
    if words:
        rows = rows.filter(Exists(Identity.objects.filter(customer=OuterRef("customer"), digest__in=_digests(words))))
    rows = rows.filter(channel=channel) if channel else rows
    return _newest_first(rows, cursor, limit), rows.count()


def _newest_first(rows: QuerySet[Row], cursor: str | None, limit: int) -> Page[Row]:
    parts = decode_cursor(cursor, datetime, int)
    if parts is not None:
        at, last = parts
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=last))
    return page_of(list(rows.order_by("-at", "-pk")[: limit + 1]), limit, lambda row: [row.at.isoformat(), row.pk])


def _digests(words: str) -> list[str]:
    """What the words would be matched by as a key of any kind."""
    found = []
    for kind in ("phone", "email", "member"):
        try:
            found.append(digest(kind, normalise(kind, words)))
        except BadIdentity:
            continue
    return found


def links_of(scope: Scope, rows: Iterable[OptOut]) -> Mapping[int, Invitation]:
    """The invitations whose links people opted out by, by opt-out, as far as the scope covers them."""
    by_invitation = {row.invitation_id: row.pk for row in rows if row.invitation_id}
    found = Invitation.objects.visible_to(scope).filter(pk__in=list(by_invitation)).select_related("batch", "trigger")
    return {by_invitation[invitation.pk]: invitation for invitation in found}
