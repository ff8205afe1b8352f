"""`import`: 200,000 reviews from a CSV into stored Feedback, then analysed and projected, as `opencem import` does it."""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from opencem.bench.harness import Result, at_least, at_most, command, environment_of, folder

ROWS: Final = 200_000
STORES: Final = 300
BUYERS: Final = 40_000
_OPENINGS: Final = ("", "第二次买了，", "朋友推荐的，", "给爸妈买的，", "公司团购，", "活动时囤的，", "老顾客了，")
_PRODUCTS: Final = ("夏威夷果", "每日坚果", "猪肉脯", "芒果干", "手撕面包", "瓜子", "凤梨酥", "辣条")
_CLAUSES: Final = (
    "味道不错", "有点贵", "不贵", "包装破了", "包装很精致", "送货很快", "等了三天才到", "客服态度好", "客服爱理不理",
    "分量足", "分量越来越少", "不新鲜", "很新鲜", "口感酥脆", "太甜了", "会回购", "性价比高", "排队太久", "店里很干净",
    "没有不好吃的", "活动力度大", "和以前比差远了",
)  # fmt: skip
_MEASURE: Final = """
import sys
from opencem.bench.importing import measure
print(measure(sys.argv[1]))
"""


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        path = where / "reviews.csv"
        write_reviews(path, ROWS)
        command(where, "migrate")
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(path)],
            env={**environment_of(where), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        seen = json.loads(done.stdout.splitlines()[-1])
    return [
        at_least("rows_per_s", ROWS / seen["import_s"], "1/s", 10_000),
        at_most("peak_mb", seen["peak_mb"], "MB", 500),
        Result("import_cpu_s", round(seen["import_cpu_s"], 2), "s"),
        Result("analysed_and_projected_s", round(seen["afterwards_s"], 1), "s"),
        at_most("not_stored", ROWS - seen["stored"], "rows", 0),
        at_most("not_analysed", ROWS - seen["analysed"], "rows", 0),
        at_most("not_projected", ROWS - seen["projected"], "rows", 0),
    ]


def write_reviews(path: Path, rows: int, seed: int = 7) -> None:
    """Reviews as a marketplace exports them: Chinese headers, every text of its own, nearly all with order and buyer."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["评价时间", "店铺编号", "星级", "评价内容", "订单编号", "买家昵称", "评价ID"])
        for number in range(rows):
            writer.writerow(_review(number, rng))


def _review(number: int, rng: random.Random) -> list[str]:
    clauses = "，".join(rng.sample(_CLAUSES, rng.randint(1, 4)))
    text = f"{rng.choice(_OPENINGS)}{rng.choice(_PRODUCTS)}{clauses}。{number % 97}号下的单"
    at = f"2025-{1 + number % 12:02d}-{1 + number % 28:02d} {number % 24:02d}:{number % 60:02d}:{number % 59:02d}"
    store = f"{1 + number % STORES:04d}"
    return [at, store, f"{rng.randint(1, 5)}星", text, f"T{number:09d}", f"b{rng.randrange(BUYERS)}", f"R{number}"]


def measure(path: str) -> str:
    """Run inside the folder's environment. Peak memory is that of the whole process, everything after included."""
    import django

    django.setup()
    _make_company()
    wall, cpu = time.perf_counter(), time.process_time()
    stored = _import(Path(path))
    import_s, import_cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    wall = time.perf_counter()
    _catch_up()
    return json.dumps(
        {
            "import_s": import_s,
            "import_cpu_s": import_cpu_s,
            "afterwards_s": time.perf_counter() - wall,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "stored": stored,
            **_counts(),
        }
    )


def _make_company() -> None:
    from opencem.kit.clock import now
    from opencem.platform.organization.service import UnitRow, import_units

    stores = [UnitRow(f"{number:04d}", f"{number:04d}店", "HQ", "store") for number in range(1, STORES + 1)]
    import_units([UnitRow("HQ", "总部", "", "hq"), *stores], now=now())


def _import(path: Path) -> int:
    from opencem.listen.sources.command import run_import_file

    return run_import_file("reviews", path, source="tmall").run.created


def _catch_up() -> None:
    """What the worker does: text, alerts, scorecards, then the projection."""
    from opencem.platform.events import dispatcher
    from opencem.platform.jobs import worker
    from opencem.understand.metrics import projector

    while dispatcher.run_once() + worker.run_once() + projector.run_once():
        pass


def _counts() -> dict[str, int]:
    from opencem.engines.query import Query, TimeRange
    from opencem.kit.clock import now
    from opencem.platform.accounts.service import system_scope
    from opencem.understand.metrics.service import query
    from opencem.understand.text.queries import visible_analyses

    scope = system_scope("bench import")
    asked = Query(metrics=("feedback_count",), time=TimeRange(date(2025, 1, 1), date(2025, 12, 31)))
    answer = query(asked, scope, now()).rows[0]["feedback_count"]
    return {"analysed": visible_analyses(scope).count(), "projected": int(answer.value or 0)}
