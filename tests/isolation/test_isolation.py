"""Nobody reads a row that is not theirs, through any route; and nothing outside one's scope moves what one reads."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.isolation.plan import MONTH, QUERIES, READS, TIME, WRITES
from tests.isolation.world import NOW, SEES, STORES, World, build, canary

OUTSIDE = {
    # What only moves with time or belongs to the whole company, and is not a row of any unit.
    "as_of",
    "version",
    "last_event_at",
}

ANSWERS_FOR_EACH = {"/notifications/read", "/tickets/batch"}
"""Writes that name several records and say of each what became of it, instead of refusing as a whole."""


@pytest.fixture
def world(company: Any, people: Any, survey: Any, answer: Any, analytics: Any, pump: Any) -> World:
    return build(company, survey, answer, pump)


def routes() -> Iterator[tuple[str, str]]:
    from opencem.config import urls  # noqa: F401  # mounts every room
    from opencem.web.api.application import api

    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for method in methods:
            yield method, path.removeprefix("/v1")


def test_the_plan_knows_every_route() -> None:
    known = {("get", path) for path in READS} | set(WRITES)
    assert sorted(set(routes()) - known) == []
    assert sorted(known - set(routes())) == []


def test_every_route_states_its_permission() -> None:
    from opencem.config import urls  # noqa: F401
    from opencem.web.api.application import api

    silent = [
        f"{method} {path}"
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
        if not hasattr(operation.view_func, "permission")
    ]
    assert silent == []


def text_of(response: Any) -> str:
    """Everything a reader gets: headers, body, and what is packed inside a ZIP or a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = str(dict(response.headers)) + content.decode("utf-8", "replace")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text += "".join(name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return text


def foreign(text: str, person: str) -> list[str]:
    """Canaries in a text that this person must not see."""
    return [store for store in STORES if store not in SEES[person] and canary(store) in text]


@pytest.mark.parametrize("person", sorted(SEES))
def test_no_read_shows_a_row_of_another_scope(world: World, api: Callable[[str], Any], person: str) -> None:
    client, leaks, own = api(person), [], set()
    for route, calls in READS.items():
        for store in STORES:
            for path in calls(world, store):
                response = client.get(path)
                assert response.status_code < 500, (path, response.content[:300])
                text = text_of(response)
                own |= {store for store in SEES[person] if canary(store) in text}
                leaks += [(route, path, found) for found in foreign(text, person)]
    for query in QUERIES:
        response = client.post("/query", query)
        leaks += [("/query", json.dumps(query), found) for found in foreign(text_of(response), person)]
    assert leaks == []
    assert own == SEES[person]  # the suite really reads: everybody's own canaries were met


@pytest.mark.parametrize("person", ["s1_manager", "r2_manager"])
def test_a_record_out_of_scope_is_404_like_one_that_never_was(world: World, api: Any, person: str) -> None:
    client = api(person)
    other = next(store for store in STORES if store not in SEES[person])
    for template, absent in (
        (f"/feedback/{world.feedback[other]}", "/feedback/999999"),
        (f"/tickets/{world.tickets[other]}", "/tickets/T000000"),
        (f"/customers/{world.customers[other]}", "/customers/none"),
        (f"/feedback?unit={other}", "/feedback?unit=9999"),
        (f"/surveys/post_purchase/answers/{world.responses[other]}", "/surveys/post_purchase/answers/999999"),
        (f"/uploads/{world.uploads[other]}", "/uploads/none"),
        (f"/uploads/{world.uploads[other]}/thumbnail", "/uploads/none/thumbnail"),
        (f"/scorecards/{other}/{MONTH}", f"/scorecards/9999/{MONTH}"),
    ):
        foreign_answer, absent_answer = client.get(template), client.get(absent)
        assert (foreign_answer.status_code, absent_answer.status_code) == (404, 404), template
        assert foreign_answer.content == absent_answer.content


def digest_of_records() -> str:
    """Everything stored, except sessions and the lock-out book."""
    hashed = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if model._meta.app_label in {"sessions", "axes", "account"}:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
            hashed.update(repr(cursor.fetchall()).encode())
    return hashed.hexdigest()


@pytest.mark.parametrize("person", ["s1_manager", "stranger"])
def test_a_write_with_a_foreign_id_changes_nothing(world: World, api: Any, person: str) -> None:
    client = api(person)
    before = digest_of_records()
    for (method, route), aim in WRITES.items():
        if route == "/me":
            continue
        path, body = aim(world, "0003")
        response = getattr(client, method)(path, body)
        assert response.status_code in {400, 403, 404, 409, 422} or route in ANSWERS_FOR_EACH, (
            path,
            response.status_code,
        )
        assert foreign(text_of(response), person) == []
    assert digest_of_records() == before


def answers_of(world: World, client: Any) -> dict[str, str]:
    """Every read and query of one person, with what rightly moves by itself taken out."""
    found: dict[str, str] = {}
    for calls in READS.values():
        for path in calls(world, "0001"):
            found[path] = _still(client.get(path))
    for query in QUERIES:
        found[json.dumps(query)] = _still(client.post("/query", query))
    return found


def _still(response: Any) -> str:
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return json.dumps(_without(json.loads(response.content)), sort_keys=True, ensure_ascii=False)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in sorted(archive.namelist()) if not name.startswith("docProps")]
        return hashlib.sha256(b"".join(parts)).hexdigest()
    return hashlib.sha256(content).hexdigest()


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(item) for key, item in value.items() if key not in OUTSIDE}
    return [_without(item) for item in value] if isinstance(value, list) else value


