from __future__ import annotations

from typing import Any

import pytest

from opencem.listen.responses import rush


@pytest.mark.parametrize(("arrived", "on"), [(0, False), (149, False), (400, True)])
def test_a_rush_is_told_by_how_fast_answers_arrive(monkeypatch: pytest.MonkeyPatch, arrived: int, on: bool) -> None:
    newest = iter([1_000, 1_000 + arrived])
    clock = iter([10.0, 10.2, 10.5])

    class Rows:
        def __getattr__(self, name: str) -> Any:
            return (lambda: next(newest)) if name == "first" else lambda *_, **__: self

    monkeypatch.setattr(rush, "Response", type("Response", (), {"rows": Rows()}))
    monkeypatch.setattr(rush.time, "monotonic", lambda: next(clock))
    told = rush.Rush()
    assert [told.is_on(), told.is_on(), told.is_on()] == [False, False, on]
