"""House rules a linter of imports cannot see: who builds a Scope, who reads unscoped, what every room has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from opencem.config.wiring import ROOMS
from opencem.platform.scope.rows import ScopedModel, UnscopedRead
from opencem.platform.scope.value import Scope, ScopeForged
from tests.paths import ROOT

PACKAGE = ROOT / "opencem"
SCOPED = {model.__name__: model for model in apps.get_models() if issubclass(model, ScopedModel)}
# The demo writes two years of history straight into the tables, and fault benches count rows: both sit above all rooms.
ABOVE_ALL_ROOMS = ("demo", "bench")


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(PACKAGE), ast.parse(path.read_text(encoding="utf-8"))


def test_only_accounts_builds_a_scope() -> None:
    users = {
        str(path)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.alias)
        and "seal_scope" in (getattr(node, "id", ""), getattr(node, "name", ""))
    }
    assert users == {"platform/accounts/service.py"}
    with pytest.raises(ScopeForged):
        Scope(1, None, (), "x", True, "x", "1")


def test_rows_are_read_unscoped_only_in_their_own_room() -> None:
    offences = []
    for path, tree in sources():
        if path.parts[0] in ABOVE_ALL_ROOMS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"rows", "_base_manager", "_default_manager"}:
                model = SCOPED.get(getattr(node.value, "id", ""))
                if model and Path(*path.parts[:2]) != Path(*model.__module__.split(".")[1:3]):
                    offences.append(f"{path}:{node.lineno} {model.__name__}.{node.attr}")
    assert offences == []


@pytest.mark.parametrize("name", sorted(SCOPED))
def test_the_public_manager_refuses_to_read_without_a_scope(name: str) -> None:
    for read in ("all", "count", "first"):
        with pytest.raises(UnscopedRead):
            getattr(SCOPED[name].objects, read)()


def test_every_scoped_model_leads_to_a_unit() -> None:
    for model in SCOPED.values():
        field, _, last = model.unit_path.rpartition("__")
        assert last == "unit_id"
        target = model._meta.get_field(field).related_model if field else model
        assert target is not None
        assert "unit_id" in {f.attname for f in target._meta.get_fields() if hasattr(f, "attname")}  # type: ignore[union-attr]


def test_engines_never_ask_the_clock() -> None:
    asked = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        if path.parts[0] == "engines"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "time"} and _of_clock(node)
    ]
    assert asked == []


def _of_clock(node: ast.Attribute) -> bool:
    return getattr(node.value, "id", "") in {"datetime", "date", "time"}


def test_every_clock_and_handler_is_wired() -> None:
    """A job that nobody loads never runs, and nothing tells."""
    parts = [path for path, _ in sources() if path.name in {"handlers.py", "jobs.py", "projection.py"}]
    rooms = {".".join(("opencem", *path.parent.parts)) for path in parts}
    assert rooms - set(ROOMS) == set()


def test_there_is_no_cupboard() -> None:
    banned = {"utils", "helpers", "common", "misc", "manager", "base"}
    named_by_django = {Path("adapters/sqlite_queued/base.py")}  # a database backend's module must have this name
    found = [path for path, _ in sources() if path.stem in banned or set(path.parts) & banned]
    assert set(found) - named_by_django == set()


def test_doors_do_not_build_queries_from_request_dicts() -> None:
    """`filter(**something)` takes operators from whoever fills the dict (Django CVE-2025-64459)."""
    offences = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        if path.name in {"http.py", "schemas.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in {"filter", "exclude", "get"}
        and any(keyword.arg is None for keyword in node.keywords)
    ]
    assert offences == []


def test_a_room_says_what_it_is_for() -> None:
    floors = ("platform", "listen", "understand", "act", "report")
    missing = [
        str(room.relative_to(PACKAGE))
        for floor in floors
        for room in sorted((PACKAGE / floor).iterdir())
        if room.is_dir() and room.name != "__pycache__" and not (room / "README.md").exists()
    ]
    assert missing == []
    for readme in PACKAGE.rglob("README.md"):
        assert len(readme.read_text(encoding="utf-8").splitlines()) <= 30, readme


def test_files_stay_small() -> None:
    """Past 400 lines ask why, past 600 split. The list of exceptions may only shrink."""
    long = {
        str(path): length
        for path, _ in sources()
        if (length := len((PACKAGE / path).read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
