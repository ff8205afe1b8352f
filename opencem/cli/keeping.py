"""A process that is started again when it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

SOON_S = 1.0  # between two starts, so that one that dies at once does not eat the machine
PATIENCE_S = 25.0  # how long it may take to end in order


class Kept:
    """Runs a command until `end` is called."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._environment = dict(os.environ)  # as it is now: a later start must not differ from the first
        self._ending = threading.Event()
        self._process = subprocess.Popen(self._command, env=self._environment)  # noqa: S603  # our own command
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def end(self) -> None:
        """Ask it to end, and wait; what does not listen is killed."""
        self._ending.set()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        while not self._ending.is_set():
            started = time.monotonic()
            code = self._process.wait()
            if self._ending.wait(max(0.0, SOON_S - (time.monotonic() - started))):
                return
            print(f"opencem: the worker ended with {code} and is started again", file=sys.stderr, flush=True)
            self._process = subprocess.Popen(self._command, env=self._environment)  # noqa: S603  # our own command
