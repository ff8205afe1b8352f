"""What is known of people when it is decided whether to ask them: read for a whole chunk at once, never per person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from opencem.engines.contact import Clock, Contact, ContactRules, Person, Reach
from opencem.kit.bulk import among, among_ids
from opencem.listen.customers.models import Identity
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.models import Complaint, Dispatch, DispatchOutcome, OptOut, Suppression
from opencem.listen.responses.models import Response
from opencem.platform.accounts.service import system_scope
from opencem.platform.organization import queries as organization

Digests = Mapping[str, str]  # {kind of identity: digest}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be asked. `unit_id` is where the asking belongs; `timezone` their own, empty: that of the unit."""

    customer_id: int
    unit_id: int
    timezone: str = ""


def people_of(
    candidates: Sequence[Candidate],
    channels: Sequence[str],
    rules: ContactRules,
    now: datetime,
    besides: Collection[str] = (),
) -> list[Person]:
    """One `Person` for each candidate, in their order. Five or six queries, however many they are.

    `besides`: message ids that are not counted, being those of what is decided.
    """
    ids = [candidate.customer_id for candidate in candidates]
    reaches = reaches_of(ids, channels)
    complaints = dict(Complaint.objects.filter(customer_id__in=among_ids(ids)).values_list("customer_id", "at"))
    contacts = contacts_of(ids, rules, now, besides)
    zones = _Zones(candidates)
    return [
        Person(
            channels=reaches[candidate.customer_id],
            zone=zones.of(candidate),
            complained_at=complaints.get(candidate.customer_id),
            contacts=contacts.get(candidate.customer_id, ()),
        )
        for candidate in candidates
    ]


def reaches_of(ids: Collection[int], channels: Sequence[str]) -> dict[int, dict[str, Reach]]:
    """By which of the channels each customer has an address, and whether it may be used."""
    addresses = digests_of(ids, channels)
    suppressed = _suppressed(addresses.values())
    opted_out = _opted_out(ids)
    return {id_: _reach(addresses.get(id_, {}), channels, suppressed, opted_out.get(id_, ())) for id_ in ids}


def digests_of(ids: Collection[int], channels: Sequence[str]) -> dict[int, dict[str, str]]:
    """The digest of each customer's first key of every kind that the channels use."""
    kinds = {identity for channel in channels if (identity := CHANNELS[channel].identity)}
    found: dict[int, dict[str, str]] = {}
    rows = Identity.objects.filter(customer_id__in=among_ids(ids)).values_list("id", "customer_id", "kind", "digest")
    # Narrowed and sorted here: asked for a kind or an order, SQLite walks the whole table for every chunk.
    for _, customer, kind, digest in sorted(row for row in rows if row[2] in kinds):
        found.setdefault(customer, {}).setdefault(kind, digest)
    return found


def _reach(
    addresses: Digests, channels: Sequence[str], suppressed: set[str], opted_out: Iterable[str]
) -> dict[str, Reach]:
    reach: dict[str, Reach] = {}
    for channel in channels:
        identity = CHANNELS[channel].identity
        digest = addresses.get(identity) if identity else ""
        if digest is None:
            continue
        reach[channel] = Reach.OPEN
        if digest in suppressed:
            reach[channel] = Reach.SUPPRESSED
        if opted_out and ("" in opted_out or channel in opted_out):
            reach[channel] = Reach.OPTED_OUT
    return reach


def _suppressed(addresses: Iterable[Digests]) -> set[str]:
    if not Suppression.objects.exists():
        return set()
    digests = [digest for each in addresses for digest in each.values()]
    return set(Suppression.objects.filter(digest__in=among(digests)).values_list("digest", flat=True))


def _opted_out(ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = OptOut.objects.filter(customer_id__in=among_ids(ids), revoked_at=None)
    for customer, channel in rows.values_list("customer_id", "channel"):
        found[customer].add(channel)
    return found


def contacts_of(
    ids: Collection[int], rules: ContactRules, now: datetime, besides: Collection[str] = ()
) -> dict[int, list[Contact]]:
    """What the fatigue rules may count of each customer."""
    since = now - rules.looks_back
    contacts: dict[int, list[Contact]] = defaultdict(list)
    clocks = {rule.clock for rule in rules.fatigue}
    if Clock.INVITED in clocks:
        _add_invited(contacts, ids, since, now, besides)
    if Clock.ANSWERED in clocks:
        _add_answered(contacts, ids, since)
    return contacts


def _add_invited(
    contacts: dict[int, list[Contact]],
    ids: Collection[int],
    since: datetime,
    now: datetime,
    besides: Collection[str],
) -> None:
    """Every message that went out; one that is under way may go out this very moment. What was refused reached nobody."""
    rows = Dispatch.rows.filter(customer_id__in=among_ids(ids), at__gte=since).exclude(outcome=DispatchOutcome.REFUSED)
    if besides:
        rows = rows.exclude(message_id__in=among(besides))
    for customer, at, outcome, survey, channel, reminder in rows.values_list(
        "customer_id", "at", "outcome", "survey__key", "channel", "reminder"
    ):
        counted = now if outcome == DispatchOutcome.SENDING else at
        contacts[customer].append(Contact(counted, Clock.INVITED, survey, channel, reminder))


def _add_answered(contacts: dict[int, list[Contact]], ids: Collection[int], since: datetime) -> None:
    answered = Response.objects.visible_to(system_scope("contact rules"))
    rows = answered.filter(customer_id__in=among_ids(ids), submitted_at__gte=since, is_test=False)
    for customer, at, survey, channel in rows.values_list("customer_id", "submitted_at", "survey__key", "channel"):
        contacts[customer].append(Contact(at, Clock.ANSWERED, survey, channel))


class _Zones:
    """The person's own time zone where it is known, else the unit's."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._units = organization.zones_of({candidate.unit_id for candidate in candidates})

    def of(self, candidate: Candidate) -> ZoneInfo:
        own = zone_named(candidate.timezone) if candidate.timezone else None
        return own or self._units[candidate.unit_id]


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name; None for a name that is none, as an import may have brought."""
    return ZoneInfo(name) if name in _known_zones() else None


def timezone_of(attributes: Mapping[str, str]) -> str:
    """A customer's own time zone as an attribute tells it; empty when it does not."""
    return str(attributes.get("timezone", "")) if attributes else ""
