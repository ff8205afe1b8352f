"""`collection`: a 30-question survey with logic and a quota through HTTP, and a quota of 1,000 under 64 respondents.

The quota begins with places that were held and never used: they are free again once their time is up.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from opencem.bench import load, thirty
from opencem.bench.company import prepare
from opencem.bench.harness import Result, Server, at_least, at_most, folder, percentile, server

SECONDS = 20
EXPECTED_PER_S = 500
STEADY_PER_S = 150
CALLERS = 32
PLACES = 1_000
RESPONDENTS = 64
COMERS = 1_600
NEVER_USED = 300


def run(data: Path | None) -> Sequence[Result]:
    return [*_speed(data), *_exactness(data)]


def _speed(data: Path | None) -> Sequence[Result]:
    hot, steady = SECONDS * EXPECTED_PER_S, SECONDS * STEADY_PER_S
    with folder(data and data / "speed") as where:
        made = prepare(where, stores=100, keys=hot + steady + 200, definition=thirty.definition(10_000_000))
        with server(where) as running:
            load.apply(running.url, _forms(running, made.doors[-200:]), callers=8)
            calm = load.apply(running.url, _forms(running, made.doors[hot:-200]), callers=CALLERS, rate=STEADY_PER_S)
            full = load.apply(running.url, _forms(running, made.doors[:hot]), callers=CALLERS)
        stored = _count(where, "completed")
    return [
        at_least("thirty_submits_per_s", full.per_second, "1/s", 500),
        at_most("thirty_p99_ms_at_150", percentile(calm.times_ms, 0.99), "ms", 80),
        Result("thirty_p50_ms_at_150", round(percentile(calm.times_ms, 0.5), 2), "ms"),
        at_most("thirty_not_stored", len(made.doors) - stored, "responses", 0),
    ]


def _exactness(data: Path | None) -> Sequence[Result]:
    with folder(data and data / "quota") as where:
        made = prepare(where, stores=20, keys=COMERS, definition=thirty.definition(PLACES))
        _hold_in_vain(where)
        with server(where) as running:
            load.apply(running.url, _forms(running, made.doors), callers=RESPONDENTS)
        taken, away = _count(where, "completed"), _count(where, "over_quota")
    return [
        at_most("quota_off_by", abs(taken - PLACES), "responses", 0),
        at_most("quota_unaccounted", abs(COMERS - taken - away), "responses", 0),
    ]


def _hold_in_vain(where: Path) -> None:
    """Places of people who began an hour ago and went away."""
    with sqlite3.connect(where / "records.sqlite3") as records:
        survey = records.execute("SELECT id FROM surveys_survey").fetchone()[0]
        made = records.execute(
            "INSERT INTO responses_quotacount (survey_id, key, places) VALUES (?, 'visitors', ?)", (survey, NEVER_USED)
        )
        records.executemany(
            "INSERT INTO responses_quotaplace (quota_id, submission_key, held_until) VALUES (?, ?, '2026-01-01 00:00:00')",
            [(made.lastrowid, f"gone-{number}") for number in range(NEVER_USED)],
        )


def _count(where: Path, outcome: str) -> int:
    with sqlite3.connect(where / "records.sqlite3") as records:
        count: int = records.execute(
            "SELECT count(*) FROM responses_response WHERE outcome = ?", (outcome,)
        ).fetchone()[0]
    return count


def _forms(running: Server, doors: Sequence[tuple[str, str]]) -> list[str]:
    """The last page of the survey as a browser posts it, one for each key."""
    rng = random.Random(5)
    return [
        load.post(running.url, f"/s/{token}", urlencode(thirty.form(key, rng), doseq=True),
                  "application/x-www-form-urlencoded",
                  [f"Cookie: opencem_device=bench-{rng.getrandbits(64):016x}xxxxxxxx"])
        for token, key in doors
    ]  # fmt: skip
