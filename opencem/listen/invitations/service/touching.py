"""Events told from outside: a refund, a delivery, a visit, a closed hotline case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.customers.identity import BadIdentity, normalise
from opencem.listen.customers.service import ensure_many
from opencem.listen.invitations import problems  # noqa: F401  registers the codes raised below
from opencem.listen.invitations.models import TouchEvent
from opencem.platform.events.service import publish
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class NewTouch:
    """An event as some system tells it: known by (`kind`, `external_id`). `identities` maps kinds of key to values."""

    kind: str
    external_id: str
    unit: str
    identities: Mapping[str, str]
    occurred_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


def record_touch(*, scope: Scope, touch: NewTouch, now: datetime) -> bool:
    """Stores an event once, and has the triggers hear of it. False when it was told before. Problems not_found, identity_bad."""
    unit = organization.resolve(scope, touch.unit)
    identities = _normalised(touch.identities)
    with transaction.atomic():
        (customer,) = ensure_many([identities], now=now)
        assert customer is not None  # there is at least one identity
        event, created = TouchEvent.rows.get_or_create(
            kind=touch.kind,
            external_id=touch.external_id,
            defaults={
                "unit_id": unit.id, "customer_id": customer, "occurred_at": touch.occurred_at,
                "facts": dict(touch.facts),
            },
        )  # fmt: skip
        if created:
            publish("touch.recorded", event.pk, {"unit": unit.id})
    return created


def _normalised(identities: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for kind, value in identities.items():
        try:
            found[kind] = normalise(kind, value)
        except BadIdentity as error:
            raise Problem("identity_bad", 422, field=f"customer.{kind}") from error
    if not found:
        raise Problem("required", 422, field="customer")
    return found
