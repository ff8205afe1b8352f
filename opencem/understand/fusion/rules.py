"""Attitude and behaviour: the settings that tell them, and what their meetings are called."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from pydantic import BaseModel, ConfigDict, Field

from opencem.engines.query.fusion import BehaviourRules
from opencem.platform.accounts.models import Account
from opencem.platform.audit import service as audit

from .models import FusionRules

Attitude = Literal["promoter", "praise", "passive", "price_complaint", "complaint", "detractor"]
Behaviour = Literal["growing", "stable", "shrinking", "lapsed"]
Segment = Literal["loyal", "hostage", "indifferent", "at_risk", "fading", "drifting", "lost"]

ATTITUDES: tuple[Attitude, ...] = ("promoter", "praise", "passive", "price_complaint", "complaint", "detractor")
BEHAVIOURS: tuple[Behaviour, ...] = ("growing", "stable", "shrinking", "lapsed")

_GOOD = frozenset({"promoter", "praise"})
_INDIFFERENT = frozenset({"passive"})
_STAYS = frozenset({"growing", "stable"})


def segment(attitude: str, behaviour: str) -> Segment:
    """The name of a cell (Reichheld's good and bad profit): money of `loyal` is earned well, money of `hostage` badly."""
    if attitude in _GOOD:
        return "loyal" if behaviour in _STAYS else "fading"
    if attitude in _INDIFFERENT:
        return "indifferent" if behaviour in _STAYS else "drifting"
    if behaviour in _STAYS:
        return "hostage"
    return "at_risk" if behaviour == "shrinking" else "lost"


class Settings(BaseModel):
    """What a company may set. Ratios compare the number of orders of the last window with the one before."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    window_days: int = Field(default=90, ge=7, le=365)
    attitude_days: int = Field(default=365, ge=30, le=1095)
    growing_from: float = Field(default=1.2, gt=1, le=10)
    shrinking_to: float = Field(default=0.8, ge=0, lt=1)


class RulesInForce(BaseModel):
    """The settings with their version; version 0 are the defaults."""

    model_config = ConfigDict(frozen=True)

    version: int
    changed_at: datetime | None
    settings: Settings

    def on(self, as_of: date, window_days: int | None) -> BehaviourRules:
        return BehaviourRules(
            as_of,
            self.settings.attitude_days,
            window_days or self.settings.window_days,
            self.settings.growing_from,
            self.settings.shrinking_to,
        )


def rules_in_force() -> RulesInForce:
    stored = FusionRules.objects.order_by("-number").first()
    if stored is None:
        return RulesInForce(version=0, changed_at=None, settings=Settings())
    return RulesInForce(version=stored.number, changed_at=stored.changed_at, settings=Settings(**stored.settings))


def change_rules(settings: Settings, *, account: Account, now: datetime) -> RulesInForce:
    """Stores the settings as the next version; what was in force stays readable."""
    before = rules_in_force()
    with transaction.atomic():
        last = FusionRules.objects.aggregate(last=Max("number"))["last"] or 0
        FusionRules.objects.create(
            number=last + 1, settings=settings.model_dump(), changed_at=now, changed_by_id=account.pk
        )
        audit.record(
            "fusion.rules_changed",
            account=account,
            object_kind="fusion_rules",
            object_id=last + 1,
            before=before.settings.model_dump(),
            after=settings.model_dump(),
        )
    return rules_in_force()
