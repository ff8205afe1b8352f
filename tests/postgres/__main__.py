"""Runs the suites that touch the database once more, on a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.paths import ROOT
from tests.postgres.cluster import cluster

SUITES = ("platform", "listen", "understand", "act", "report", "journeys", "isolation")


def main() -> int:
    paths = [f"tests/{suite}" for suite in SUITES if (ROOT / "tests" / suite).is_dir()]
    with cluster() as url:
        environment = {**os.environ, "OPENCEM_DATABASE_URL": url}
        # One at a time: an open transaction of any test in the cluster holds back the events of all (events/log.py).
        command = [sys.executable, "-m", "pytest", "-q", *paths, *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


sys.exit(main())
