"""The door of assessment: publish a scheme, recompute scorecards, try another scheme out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from opencem.engines import scoring
from opencem.kit.bulk import upsert_many
from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.models import Account
from opencem.platform.audit import service as audit
from opencem.platform.events import pace
from opencem.platform.events.service import publish
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.platform.scope.value import Scope

from .inputs import Measured, Measurements, known_metrics, measure
from .items import ASSESSED_KINDS, DEFAULT_ITEMS, ItemSpec, read_items, to_scheme
from .models import Scheme, SchemeVersion, Scorecard
from .months import month_of

DEFAULT_SCHEME = "store"
_FIRST_MONTH = date(2000, 1, 1)
_AT_ONCE = 60  # scorecards written in one transaction: some 20 ms on SQLite


def ensure_default_scheme(now: datetime) -> Scheme:
    """The scheme a company has before it publishes its own. Run by `migrate`; harmless to run again."""
    scheme, created = Scheme.objects.get_or_create(
        key=DEFAULT_SCHEME, defaults={"name_zh": "门店考核", "name_en": "Store assessment"}
    )
    if created:
        SchemeVersion.objects.create(
            scheme=scheme, number=1, effective_from=_FIRST_MONTH, items=DEFAULT_ITEMS, published_at=now
        )
    return scheme


def get_scheme(key: str) -> Scheme:
    scheme = Scheme.objects.filter(key=key).first()
    if scheme is None:
        raise not_found()
    return scheme


def version_for(month: date, scheme_key: str = DEFAULT_SCHEME) -> SchemeVersion:
    """The version in force in a month: the latest published one that has taken effect."""
    versions = SchemeVersion.objects.filter(scheme__key=scheme_key, effective_from__lte=month)
    version = versions.order_by("-effective_from", "-number").first()
    if version is None:
        raise not_found()
    return version


def publish_version(
    *, scheme_key: str, items: Sequence[ItemSpec], effective_from: date, note: str, account: Account, now: datetime
) -> SchemeVersion:
    """A new version, in force from the month `effective_from` (this month at the earliest).

    Raises Problem `not_found`, `effective_in_past`, or `invalid` with an error per faulty item.
    """
    scheme = get_scheme(scheme_key)
    to_scheme(items, known_metrics())
    earliest = month_of(now.date())
    if effective_from < earliest:
        params = {"month": f"{earliest:%Y-%m}"}
        raise Problem("effective_in_past", 422, field="effective_from", params=params)
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        last = scheme.versions.aggregate(last=Max("number"))["last"] or 0
        version = SchemeVersion.objects.create(
            scheme=scheme,
            number=last + 1,
            effective_from=month_of(effective_from),
            items=[item.model_dump(mode="json") for item in items],
            note=note,
            published_at=now,
            published_by_id=account.pk,
        )
        publish("scheme.published", version.pk, {"effective_from": version.effective_from.isoformat()})
        audit.record(
            "scheme.published",
            account=account,
            object_kind="scheme",
            object_id=scheme.key,
            after={"number": version.number, "effective_from": version.effective_from.isoformat()},
            reason=note,
        )
    return version


def assessed_units(scope: Scope) -> list[UnitView]:
    """The units of a scope that get a scorecard."""
    return [unit for unit in organization.units_in(scope) if unit.kind in ASSESSED_KINDS]


def recompute(month: date, scope: Scope, now: datetime) -> int:
    """Compute and store the scorecards of every unit of the scope for a month; returns how many.

    The number of queries does not depend on the number of units.
    """
    version = version_for(month)
    items = read_items(version.items)
    scheme = to_scheme(items, known_metrics())
    authentic = measure(items, month, scope, now, authentic=True)
    everything = measure(items, month, scope, now, authentic=False)
    cards = [
        _scorecard(unit, month, version, score_unit(scheme, items, unit, authentic, everything), now)
        for unit in assessed_units(scope)
    ]
    for start in range(0, len(cards), _AT_ONCE):
        _store(cards[start : start + _AT_ONCE])
    return len(cards)


def _store(cards: Sequence[Card]) -> None:
    """A few at a time, and then a rest: people are answering meanwhile."""
    began = time.monotonic()
    with transaction.atomic():
        upsert_many(Scorecard, ["unit_id", "month", "version_id"], cards)
    time.sleep(pace.rest_after(time.monotonic() - began))


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit's score with authentic answers, the total with all answers, and the items as they are stored."""

    total: float | None
    total_all: float | None
    n: int
    items: list[dict[str, Any]]


