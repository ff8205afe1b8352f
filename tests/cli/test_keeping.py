"""A kept process is started again when it dies, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from opencem.cli import keeping
from opencem.cli.keeping import Kept

WRITES_ITS_NUMBER = (
    "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); "
    "assert 'LATER' not in os.environ; time.sleep(60)"
)


def _numbers(path: Path, count: int) -> list[int]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) >= count:
            return [int(line) for line in lines]
        time.sleep(0.02)
    raise AssertionError(f"fewer than {count} starts")


def test_it_comes_back_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SOON_S", 0.05)
    path = tmp_path / "numbers"
    kept = Kept([sys.executable, "-c", WRITES_ITS_NUMBER, str(path)])
    (first,) = _numbers(path, 1)
    monkeypatch.setenv("LATER", "as serve names the analytics socket for the web")
    os.kill(first, signal.SIGKILL)
    second = _numbers(path, 2)[1]
    kept.end()
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)
    assert len(_numbers(path, 2)) == 2
