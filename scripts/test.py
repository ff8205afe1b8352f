"""`make test`: every suite, in the order in which a fault is cheapest to see. Names what is skipped, and its remedy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REMEDIES = {
    "browser": "apt-get install chromium fonts-noto-cjk",
    "postgres": "apt-get install postgresql",
}


def present(need: str) -> bool:
    if need == "browser":
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def run(title: str, command: list[str]) -> bool:
    print(f"\n=== {title}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> int:
    required = {name for name in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",") if name}
    missing = {need for need in REMEDIES if not present(need)}
    for need in sorted(missing & required):
        print(f"opencem: tests of '{need}' are required but cannot run here: {REMEDIES[need]}", file=sys.stderr)
    if missing & required:
        return 1
    python = [sys.executable, "-m"]
    suites = [
        ("rules of the house", [*python, "pytest", "-q", "tests/house"]),
        (
            "engines, rooms, isolation, soundness, journeys, faults",
            [
                *python,
                "pytest",
                "-q",
                "-n",
                "2",
                "tests",
                "--ignore=tests/house",
                "-m",
                "not browser and not postgres and not faults",
            ],
        ),
        ("console and answer page", ["npm", "run", "-s", "test", "--workspaces", "--if-present"]),
    ]
    if "postgres" not in missing:
        suites.append(("the same rooms on PostgreSQL", [*python, "tests.postgres"]))
    if "browser" not in missing:
        suites.append(("browser", [*python, "pytest", "-q", "tests/browser", "-m", "browser"]))
    failed = [title for title, command in suites if not run(title, command)]
    for need in sorted(missing):
        print(f"SKIPPED {need} tests: {REMEDIES[need]}")
    print("\n" + (f"FAILED: {', '.join(failed)}" if failed else "All suites passed."))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
