"""One `serve` on one data folder: the second refuses at once, whatever its port."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path


def _serve(data: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENCEM_", "DJANGO_"))}
    given = {**clean, "OPENCEM_DATA_DIR": str(data), "OPENCEM_PORT": "1"}
    command = [sys.executable, "-m", "opencem", "serve"]
    return subprocess.run(command, env=given, check=False, capture_output=True, text=True, timeout=120)


def test_a_second_serve_says_who_is_in_its_way_and_starts_nothing(tmp_path: Path) -> None:
    holder = os.open(tmp_path / "serve.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(holder, fcntl.LOCK_EX)
    refused = _serve(tmp_path)
    os.close(holder)
    assert refused.returncode == 1
    assert str(tmp_path) in refused.stderr
    assert "OPENCEM_DATA_DIR" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "analytics.duckdb").exists()
