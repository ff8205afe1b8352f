"""The measuring process of the bench `query`: `python -m opencem.bench.query_run FOLDER` prints medians as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

WARM, TIMED = 2, 7
NOW = datetime(2026, 6, 30, 15, 30, tzinfo=UTC)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencem.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    _import_units()
    print(json.dumps({**_ten_questions(), **_fusion()}))


def _import_units() -> None:
    """The tree of the store as records, in the order that gives the same ids."""
    from opencem.platform.organization.models import OrgUnit
    from opencem.platform.organization.service import UnitRow, import_units
    from opencem.understand.metrics import store

    if OrgUnit.objects.exists():
        return
    units = store.current().read(
        "SELECT u.code, u.name, coalesce(p.code, ''), u.kind, u.attributes FROM unit AS u LEFT JOIN unit AS p ON p.unit_id = "
        "CASE u.depth WHEN 1 THEN u.l0 WHEN 2 THEN u.l1 WHEN 3 THEN u.city_id END ORDER BY u.unit_id",
        {},
    )
    import_units(
        [UnitRow(code, name, parent, kind, attributes=attributes) for code, name, parent, kind, attributes in units],
        now=NOW,
    )


def _ten_questions() -> dict[str, dict[str, float]]:
    from opencem.bench.query_questions import QUESTIONS
    from opencem.platform.accounts.service import system_scope
    from opencem.understand.metrics import service, store
    from opencem.understand.metrics.rendering import answer_json

    scope, found = system_scope("bench"), {}
    for question in QUESTIONS:

        def ours(query: Any = question.query) -> int:
            service.forget_answers()
            return len(answer_json(service.query(query, scope, NOW), "zh-hans"))

        def raw(sql: str = question.raw) -> int:
            return len(store.current().read(sql, {}))

        found[question.name] = _medians({"ours": ours, "raw": raw})
    return found


def _fusion() -> dict[str, dict[str, float]]:
    """嫌贵复购: the comparison, plain and matched and over time, and everything its page shows."""
    from opencem.bench.query_questions import SPOKEN
    from opencem.engines.query import fusion
    from opencem.platform.accounts.service import system_scope
    from opencem.understand.metrics import service

    scope = system_scope("bench")
    question = fusion.RepurchaseQuestion(SPOKEN, 90, NOW.date())

    def ask(statement: Callable[..., Any]) -> Callable[[], int]:
        return lambda: len(service.ask_store(lambda units, dialect: statement(question, units, dialect), scope))

    page = [ask(fusion.repurchase), ask(fusion.said_besides), ask(fusion.price_complaints)]
    return {
        "fusion": _medians({"ours": page[0]}),
        "fusion_page": _medians({"ours": lambda: sum(part() for part in page)}, timed=3),
    }


def _medians(ways: dict[str, Callable[[], int]], timed: int = TIMED) -> dict[str, float]:
    """The ways take turns, so that a noisy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(WARM + timed):
        for name, way in ways.items():
            start = perf_counter()
            way()
            if turn >= WARM:
                times[name].append((perf_counter() - start) * 1000)
    return {name: round(median(taken), 3) for name, taken in times.items()}


if __name__ == "__main__":
    main()
