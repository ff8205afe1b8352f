"""What every test may ask for: a small company, its people, a survey, a signed-in client, a worker that runs dry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

WITH_ROWS = {"db", "company", "people", "survey", "api"}
POSTGRES = os.environ.get("OPENCEM_DATABASE_URL", "").startswith("postgres")
PASSWORD = "pass-Word-123"
NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # Monday noon in Shanghai

UNITS = (
    # code, name, parent, kind, attributes
    ("HQ", "总部", "", "hq", {}),
    ("R1", "华东大区", "HQ", "region", {}),
    ("R2", "华南大区", "HQ", "region", {}),
    ("C11", "上海", "R1", "city", {}),
    ("C21", "广州", "R2", "city", {}),
    ("0001", "徐汇店", "C11", "store", {"format": "街边店"}),
    ("0002", "静安店", "C11", "store", {"format": "商场店"}),
    ("0003", "天河店", "C21", "store", {"format": "街边店"}),
    ("T01", "天猫旗舰店", "HQ", "online_shop", {}),
)
PEOPLE = (
    # username, name, role, unit
    ("hq_admin", "郑总", "hq_admin", "HQ"),
    ("hq_analyst", "何分析", "hq_analyst", "HQ"),
    ("r1_manager", "李区长", "region_manager", "R1"),
    ("r2_manager", "王区长", "region_manager", "R2"),
    ("s1_manager", "陈店长", "store_manager", "0001"),
    ("s2_manager", "周店长", "store_manager", "0002"),
    ("agent", "小林", "agent", "HQ"),
    ("r1_agent", "小杨", "agent", "R1"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that ask for a fixture with rows use the database.

    On PostgreSQL they really commit: an event is handed out only when its transaction has ended, so inside a test's
    own transaction nothing would ever be heard.
    """
    for item in items:
        if WITH_ROWS & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            marker = item.get_closest_marker("django_db")
            committed = POSTGRES or bool(marker and marker.kwargs.get("transaction"))
            item.add_marker(pytest.mark.django_db(transaction=committed), append=False)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """Caches kept per process must not outlive the database of a test."""
    from opencem.listen.distribution.attacks import forget_rates
    from opencem.listen.distribution.queries import forget_doors
    from opencem.listen.feedback import authenticity
    from opencem.listen.responses.terms import forget_terms
    from opencem.listen.surveys.queries import live
    from opencem.platform.organization.queries import forget_tree

    forget_tree()
    forget_doors()
    forget_rates()
    forget_terms()
    live.cache_clear()
    authenticity._timings.clear()
    return


@pytest.fixture
def company(db: None) -> dict[str, int]:
    """The small company of `UNITS`; returns unit ids by code."""
    from opencem.config.wiring import sync_defaults
    from opencem.platform.organization.models import OrgUnit
    from opencem.platform.organization.service import UnitRow, import_units

    sync_defaults()
    rows = [UnitRow(code, name, parent, kind, attributes=attributes) for code, name, parent, kind, attributes in UNITS]
    outcomes = import_units(rows, now=NOW)
    assert {outcome.state for outcome in outcomes} == {"created"}
    return dict(OrgUnit.objects.values_list("code", "pk"))


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Argon2 is slow on purpose; once is enough."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.fixture
def people(company: dict[str, int], password_hash: str) -> dict[str, Any]:
    """An account for each of `PEOPLE`, by username, and a stranger without any grant."""
    from opencem.platform.accounts.models import Account, Grant, Role

    roles = {role.code: role for role in Role.objects.all()}
    accounts = {}
    for username, name, role, unit in PEOPLE:
        account = Account.objects.create(
            username=username, name=name, password=password_hash, email=f"{username}@example.com"
        )
        Grant.objects.create(account=account, role=roles[role], unit_id=company[unit])
        accounts[username] = account
    accounts["stranger"] = Account.objects.create(username="stranger", name="路人", password=password_hash)
    return accounts


@dataclass(frozen=True)
class Api:
    """A signed-in person talking JSON to /api/v1."""

    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", {k: v for k, v in query.items() if v is not None})

    def post(self, path: str, body: Any = None, **headers: Any) -> Any:
        return self.client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(f"/api/v1{path}", body, content_type="application/json")

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(f"/api/v1{path}", body, content_type="application/json")

    def delete(self, path: str, body: Any = None) -> Any:
        return self.client.delete(f"/api/v1{path}", body or {}, content_type="application/json")


@pytest.fixture
def api(people: dict[str, Any]) -> Callable[[str], Api]:
    """`api("s1_manager")`: that person's client."""

    def sign_in(username: str) -> Api:
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
        client.force_login(people[username], backend="allauth.account.auth_backends.AuthenticationBackend")
        return Api(client)

    return sign_in


@pytest.fixture
def survey(company: dict[str, int]) -> dict[str, Any]:
    """The published survey `post_purchase` and the token of its collector at each store, by unit code."""
    import json

    from opencem.listen.distribution.service import open_collectors
    from opencem.listen.surveys.service import publish_survey
    from tests.paths import ROOT

    definition = json.loads((ROOT / "opencem" / "demo" / "surveys" / "post_purchase.json").read_text(encoding="utf-8"))
    version = publish_survey(definition=definition, owner_unit_id=company["HQ"], account=None, now=NOW)
    stores = [company[code] for code in ("0001", "0002", "0003")]
    collectors = open_collectors(survey=version.survey, unit_ids=stores)
    by_unit = {unit: code for code, unit in company.items()}
    return {
        "survey": version.survey,
        "version": version,
        "tokens": {by_unit[collector.unit_id]: collector.token for collector in collectors},
    }


@pytest.fixture
def answer(survey: dict[str, Any]) -> Callable[..., int]:
    """`answer("0001", recommend=3, comment="太贵了")` submits through the door and returns the response id."""
    from opencem.listen.distribution.queries import door
    from opencem.listen.responses import keys
    from opencem.listen.responses.service import Visit, submit

    def send(store: str, *, recommend: int, comment: str = "", stars: int = 4, at: datetime = NOW, **visit: Any) -> int:
        behind = door(survey["tokens"][store])
        assert behind is not None
        raw: dict[str, Any] = {
            "recommend": recommend,
            "satisfaction": dict.fromkeys(("product", "service", "environment", "price", "speed"), stars),
        }
        if comment:
            raw["comment"] = comment
        key = keys.mint(behind.collector_id, behind.version_id, at)
        return submit(door=behind, key=key, raw=raw, visit=Visit(**visit), now=at).response_id

    return send


@pytest.fixture
def analytics(tmp_path: Any) -> Iterator[Any]:
    """A fresh analytics store."""
    from opencem.understand.metrics import store

    opened = store.open_for_tests(tmp_path / "analytics.duckdb")
    yield opened
    store.close()


@pytest.fixture
def pump(db: None) -> Callable[[], None]:
    """Runs events, jobs and, where a store is open, the projection until nothing is left to do."""
    from opencem.platform.events import dispatcher
    from opencem.platform.jobs import worker

    def run() -> None:
        from opencem.understand.metrics import projector

        for _ in range(50):
            if not dispatcher.run_once() + worker.run_once() + projector.run_once():
                return

    return run
