"""Runs the web server and the worker."""

from __future__ import annotations

import os
import signal


def serve(role: str, *, live: bool) -> None:
    """The web server with one worker process; in the role `serve` the background threads live in it too."""
    os.environ["OPENCEM_ROLE"] = role
    if live:
        os.environ["OPENCEM_LIVE"] = "true"
    from granian import Granian
    from granian.constants import Interfaces

    from opencem.config import settings

    Granian(
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
    ).serve()


def work() -> None:
    """The worker alone, until SIGTERM."""
    from opencem.config import runtime

    signal.signal(signal.SIGTERM, runtime.stop)
    signal.signal(signal.SIGINT, runtime.stop)
    runtime.run_in_foreground()
