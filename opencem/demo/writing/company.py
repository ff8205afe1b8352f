"""The organisation, the people who sign in, the survey and its QR codes: through the rooms' own doors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.contrib.auth.hashers import make_password
from numpy.typing import NDArray

from opencem.demo.accounts import PASSWORD, DemoAccount, demo_accounts
from opencem.demo.world import World
from opencem.demo.world.members import CHANNELS
from opencem.demo.world.size import as_date, as_instant
from opencem.demo.world.units import Unit
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import open_collectors
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.journeys.service import ensure_default_journey
from opencem.listen.surveys.models import SurveyVersion
from opencem.listen.surveys.service import publish_survey
from opencem.platform.accounts.models import Account, Grant, Role
from opencem.platform.accounts.roles import sync_roles
from opencem.platform.organization.models import OrgUnit
from opencem.platform.organization.service import UnitRow, import_units, touch_tree

Ints = NDArray[np.int64]

MARK = "demo"
"""The attribute of the root that tells a demo from a customer's company."""

_SURVEY = Path(__file__).parent.parent / "surveys" / "post_purchase.json"
TOUCHPOINT_OF_CHANNEL = {
    "store": "store_checkout",
    "delivery": "delivery_arrival",
    "app": "app_order",
    "tmall": "parcel_arrival",
    "jd": "parcel_arrival",
    "meituan": "delivery_arrival",
}


@dataclass(frozen=True)
class Company:
    """What the later writers refer to."""

    unit_ids: Ints
    """By place."""
    root_id: int
    version: SurveyVersion
    collector_ids: Ints
    """Places × CHANNELS; 0 where there is none."""
    accounts: tuple[DemoAccount, ...]
    account_ids: dict[str, int]


def write_company(world: World, mark: str, now: datetime) -> Company:
    """Write units, accounts, touchpoints, the published survey and a collector for every place and channel."""
    import_units([_unit_row(unit, world, mark) for unit in world.tree.units], now=now)
    ids = dict(OrgUnit.objects.values_list("code", "pk"))
    accounts = demo_accounts(world.size, world.tree, world.plot)
    account_ids = _write_accounts(accounts, ids)
    unit_ids = np.array([ids[place.code] for place in world.tree.places])
    version = _publish(world, ids["HQ"])
    collectors = _open_collectors(world, version, unit_ids)
    return Company(unit_ids, ids["HQ"], version, collectors, accounts, account_ids)


def survey_definition() -> dict[str, Any]:
    """The definition of the survey `post_purchase`."""
    definition: dict[str, Any] = json.loads(_SURVEY.read_text(encoding="utf-8"))
    return definition


def _unit_row(unit: Unit, world: World, mark: str) -> UnitRow:
    attributes = dict(unit.attributes)
    if unit.kind == "hq":
        attributes[MARK] = mark
    if unit.kind == "store":
        only = unit.code in {world.tree.places[place].code for place in world.plot.hostage_places}
        attributes["nearby"] = "独此一家" if only else "周边有分店"
    opened = as_date(unit.opened_day)
    return UnitRow(unit.code, unit.name, unit.parent, unit.kind, attributes=attributes, opened_on=opened)


def _write_accounts(accounts: tuple[DemoAccount, ...], unit_ids: dict[str, int]) -> dict[str, int]:
    """All share one password and therefore one hash: argon2 takes a tenth of a second each time."""
    sync_roles()
    hashed = make_password(PASSWORD)
    rows = [Account(username=a.username, name=a.name, password=hashed) for a in accounts]
    Account.objects.bulk_create(rows, batch_size=500)
    account_ids = dict(Account.objects.values_list("username", "pk"))
    role_ids = dict(Role.objects.values_list("code", "pk"))
    grants = [
        Grant(account_id=account_ids[a.username], role_id=role_ids[a.role], unit_id=unit_ids[a.unit]) for a in accounts
    ]
    Grant.objects.bulk_create(grants, batch_size=500)
    touch_tree()
    return account_ids


def _publish(world: World, root_id: int) -> SurveyVersion:
    started = as_instant(world.size.first_day * 86_400)
    return publish_survey(definition=survey_definition(), owner_unit_id=root_id, account=None, now=started)


def _open_collectors(world: World, version: SurveyVersion, unit_ids: Ints) -> Ints:
    ensure_default_journey()
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    stores = world.tree.stores
    found = np.zeros((len(unit_ids), len(CHANNELS)), np.int64)
    for number, channel in enumerate(CHANNELS):
        served = range(stores) if channel in ("store", "delivery") else [_online_place(world, channel)]
        touchpoint = touchpoints[TOUCHPOINT_OF_CHANNEL[channel]]
        collectors = _collectors(version, unit_ids[list(served)], channel, touchpoint)
        for place in served:
            found[place, number] = collectors[int(unit_ids[place])]
    return found


def _collectors(version: SurveyVersion, unit_ids: Ints, channel: str, touchpoint: Touchpoint) -> dict[int, int]:
    """Collector ids by unit id."""
    opened = open_collectors(survey=version.survey, unit_ids=unit_ids.tolist(), channel=channel, touchpoint=touchpoint)
    return {collector.unit_id: collector.pk for collector in opened}


def _online_place(world: World, channel: str) -> int:
    codes = {"tmall": "TM01", "jd": "JD01", "meituan": "WM01", "app": "APP1"}
    return next(i for i, place in enumerate(world.tree.places) if place.code == codes[channel])


def count_answers(world: World, company: Company) -> None:
    """Bring the collectors' counters up to what came through them."""
    through = company.collector_ids[world.responses.place, world.responses.channel]
    ids, counts = np.unique(through, return_counts=True)
    rows = Collector.rows.in_bulk(ids.tolist())
    for collector_id, count in zip(ids.tolist(), counts.tolist(), strict=True):
        rows[collector_id].answers = count
    Collector.rows.bulk_update(rows.values(), ["answers"], batch_size=200)
