"""The door of customers: find people by their keys, record who they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from opencem.kit.bulk import among
from opencem.kit.ids import new_id
from opencem.listen.customers.identity import PRECEDENCE, BadIdentity, digest, normalise
from opencem.listen.customers.models import Customer, Identity
from opencem.platform.events.service import publish_many

Key = tuple[str, str]  # (kind, digest)
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """What a row says of a person. `identities` maps kinds to normalised values; blanks change nothing."""

    identities: Mapping[str, str]
    name: str = ""
    level: str = ""
    home_unit_id: int | None = None
    joined_on: date | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


class Upserted(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class UpsertResult:
    """Row by row: the customer's id (None for a conflict) and what happened."""

    ids: tuple[int | None, ...]
    states: tuple[Upserted, ...]


def identify(kind: str, value: str) -> int | None:
    """The id of the customer known by this key, if any. A value that cannot be such a key identifies nobody."""
    return identify_many(kind, [value]).get(value)


def identify_many(kind: str, values: Collection[str]) -> dict[str, int]:
    """The same for many values: `{value: customer id}` of those that are known."""
    keys = {value: key for value in values if (key := _key(kind, value)) is not None}
    known = _known(keys.values())
    return {value: known[key] for value, key in keys.items() if key in known}


def digest_of(kind: str, value: str) -> str:
    """What a key is matched by; "" for a value that cannot be such a key."""
    key = _key(kind, value)
    return key[1] if key else ""


def known_by(keys: Collection[Key]) -> dict[Key, int]:
    """The customers that these keys, as (kind, digest), belong to."""
    return _known(keys)


def upsert_many(rows: Sequence[NewCustomer], *, now: datetime) -> UpsertResult:
    """Create or update one customer per row, found by any of its identities.

    Rows whose identities belong to different customers are conflicts and change nothing; so is a row without any
    identity. Publishes `customer.recorded` for what was created or updated, in the same transaction.
    """
    with transaction.atomic():
        return _Upsert(rows).run()


def ensure_many(identities: Sequence[Mapping[str, str]], *, now: datetime) -> list[int | None]:
    """The customer of each set of identities (normalised), made when none is known; None for an empty set.

    Where the keys of one set name different people the stronger key decides, and no key changes hands.
    """
    if not any(identities):
        return [None] * len(identities)
    with transaction.atomic():
        known = _known(_keys_of(identities))
        missing = [each for each in identities if each and _decide(each, known) is None]
        upsert_many([NewCustomer(each) for each in missing], now=now)
        known = _known(_keys_of(identities))
        _learn(identities, known)
        return [_decide(each, known) if each else None for each in identities]


def _key(kind: str, value: str) -> Key | None:
    try:
        return kind, digest(kind, normalise(kind, value))
    except BadIdentity:
        return None


def _keys_of(identities: Iterable[Mapping[str, str]]) -> list[Key]:
    return [(kind, digest(kind, value)) for each in identities for kind, value in each.items()]


def _known(keys: Collection[Key]) -> dict[Key, int]:
    """Which of these keys belong to whom."""
    digests: dict[str, set[str]] = {}
    for kind, digest_ in keys:
        digests.setdefault(kind, set()).add(digest_)
    return {
        (kind, found): customer
        for kind, wanted in digests.items()
        for found, customer in Identity.objects.filter(kind=kind, digest__in=among(wanted)).values_list(
            "digest", "customer_id"
        )
    }


def _decide(identities: Mapping[str, str], known: Mapping[Key, int]) -> int | None:
    for kind in PRECEDENCE:
        if kind in identities:
            found = known.get((kind, digest(kind, identities[kind])))
            if found is not None:
                return found
    return None


def _learn(identities: Sequence[Mapping[str, str]], known: dict[Key, int]) -> None:
    """Keys that nobody has yet go to the customer that the other keys of their set name."""
    new: dict[Key, Identity] = {}
    for each in identities:
        owner = _decide(each, known)
        for kind, value in each.items():
            key = (kind, digest(kind, value))
            if owner is not None and key not in known and key not in new:
                new[key] = Identity(customer_id=owner, kind=kind, digest=key[1], value=value)
    Identity.objects.bulk_create(new.values(), batch_size=BATCH)


class _Upsert:
    """One batch: who is known, who is new (also twice within the batch), what changed."""

    def __init__(self, rows: Sequence[NewCustomer]) -> None:
        self.rows = rows
        self.keys = [[(kind, digest(kind, value)) for kind, value in row.identities.items()] for row in rows]
        known = _known([key for keys in self.keys for key in keys])
        customers = Customer.objects.in_bulk(set(known.values()))
        self.owners: dict[Key, Customer] = {key: customers[owner] for key, owner in known.items()}
        self.created: list[Customer] = []
        self.changed: dict[int, Customer] = {}
        self.identities: list[Identity] = []

    def run(self) -> UpsertResult:
        outcomes = [self._take(row, keys) for row, keys in zip(self.rows, self.keys, strict=True)]
        Customer.objects.bulk_create(self.created, batch_size=BATCH)
        Customer.objects.bulk_update(
            self.changed.values(), ["name", "level", "home_unit_id", "joined_on", "attributes"], batch_size=BATCH
        )
        for identity in self.identities:
            identity.customer_id = identity.customer.pk
        Identity.objects.bulk_create(self.identities, batch_size=BATCH)
        touched = {customer.pk for customer, state in outcomes if customer and state is not Upserted.UNCHANGED}
        publish_many("customer.recorded", [(pk, {}) for pk in sorted(touched)])
        return UpsertResult(
            tuple(customer.pk if customer else None for customer, _ in outcomes), tuple(state for _, state in outcomes)
        )

    def _take(self, row: NewCustomer, keys: list[Key]) -> tuple[Customer | None, Upserted]:
        found = {id(self.owners[key]): self.owners[key] for key in keys if key in self.owners}
        if len(found) > 1 or not keys:
            return None, Upserted.CONFLICT
        if found:
            return self._update(next(iter(found.values())), row, keys)
        customer = Customer(public_id=new_id())
        _fill(customer, row)
        self.created.append(customer)
        self._add_identities(customer, row, keys)
        return customer, Upserted.CREATED

    def _update(self, customer: Customer, row: NewCustomer, keys: list[Key]) -> tuple[Customer, Upserted]:
        learned = self._add_identities(customer, row, keys)
        filled = _fill(customer, row)
        if filled and customer.pk:
            self.changed[customer.pk] = customer
        return customer, Upserted.UPDATED if filled or learned else Upserted.UNCHANGED

    def _add_identities(self, customer: Customer, row: NewCustomer, keys: list[Key]) -> bool:
        new = [(key, row.identities[key[0]]) for key in keys if key not in self.owners]
        for key, value in new:
            self.owners[key] = customer
            self.identities.append(Identity(customer=customer, kind=key[0], digest=key[1], value=value))
        return bool(new)


def _fill(customer: Customer, row: NewCustomer) -> bool:
    """Write what the row knows into the customer; a blank leaves what is there. Whether anything changed."""
    wanted = {
        "name": row.name or customer.name,
        "level": row.level or customer.level,
        "home_unit_id": row.home_unit_id or customer.home_unit_id,
        "joined_on": row.joined_on or customer.joined_on,
        "attributes": {**customer.attributes, **row.attributes},
    }
    changed = {name: value for name, value in wanted.items() if getattr(customer, name) != value}
    for name, value in changed.items():
        setattr(customer, name, value)
    return bool(changed)