def test_what_happens_elsewhere_moves_nothing_here(world: World, api: Any, answer: Any, pump: Any) -> None:
    """Non-interference, the strongest oracle: counts, averages, ranks, order and totals included."""
    client = api("s1_manager")
    before = answers_of(world, client)
    for minute in range(7):
        answer(
            "0003", recommend=10, stars=5, comment=f"{canary('0003')} 更多", at=NOW + timedelta(hours=1, minutes=minute)
        )
    answer("0002", recommend=0, stars=1, comment=f"{canary('0002')} 发霉了", at=NOW + timedelta(hours=2))
    pump()
    after = answers_of(world, client)
    assert {path for path in before if before[path] != after[path]} == set()


def test_children_sum_to_their_parent(world: World, api: Any) -> None:
    def count(person: str) -> float:
        rows = api(person).post("/query", {"metrics": ["responses"], "time": TIME}).json()["rows"]
        return float(rows[0]["responses"]["value"])

    assert count("s1_manager") + count("s2_manager") == count("r1_manager")
    assert count("r1_manager") + count("r2_manager") == count("hq_analyst")


def test_a_moved_store_is_seen_by_its_new_region_at_the_next_request(world: World, api: Any, people: Any) -> None:
    from opencem.platform.organization.service import move_unit

    old, new = api("r1_manager"), api("r2_manager")
    old.get("/tickets")
    move_unit(code="0001", to="C21", on=NOW.date(), account=people["hq_admin"], now=NOW + timedelta(days=1))
    assert canary("0001") not in text_of(old.get("/feedback"))
    assert canary("0001") in text_of(new.get("/feedback"))
    assert old.get(f"/tickets/{world.tickets['0001']}").status_code == 404


# The suite is worth what it catches: leaks are planted where they have been found in other products.
LEAKS = {
    "a read without the scope": ("opencem.platform.scope.rows.ScopedRows.visible_to", lambda self, scope: self.all()),
    "a filter taken from the caller": (
        "opencem.platform.organization.queries.narrow",
        lambda scope, code: (
            scope if not code else __import__("opencem.platform.accounts.service", fromlist=["x"]).system_scope("leak")
        ),
    ),
    "every account is headquarters": (
        "opencem.platform.scope.value.Scope.covers",
        lambda self, unit_id: True,
    ),
}


@pytest.mark.parametrize("leak", sorted(LEAKS))
def test_planted_leaks_are_caught(world: World, api: Any, monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    target, replacement = LEAKS[leak]
    for module in _importers(target):
        monkeypatch.setattr(module, target.rpartition(".")[2], replacement)
    client = api("s1_manager")
    seen = "".join(
        text_of(client.get(path)) for calls in READS.values() for store in STORES for path in calls(world, store)
    )
    units = re.search(r'"code": ?"0003"', seen)
    assert foreign(seen, "s1_manager") or units


def _importers(target: str) -> list[Any]:
    import importlib
    import sys

    owner, _, name = target.rpartition(".")
    try:
        holder = importlib.import_module(owner)
    except ModuleNotFoundError:
        module, _, class_name = owner.rpartition(".")
        return [getattr(importlib.import_module(module), class_name)]
    original = getattr(holder, name)
    return [m for m in list(sys.modules.values()) if getattr(m, name, None) is original and m is not None]
