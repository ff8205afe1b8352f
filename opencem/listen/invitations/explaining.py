"""Why a person was asked or not: every invitation with the rule that decided, and what would hold right now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from opencem.engines.contact import Ask, Decision, decide
from opencem.kit.problems import not_found
from opencem.listen.customers.models import Customer
from opencem.listen.invitations import people, queries, rules
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.facts import Candidate, people_of, timezone_of
from opencem.listen.invitations.models import ContactPolicy, Invitation, InvitationStep, OptOut
from opencem.listen.surveys.queries import published_surveys
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

SHOWN = 50
_FAR = timedelta(days=36500)


@dataclass(frozen=True, slots=True)
class Explained:
    """One person. `now` is what the rules would say to asking for `survey` at this moment by any channel."""

    survey: str
    now: Decision
    policy: ContactPolicy
    invitations: Sequence[tuple[Invitation, Sequence[InvitationStep]]]
    opted_out: Sequence[OptOut]


def customer_of(scope: Scope, public_id: str) -> Customer:
    """A customer who is at home in the scope, bought there, or was asked there; else Problem `not_found`."""
    asked = Invitation.objects.visible_to(scope).filter(customer_id=OuterRef("pk"))
    belongs = people.belongs_to(scope) if scope.everything else people.belongs_to(scope) | Q(Exists(asked))
    found = Customer.objects.filter(belongs, public_id=public_id.replace("\x00", "")).first()
    if found is None:
        raise not_found()
    return found


def explain(scope: Scope, customer: Customer, survey: str, now: datetime) -> Explained:
    """`survey` empty: the first that takes answers."""
    wanted = survey or next((each.key for each in published_surveys()), "")
    page = queries.list_invitations(scope, queries.Asked(customer_id=customer.pk), cursor=None, limit=SHOWN)
    steps = queries.steps_of(scope, [invitation.pk for invitation in page.items])
    return Explained(
        survey=wanted,
        now=_now(customer, wanted, now),
        policy=rules.in_force(),
        invitations=[(invitation, steps.get(invitation.pk, [])) for invitation in page.items],
        opted_out=list(OptOut.objects.filter(customer=customer, revoked_at=None).order_by("channel")),
    )


def _now(customer: Customer, survey: str, now: datetime) -> Decision:
    """Contacts of every unit count, also those this reader may not see: the rule does not ask who is looking."""
    contact = rules.contact_rules()
    unit = customer.home_unit_id or organization.tree().in_order[0].id
    candidate = Candidate(customer.pk, unit, timezone_of(customer.attributes))
    (person,) = people_of([candidate], tuple(CHANNELS), contact, now)
    # The channel that only calls another system reaches anybody: it says nothing about a person's addresses.
    channels = tuple(name for name, channel in CHANNELS.items() if channel.identity)
    return decide(contact, Ask(survey, channels, now + _FAR), person, now)
