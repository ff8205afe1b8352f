"""The dashboard's ten questions through the gateway, beside the same SQL written by hand, over a large company.

Ours goes the whole way of a page's question: plan, scope, compile, guard, run, figures with intervals, order, JSON. Answers kept from
before are forgotten each time. Raw is one statement on a warm cursor of the same store, its rows fetched and nothing done with them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from opencem.bench import query_data
from opencem.bench.harness import Result, at_most, environment_of, folder

SLOWEST_MS, STORE_PAGE_MS, FUSION_MS, RATIO = 150, 40, 400, 1.5


def run(data: Path | None) -> Sequence[Result]:
    """Make the company (once, when `data` is kept), measure in a process of its own."""
    with folder(data) as home:
        query_data.make(home / "analytics.duckdb", query_data.Size())
        return results(measured(home))


def measured(home: Path) -> dict[str, dict[str, float]]:
    """Median milliseconds by question: {"ours", "raw"}, or {"ours"} alone."""
    child = subprocess.run(
        [sys.executable, "-m", "opencem.bench.query_run", str(home)],
        env={**environment_of(home), "OPENCEM_ANALYTICS_MEMORY": "4GB"},
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode:
        raise RuntimeError(child.stderr)
    found: dict[str, dict[str, float]] = json.loads(child.stdout)
    return found


def results(found: dict[str, dict[str, float]]) -> list[Result]:
    fusion, page = found.pop("fusion")["ours"], found.pop("fusion_page")["ours"]
    ours = {name: times["ours"] for name, times in found.items()}
    ratios = [times["ours"] / times["raw"] for times in found.values()]
    return [
        *(at_most(f"{name}_ms", time, "ms", SLOWEST_MS) for name, time in ours.items()),
        at_most("slowest_median_ms", max(ours.values()), "ms", SLOWEST_MS),
        at_most("store_page_ms", ours["store_page"], "ms", STORE_PAGE_MS),
        at_most("fusion_ms", fusion, "ms", FUSION_MS),
        Result("fusion_page_ms", round(page, 3), "ms"),
        at_most("gateway_ratio", median(ratios), "×", RATIO),
    ]
