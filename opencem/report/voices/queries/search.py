"""One box for everything: units, tickets, customers, words said, surveys. Each group by its own right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Q

from opencem.act.tickets.models import Ticket
from opencem.listen.customers.models import Customer, IdentityKind
from opencem.listen.feedback.models import Feedback
from opencem.listen.surveys.queries import visible_surveys
from opencem.platform.organization import queries as organization
from opencem.platform.privacy.service import mask_name, personal
from opencem.platform.scope.value import Scope

from .timeline import customers_in

SearchKind = Literal["unit", "ticket", "customer", "feedback", "survey"]
PERMISSIONS: dict[SearchKind, str] = {
    "unit": "dashboard.read",
    "ticket": "ticket.read",
    "customer": "customer.read",
    "feedback": "feedback.read",
    "survey": "survey.read",
}
_PER_GROUP = 6
_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `link` is a path of the console; `parameters` are plain values the console words itself."""

    id: str
    title: str
    subtitle: str
    link: str
    parameters: dict[str, str] = field(default_factory=dict)


def search(scopes: Mapping[SearchKind, Scope], words: str, *, language: str) -> dict[SearchKind, Sequence[Hit]]:
    """What each scope given finds; kinds without a scope, and kinds without a hit, are absent."""
    finders: dict[SearchKind, Callable[[Scope], Sequence[Hit]]] = {
        "unit": lambda scope: _units(scope, words),
        "ticket": lambda scope: _tickets(scope, words),
        "customer": lambda scope: _customers(scope, words),
        "feedback": lambda scope: _feedback(scope, words),
        "survey": lambda scope: _surveys(scope, words, language),
    }
    found = {kind: finders[kind](scope) for kind, scope in scopes.items()}
    return {kind: hits for kind, hits in found.items() if hits}


def _units(scope: Scope, words: str) -> list[Hit]:
    wanted = words.casefold()
    units = (unit for unit in organization.units_in(scope) if wanted in f"{unit.code} {unit.name}".casefold())
    named = sorted(units, key=lambda unit: (unit.code != words, unit.depth, unit.code))
    return [Hit(unit.code, unit.name, unit.code, f"/?unit={unit.code}") for unit in named[:_PER_GROUP]]


def _tickets(scope: Scope, words: str) -> list[Hit]:
    rows = Ticket.objects.visible_to(scope).filter(Q(number__istartswith=words) | Q(title__icontains=words))
    newest = rows.select_related("unit").order_by("-opened_at")[:_PER_GROUP]
    return [
        Hit(row.number, row.title, f"{row.number} · {row.unit.name}", f"/tickets/{row.number}", {"state": row.state})
        for row in newest
    ]


def _customers(scope: Scope, words: str) -> list[Hit]:
    """By an exact key (phone, member id …). By name only for who sees names: else guessing would unmask them."""
    from opencem.listen.customers import service as customers

    known = {customers.identify(kind, words) for kind in IdentityKind} - {None}
    condition = Q(pk__in=known)
    if scope.personal_data:
        condition |= Q(name__icontains=words)
    rows = Customer.objects.filter(customers_in(scope)).filter(condition).order_by("pk")[:_PER_GROUP]
    return [_customer(row, scope) for row in rows]


def _customer(row: Customer, scope: Scope) -> Hit:
    name = personal(scope, row.name, mask_name) or row.public_id
    return Hit(row.public_id, name, row.level, f"/customers/{row.public_id}")


def _feedback(scope: Scope, words: str) -> list[Hit]:
    rows = Feedback.objects.visible_to(scope).filter(Q(text__icontains=words) | Q(order_number=words))
    newest = rows.select_related("unit").order_by("-occurred_at", "-pk")[:_PER_GROUP]
    return [
        Hit(str(row.pk), _excerpt(row.text, words), row.unit.name, f"/feedback/{row.pk}", {"kind": row.kind})
        for row in newest
    ]


def _excerpt(text: str, words: str) -> str:
    """The words with what surrounds them, on one line."""
    place = max(text.casefold().find(words.casefold()), 0)
    start = max(0, place - _EXCERPT // 2)
    piece = " ".join(text[start : place + len(words) + _EXCERPT].split())
    return f"{'…' if start else ''}{piece}{'…' if place + len(words) + _EXCERPT < len(text) else ''}"


def _surveys(scope: Scope, words: str, language: str) -> list[Hit]:
    """Surveys are few and their titles are in several languages, so they are looked through here."""
    wanted = words.casefold()
    hits = []
    for survey in visible_surveys(scope).order_by("-created_at"):
        titles = [*survey.title.values(), survey.key]
        if any(wanted in title.casefold() for title in titles):
            title = survey.title.get(language) or titles[0]
            hits.append(Hit(survey.key, title, survey.key, f"/surveys/{survey.key}", {"status": survey.status}))
    return hits[:_PER_GROUP]