def score_unit(
    scheme: scoring.Scheme,
    items: Sequence[ItemSpec],
    unit: UnitView,
    authentic: Measurements,
    everything: Measurements,
) -> Scored:
    """Score one unit from measurements of many. The doubtful answers change `total_all` only."""
    measured, measured_all = authentic.get(unit.id, {}), everything.get(unit.id, {})
    card = scoring.score(scheme, _inputs(measured), unit_kind=unit.kind)
    card_all = scoring.score(scheme, _inputs(measured_all), unit_kind=unit.kind)
    by_key = {item.key: item for item in items}
    return Scored(
        total=_number(card.total),
        total_all=_number(card_all.total),
        n=max((item.n for item in card.items if item.left_out is None), default=0),
        items=[
            _stored(by_key[item.metric], item, measured.get(item.metric), measured_all.get(item.metric))
            for item in card.items
        ],
    )


def _inputs(measured: Mapping[str, Measured]) -> dict[str, scoring.Input]:
    return {key: scoring.Input(figure.value, figure.n) for key, figure in measured.items()}


def _stored(spec: ItemSpec, item: scoring.ItemScore, figure: Measured | None, whole: Measured | None) -> dict[str, Any]:
    """An item's line: figure and margin, the figure with doubtful answers, and what it brought of what it could."""
    return {
        "key": item.metric,
        "metric": spec.metric,
        "name_zh": spec.name_zh,
        "name_en": spec.name_en,
        "value": item.value,
        "n": item.n,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "value_all": whole.value if whole else None,
        "n_all": whole.n if whole else 0,
        "target": item.target,
        "min_n": item.min_n,
        "weight": float(item.weight),
        "weight_used": float(item.weight_used),
        "score": _number(item.score),
        "contribution": float(item.contribution),
        "left_out": item.left_out.value if item.left_out else None,
    }


def _number(decimal: Any) -> float | None:
    return None if decimal is None else float(decimal)


Card = tuple[int, date, int, float | None, float | None, int, list[dict[str, Any]], datetime]
"""The columns of a Scorecard in their order."""


def _scorecard(unit: UnitView, month: date, version: SchemeVersion, scored: Scored, now: datetime) -> Card:
    return unit.id, month, version.pk, scored.total, scored.total_all, scored.n, scored.items, now


@dataclass(frozen=True, slots=True)
class Trial:
    """One unit under the scheme in force and under the proposed one. Nothing of it is stored."""

    unit: UnitView
    before: Scored
    after: Scored

    @property
    def change(self) -> float | None:
        if self.before.total is None or self.after.total is None:
            return None
        return round(self.after.total - self.before.total, 2)


def try_out(
    *, scheme_key: str, items: Sequence[ItemSpec], month: date, scope: Scope, now: datetime
) -> tuple[SchemeVersion, list[Trial]]:
    """What `items` would have made of a month, beside the version in force, for each assessed unit of the scope."""
    version = version_for(month, scheme_key)
    present = read_items(version.items)
    before, after = to_scheme(present, known_metrics()), to_scheme(items, known_metrics())
    figures = [
        [measure(asked, month, scope, now, authentic=authentic) for authentic in (True, False)]
        for asked in (present, items)
    ]
    trials = [
        Trial(
            unit,
            score_unit(before, present, unit, figures[0][0], figures[0][1]),
            score_unit(after, items, unit, figures[1][0], figures[1][1]),
        )
        for unit in assessed_units(scope)
    ]
    return version, trials
