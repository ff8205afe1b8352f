"""Named points at which a fault test kills the process (`OPENCEM_CRASH_AT=name:nth`). Without it they cost nothing."""

from __future__ import annotations

import os
import signal

_name, _, _nth = os.environ.get("OPENCEM_CRASH_AT", "").partition(":")
_left = int(_nth or 1)


def crash_point(name: str) -> None:
    """Kills this process as `kill -9` would when it passes the named point for the nth time."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
