"""Runs the suites that touch the database once more, on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.paths import ROOT
from tests.postgres.cluster import cluster

# Each half has a cluster of its own and runs one test at a time: an open transaction of any test in a cluster holds
# back the events of all (events/log.py).
HALVES = (("listen", "act"), ("platform", "understand", "report", "journeys", "isolation"))


def main() -> int:
    with ThreadPoolExecutor(len(HALVES)) as pool:
        return max(pool.map(_run, HALVES))


def _run(suites: Sequence[str]) -> int:
    paths = [f"tests/{suite}" for suite in suites]
    with cluster() as url:
        environment = {**os.environ, "OPENCEM_DATABASE_URL": url}
        command = [sys.executable, "-m", "pytest", "-q", *paths, *sys.argv[1:]]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return done.returncode


sys.exit(main())
