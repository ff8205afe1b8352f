"""The worker: two threads of a process of its own that hear events and run jobs until told to stop.

One thread drains the outbox and, where this process owns the analytics store, projects into it; the other runs jobs,
so that a long import never delays an alert.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connection
from django.db.utils import OperationalError

from opencem.config import wiring
from opencem.platform.events import dispatcher, log
from opencem.platform.events.service import listen
from opencem.platform.jobs import worker

logger = logging.getLogger(__name__)
IDLE_S = 0.1  # events of other processes are noticed after this; our own wake the thread at once
FULL_LOOK_S = 2.0
GATHER_S = 0.1  # between two busy rounds: what arrives meanwhile shares a batch
SLICE_S = 0.0005  # who writes gives up the interpreter at every statement, and must not wait 5 ms each time to go on
NICE = 5  # beside people who wait for an answer the worker comes second (Linux counts niceness by thread)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_stopping = threading.Event()


def end_with_supervisor() -> None:
    """Have this process killed when the one that started it dies, however that happens (Linux).

    A worker process left behind by a `kill -9` of `serve` would go on answering beside the next one and keep it from
    the analytics store, which has one owner.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start_in_background() -> list[threading.Thread]:
    steps = {"events": _events_step(), "jobs": worker.run_once}
    threads = [
        threading.Thread(target=_loop, args=(name, step), name=name, daemon=True) for name, step in steps.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def run_for_serve(address: str) -> None:
    """The worker of `serve`: it owns the analytics store and lets the web processes ask it."""
    end_with_supervisor()
    if connection.vendor == "sqlite":
        _safely("start", worker.release_leases)  # the one worker on its database: what is claimed is abandoned
    wiring.share_analytics(address)
    run_in_foreground()


def run_in_foreground() -> None:
    """The command `worker`: the same two loops, until SIGTERM or SIGINT."""
    sys.setswitchinterval(SLICE_S)
    threads = start_in_background()
    _stopping.wait()
    for thread in threads:
        thread.join(timeout=20)


def stop(*_: object) -> None:
    _stopping.set()


def _events_step() -> Callable[[], int]:
    project = wiring.projector_step()
    return _Drowsy(lambda: dispatcher.run_once() + project())


class _Drowsy:
    """Skips the rounds in which nothing can be new: one cheap look at the log instead of one at every consumer.

    Every `FULL_LOOK_S` all are asked again: a paused consumer may go on, a set-aside event may be due, and on PostgreSQL
    an event may appear behind a later one.
    """

    def __init__(self, step: Callable[[], int]) -> None:
        self._step = step
        self._quiet_at: int | None = None
        self._look_again = 0.0

    def __call__(self) -> int:
        newest = log.newest_id()
        if newest == self._quiet_at and time.monotonic() < self._look_again:
            return 0
        done = self._step()
        self._quiet_at = None if done else newest
        self._look_again = time.monotonic() + FULL_LOOK_S
        return done


def _loop(name: str, step: Callable[[], int]) -> None:
    bell = listen()
    _come_second()
    while not _stopping.is_set():
        bell.clear()
        done = _safely(name, step)
        if done:
            _stopping.wait(GATHER_S)
        else:
            bell.wait(IDLE_S)


def _come_second() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _safely(name: str, step: Callable[[], int]) -> int:
    try:
        return step()
    except OperationalError:
        # The database is away or busy: drop the connection, wait, go on. Nothing was marked done.
        logger.warning("worker %s: the database does not answer", name, exc_info=True)
        close_old_connections()
    except Exception:
        logger.exception("worker %s failed", name)
    _stopping.wait(1.0)
    return 0
