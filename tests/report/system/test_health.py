"""The machine room: everything that keeps its place in the records is listed, the projector too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from opencem.platform.events.service import consumers
from opencem.report.system import queries
from opencem.understand.metrics import store
from opencem.understand.metrics.ports import StoreLocked
from tests.conftest import NOW
from tests.paths import ROOT


def _consumers(api: Any) -> dict[str, dict[str, Any]]:
    health = api("hq_admin").get("/system/health")
    assert health.status_code == 200, health.content
    return {consumer["name"]: consumer for consumer in health.json()["consumers"]}


def test_the_projector_is_listed_with_what_waits_for_it(analytics: Any, api: Any, answer: Any, pump: Any) -> None:
    pump()
    assert _consumers(api)["projector"] == {"name": "projector", "behind": 0, "lag_s": 0.0, "set_aside": 0}
    answer("0001", recommend=9)
    waiting = _consumers(api)
    assert waiting["projector"]["behind"] == waiting["feedback"]["behind"] == 1
    assert waiting["projector"]["lag_s"] > 0
    pump()
    assert _consumers(api)["projector"]["behind"] == 0


def test_a_process_without_the_store_shows_the_rest(
    company: dict[str, int], api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(url: str) -> Any:
        raise StoreLocked(url)

    store.close()
    monkeypatch.setattr(store, "_factory", elsewhere)
    assert queries.projector_state(NOW) is None
    health = api("hq_admin").get("/system/health").json()
    assert health["analytics_as_of"] is None
    assert "feedback" in {consumer["name"] for consumer in health["consumers"]}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_consumer_has_a_name_for_people(language: str) -> None:
    words = json.loads((ROOT / "console" / "src" / "locales" / language / "system.json").read_text(encoding="utf-8"))
    assert {each.name for each in consumers()} <= set(words["consumer"]["names"])
