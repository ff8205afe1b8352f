"""`opencem demo` as a newcomer types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from opencem.bench.harness import environment_of


def test_it_ends_with_the_accounts_and_says_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "opencem", "demo", "--stores", "5", "--months", "1"]
    done = subprocess.run(command, env=environment_of(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].split()[0] == "store0001"
