from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from opencem.listen.responses import rush
from opencem.listen.responses.models import Response
from tests.conftest import NOW


@pytest.mark.parametrize(("arrived", "on"), [(0, False), (149, False), (400, True)])
def test_a_rush_is_told_by_how_fast_answers_arrive(
    survey: dict[str, Any], answer: Callable[..., int], monkeypatch: pytest.MonkeyPatch, arrived: int, on: bool
) -> None:
    clock = iter([10.0, 10.2, 10.5])
    monkeypatch.setattr(rush, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    told, first = rush.Rush(), Response.rows.get(pk=answer("0001", recommend=9))
    looks = [told.is_on(), told.is_on()]
    Response.rows.bulk_create([_another(first, number) for number in range(arrived)])
    assert [*looks, told.is_on()] == [False, False, on]


def _another(like: Response, number: int) -> Response:
    given = {
        field.attname: getattr(like, field.attname) for field in Response._meta.concrete_fields if field.name != "id"
    }
    return Response(**{**given, "submission_key": f"rush-{number}", "submitted_at": NOW})
