"""The minimum n: who may set it, that it holds at once and leaves a trace, and that no level of the tree tells on another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.platform.audit.models import AuditEntry
from opencem.understand.metrics.hiding import hidden_cells

MAY = {"metrics": ["nps"], "time": {"from": "2026-06-01", "to": "2026-06-30"}}


def test_a_change_holds_for_the_next_question_and_is_recorded(
    company: Any, api: Any, answer: Callable[..., int], pump: Callable[[], None], analytics: Any
) -> None:
    for _ in range(5):
        answer("0001", recommend=9)
    pump()
    admin, analyst = api("hq_admin"), api("hq_analyst")
    first = analyst.post("/query", MAY)
    assert first.json()["rows"][0]["nps"]["state"] == "ok"
    assert admin.put("/figure-rules", {"minimum_n": 6}).json()["minimum_n"] == 6
    second = analyst.post("/query", MAY, **{"If-None-Match": first["ETag"]})
    assert second.json()["rows"][0]["nps"]["state"] == "low_sample"
    entry = AuditEntry.objects.get(action="figures.minimum_n_changed")
    assert (entry.before, entry.after, entry.account_name) == ({"minimum_n": 5}, {"minimum_n": 6}, "hq_admin")
    admin.put("/figure-rules", {"minimum_n": 6})
    assert AuditEntry.objects.filter(action="figures.minimum_n_changed").count() == 1


def test_a_viewer_outside_sees_no_value_under_the_new_minimum(
    company: Any, api: Any, answer: Callable[..., int], pump: Callable[[], None], analytics: Any, people: Any
) -> None:
    from opencem.platform.accounts.models import Role

    for _ in range(6):
        answer("0001", recommend=9)
    pump()
    Role.objects.filter(code="hq_analyst").update(permissions=["dashboard.read"])
    assert api("hq_analyst").post("/query", MAY).json()["rows"][0]["nps"]["value"] == 100
    api("hq_admin").put("/figure-rules", {"minimum_n": 7})
    assert api("hq_analyst").post("/query", MAY).json()["rows"][0]["nps"]["value"] is None


@pytest.mark.parametrize(("value", "code"), [(2, "minimum_n_out_of_range"), (101, "minimum_n_out_of_range")])
def test_there_is_a_floor(company: Any, api: Any, value: int, code: str) -> None:
    refused = api("hq_admin").put("/figure-rules", {"minimum_n": value})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert api("hq_admin").get("/figure-rules").json()["minimum_n"] == 5
    assert api("hq_admin").put("/figure-rules", {"minimum_n": True}).status_code == 422


def test_only_headquarters_administrators_set_it(company: Any, people: Any, api: Any) -> None:
    from opencem.platform.accounts.models import Grant

    assert api("hq_analyst").put("/figure-rules", {"minimum_n": 9}).status_code == 403
    assert api("hq_analyst").get("/figure-rules").json()["may_write"] is False
    Grant.objects.filter(account=people["hq_admin"]).update(unit_id=company["R1"])
    assert api("hq_admin").put("/figure-rules", {"minimum_n": 9}).status_code == 404


# Stores 1…6 in cities 10…12 in regions 100, 101 under 1000.
ABOVE = {
    1: (10, 100, 1000),
    2: (10, 100, 1000),
    3: (11, 100, 1000),
    4: (11, 100, 1000),
    5: (12, 101, 1000),
    6: (12, 101, 1000),
}


def shown_at(level: int, counts: dict[int, int]) -> tuple[dict[int, int], set[int]]:
    """What a query at one level of the tree shows and hides: its cells and n."""
    pooled: dict[int, int] = {}
    for store, n in counts.items():
        node = (store, *ABOVE[store])[level]
        pooled[node] = pooled.get(node, 0) + n
    above = {0: lambda node: next(line[line.index(node) + 1 :] for line in lines if node in line)}
    lines = [(store, *line) for store, line in ABOVE.items()]
    hidden = {key[0] for key in hidden_cells({(node,): n for node, n in pooled.items()}, [0], 5, above)}
    return {node: n for node, n in pooled.items() if node not in hidden and n}, hidden


@given(st.fixed_dictionaries({store: st.integers(0, 14) for store in ABOVE}))
def test_no_parent_minus_its_shown_children_tells_a_small_cell(counts: dict[int, int]) -> None:
    """Everything that can be computed from what all levels show together, by elimination over the stores' unknown n."""
    shown = [shown_at(level, counts) for level in range(4)]
    known = {
        frozenset(_stores_of(level, node)): n for level, (cells, _) in enumerate(shown) for node, n in cells.items()
    }
    changed = True
    while changed:
        changed = False
        for whole, n in list(known.items()):
            for part, m in list(known.items()):
                if part < whole and whole - part not in known:
                    known[whole - part] = n - m
                    changed = True
    told = {min(stores): n for stores, n in known.items() if 0 < n < 5}
    assert told == {}


def _stores_of(level: int, node: int) -> set[int]:
    return {store for store, line in ABOVE.items() if (store, *line)[level] == node}
