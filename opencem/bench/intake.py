"""`intake`: durable submissions through HTTP while `serve` runs (SQLite, synchronous=FULL), loaded from another process."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from opencem.bench import load
from opencem.bench.company import prepare
from opencem.bench.harness import Result, Server, at_least, at_most, folder, percentile, server

SECONDS = 30
EXPECTED_PER_S = 1_250  # so that it is loaded for SECONDS and more
STEADY_PER_S = 200
CALLERS = 32
WORDS = ("板栗很香", "收银有点慢", "包装破了一角", "店员很热情", "价格比以前贵", "会再来的", "排队太久", "味道不错")


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        hot, steady = SECONDS * EXPECTED_PER_S, 20 * STEADY_PER_S
        made = prepare(where, stores=300, keys=hot + steady)
        with server(where) as running:
            load.apply(running.url, submissions(running, made.doors[-200:]), callers=8)
            calm = load.apply(
                running.url, submissions(running, made.doors[hot:-200]), callers=CALLERS, rate=STEADY_PER_S
            )
            full = load.apply(running.url, submissions(running, made.doors[:hot]), callers=CALLERS)
        stored = (
            sqlite3.connect(where / "records.sqlite3").execute("SELECT count(*) FROM responses_response").fetchone()
        )
    acknowledged = sum(count for one in (calm, full) for status, count in one.statuses.items() if status == "200") + 200
    return [
        at_least("submits_per_s", full.per_second, "1/s", 800),
        at_most("p99_ms_at_200", percentile(calm.times_ms, 0.99), "ms", 60),
        Result("p50_ms_at_200", round(percentile(calm.times_ms, 0.5), 2), "ms"),
        Result("sustained_s", round(full.seconds, 1), "s"),
        at_most("not_acknowledged", _refused(calm) + _refused(full), "requests", 0),
        at_most("acknowledged_not_stored", acknowledged - stored[0], "responses", 0),
    ]


def _refused(load_: load.Load) -> int:
    return sum(count for status, count in load_.statuses.items() if status != "200")


def submissions(running: Server, doors: Sequence[tuple[str, str]], seed: int = 1) -> list[str]:
    """The last page of the survey as a browser posts it, one for each key."""
    rng = random.Random(seed)
    return [
        load.post(
            running.url, f"/s/{token}", urlencode(form(key, rng), doseq=True), "application/x-www-form-urlencoded",
            [f"Cookie: opencem_device=bench-{rng.getrandbits(64):016x}xxxxxxxx"],
        )
        for token, key in doors
    ]  # fmt: skip


def form(key: str, rng: random.Random, recommend: int | None = None) -> dict[str, object]:
    """Every answer of the ten-question survey, as the fields of its last page."""
    score = rng.choice([10, 9, 9, 8, 8, 7, 6, 5, 3]) if recommend is None else recommend
    stars = {
        f"q.satisfaction.{row}": rng.randint(2, 5) for row in ("product", "service", "environment", "price", "speed")
    }
    return {
        "_key": key, "_page": 1, "_language": "zh-Hans", "_elapsed": rng.randint(15, 90),
        "_seen": ["recommend", "reasons", "visit", "bought", "satisfaction", "with", "often", "comment", "wish", "contact"],
        "q.recommend": score, "q.reasons": ["tasty", "quick"] if score >= 9 else ["slow"], "q.visit": "walk",
        "q.bought": ["nuts", "cake"], **stars, "q.with": "alone", "q.often": "week",
        "q.comment": ",".join(rng.sample(WORDS, 3)),
    }  # fmt: skip
