"""`memory`: what `serve` keeps resident with the demo company loaded, idle and after an hour's worth of use."""

from __future__ import annotations

import random
import time
import urllib.error
from collections.abc import Sequence
from pathlib import Path

from opencem.bench.harness import Result, at_most, command, folder, server
from opencem.bench.loop import Console

ANALYST, PASSWORD = (
    "analyst",
    "chanmao-2026",
)  # as `opencem demo` prints them; importing the demo would load Django here
CLICKS = 1200  # an analyst's busy hour: one call every three seconds
READS = (
    "/feedback",
    "/tickets",
    "/tickets/summary",
    "/units",
    f"/scorecards?month={time.strftime('%Y-%m')}",
    "/notifications",
    "/fusion/matrix",
    "/surveys",
)
QUERIES = (
    {"metrics": ["nps", "responses"], "dimensions": ["month"]},
    {"metrics": ["nps", "csat"], "dimensions": ["region"]},
    {"metrics": ["nps"], "dimensions": ["store"], "limit": 50},
    {"metrics": ["topic_share", "sentiment"], "dimensions": ["topic"]},
    {"metrics": ["orders", "revenue", "customers"], "dimensions": ["month"]},
)


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        command(where, "migrate")
        command(where, "demo")
        with server(where) as running:
            time.sleep(20)
            idle = running.resident_mb()
            failures = _use(Console(running.url, ANALYST, PASSWORD))
            used = running.resident_mb()
    return [
        at_most("idle_mb", idle, "MB", 350),
        at_most("after_query_mb", used, "MB", 900),
        at_most("failed_calls", failures, "calls", 0),
    ]


def _use(analyst: Console) -> int:
    rng, failures = random.Random(3), 0
    units = [unit["code"] for unit in analyst.get("/units")["items"]]
    for _ in range(CLICKS):
        try:
            if rng.random() < 0.6:
                days = rng.choice(["2026-01-01", "2026-06-01", "2025-06-01"])
                chosen = {**rng.choice(QUERIES), "unit": rng.choice(units), "time": {"from": days, "to": "2026-12-31"}}
                analyst.query(chosen)
            else:
                analyst.get(rng.choice(READS))
        except urllib.error.HTTPError:
            failures += 1
    return failures
