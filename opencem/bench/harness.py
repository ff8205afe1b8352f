"""What every bench shares: results with their bar, the machine they were measured on, a server of its own to load."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. `ok` is None when there is no bar."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    ok: bool | None = None


def at_most(name: str, value: float, unit: str, bar: float) -> Result:
    return Result(name, round(value, 3), unit, bar, value <= bar)


def at_least(name: str, value: float, unit: str, bar: float) -> Result:
    return Result(name, round(value, 3), unit, bar, value >= bar)


def report(bench: str, results: Sequence[Result]) -> dict[str, Any]:
    """The object `opencem bench NAME --json` prints."""
    return {"bench": bench, "machine": machine(), "results": [asdict(result) for result in results]}


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30), 1),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def folder(kept: Path | None = None) -> Iterator[Path]:
    """A data folder: the given one is kept, else a temporary one that is removed."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    made = Path(tempfile.mkdtemp(prefix="opencem-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(data: Path, port: int = 0) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENCEM_")}
    return {**kept, "OPENCEM_DATA_DIR": str(data), "OPENCEM_PORT": str(port or 8000), "OPENCEM_LOG_LEVEL": "ERROR"}


def command(data: Path, *arguments: str) -> None:
    """Runs an `opencem` command on a data folder; its output appears only when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "opencem", *arguments],
        env=environment_of(data), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"opencem {' '.join(arguments)}: {done.stdout}{done.stderr}")


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]

    def resident_mb(self) -> float:
        """Proportional memory of the server and its children: pages they share are counted once."""
        return sum(_pss_kb(pid) for pid in _family(self.process.pid)) / 1024


@contextmanager
def server(data: Path) -> Iterator[Server]:
    """`opencem serve` on a free port, ready when this yields, stopped afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "opencem", "serve"],
        env=environment_of(data, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _await(f"{url}/healthz", process)
        yield Server(url, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _pss_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
