"""Runs the web server and the worker."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from opencem.cli.keeping import Kept
from opencem.config.environment import Environment

_FOLLOW_S = 3.0


def serve(*, live: bool) -> None:
    """Web and worker under one command: this process keeps both alive and does nothing else (docs/decisions/0006).

    Raises ClickException when another `serve` has the data folder.
    """
    with _alone(), tempfile.TemporaryDirectory(prefix="opencem-") as folder:
        # A folder of mode 0700, and short enough for a socket's path (108 bytes) wherever the data lies.
        address = str(Path(folder) / "analytics")
        with _worker(address), _the_day_goes_on() if live else nullcontext():
            os.environ["OPENCEM_ANALYTICS_URL"] = f"socket://{address}"
            web()


def web() -> None:
    """The web alone."""
    os.environ["OPENCEM_ROLE"] = "web"
    from granian import Granian
    from granian.constants import Interfaces

    from opencem.config import settings

    Granian(
        "opencem.config.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.BLOCKING_THREADS,
        backlog=2048,
        backpressure=512,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the data folder for this process; the system lets go of it however the process ends."""
    # Not from the settings: they are read once, and the analytics address is not named yet.
    folder = Environment(os.environ).folder("DATA_DIR", "var")
    folder.mkdir(parents=True, exist_ok=True)
    holder = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _locked(holder):
        raise click.ClickException(
            f"another `opencem serve` runs on the data folder {folder}; stop it, or name another folder in "
            "OPENCEM_DATA_DIR"
        )
    try:
        yield
    finally:
        os.close(holder)


def _locked(holder: int) -> bool:
    """Within a few seconds: the web processes of a `serve` that was killed follow it a moment later."""
    end = time.monotonic() + _FOLLOW_S
    while True:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)


@contextmanager
def _worker(address: str) -> Iterator[None]:
    kept = Kept([sys.executable, "-m", "opencem", "worker", "--share-analytics", address])
    try:
        yield
    finally:
        kept.end()


@contextmanager
def _the_day_goes_on() -> Iterator[None]:
    """The demo company's customers and agents, as a process of their own beside the server."""
    actors = subprocess.Popen([sys.executable, "-m", "opencem", "demo", "--live"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        actors.terminate()
        actors.wait()


def work(address: str) -> None:
    """The worker alone, until SIGTERM; with an address, as the owner of the analytics store that `serve` has."""
    from opencem.config import runtime

    signal.signal(signal.SIGTERM, runtime.stop)
    signal.signal(signal.SIGINT, runtime.stop)
    if address:
        runtime.run_for_serve(address)
    else:
        runtime.run_in_foreground()
