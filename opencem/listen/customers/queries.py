"""Reads of customers. Which customers a reader may see is decided by the rows that lead to them (orders, feedback);
what is shown of them is masked by the reader's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from opencem.listen.customers.models import Customer, Identity, IdentityKind
from opencem.platform.privacy.service import mask_email, mask_name, mask_phone, personal
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A person as this reader may see them. `public_id` is what leaves the house; `id` joins rows inside."""

    id: int
    public_id: str
    name: str
    level: str
    home_unit_id: int | None
    joined_on: date | None
    phone: str
    email: str
    member: str
    attributes: Mapping[str, str]


def views(ids: Collection[int], scope: Scope) -> dict[int, CustomerView]:
    """The named customers, masked. The caller found `ids` on rows visible to `scope`."""
    identities = _identities(ids)
    return {customer.pk: _view(customer, identities[customer.pk], scope) for customer in _customers(ids)}


def id_of(public_id: str) -> int | None:
    """The inner id behind a public one; says nothing about whether a reader may see the customer."""
    return Customer.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def home_units(ids: Collection[int]) -> dict[int, int | None]:
    return dict(Customer.objects.filter(pk__in=ids).values_list("pk", "home_unit_id"))


def _customers(ids: Collection[int]) -> Sequence[Customer]:
    return list(Customer.objects.filter(pk__in=ids))


def _identities(ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The first value of each kind, customer by customer."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for customer, kind, value in (
        Identity.objects.filter(customer_id__in=ids).order_by("id").values_list("customer_id", "kind", "value")
    ):
        found[customer].setdefault(kind, value)
    return found


def _view(customer: Customer, identities: Mapping[str, str], scope: Scope) -> CustomerView:
    return CustomerView(
        id=customer.pk,
        public_id=customer.public_id,
        name=personal(scope, customer.name, mask_name),
        level=customer.level,
        home_unit_id=customer.home_unit_id,
        joined_on=customer.joined_on,
        phone=personal(scope, identities.get(IdentityKind.PHONE, ""), mask_phone),
        email=personal(scope, identities.get(IdentityKind.EMAIL, ""), mask_email),
        member=identities.get(IdentityKind.MEMBER, ""),
        attributes=customer.attributes,
    )
