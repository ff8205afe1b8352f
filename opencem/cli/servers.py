"""Runs the web server and the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext


def serve(role: str, *, live: bool) -> None:
    """The web server with one worker process; in the role `serve` the background threads live in it too."""
    os.environ["OPENCEM_ROLE"] = role
    from granian import Granian
    from granian.constants import Interfaces

    from opencem.config import settings

    granian = Granian(
        "opencem.config.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.BLOCKING_THREADS,
        backlog=2048,
        backpressure=512,
        log_access=False,
        respawn_failed_workers=True,
    )
    with _the_day_goes_on() if live else nullcontext():
        granian.serve()


@contextmanager
def _the_day_goes_on() -> Iterator[None]:
    """The demo company's customers and agents, as a process of their own beside the server."""
    actors = subprocess.Popen([sys.executable, "-m", "opencem", "demo", "--live"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        actors.terminate()
        actors.wait()


def work() -> None:
    """The worker alone, until SIGTERM."""
    from opencem.config import runtime

    signal.signal(signal.SIGTERM, runtime.stop)
    signal.signal(signal.SIGINT, runtime.stop)
    runtime.run_in_foreground()
