"""Keeping a believable day going on a loaded demo: happenings at random moments, through the rooms' own doors."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import numpy as np
from django.db import close_old_connections
from django.db.utils import OperationalError

from opencem.kit.clock import now as clock_now
from opencem.kit.problems import Problem, text_of

from .happenings import Scene, happen
from .loading import loaded_demo

logger = logging.getLogger(__name__)
_LOOK_S = 0.25
"""How often a waiting demo looks whether it is to stop."""


def keep_alive(
    *, rate: float, report: Callable[[str], None] = print, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Let about `rate` things a minute happen until `stopped` or Ctrl-C; each is told to `report` in one line.

    Works on the records alone, so it may run beside `opencem serve` or as a thread in it. Raises Problem `demo_absent`.
    """
    demo = loaded_demo()
    if demo is None:
        raise Problem("demo_absent", 409)
    rng = np.random.default_rng()
    scene = Scene.of(demo.size, rng)
    try:
        while _waited(float(rng.exponential(60 / max(rate, 0.01))), stopped):
            _one(scene, report)
    except KeyboardInterrupt:
        report("The day ends.")


def _waited(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Wait; False as soon as the day is to end."""
    until = time.monotonic() + seconds
    while not stopped():
        left = until - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(left, _LOOK_S))
    return False


def _one(scene: Scene, report: Callable[[str], None]) -> None:
    """One happening. What a door refuses (somebody else was faster) and a busy database are part of a day."""
    try:
        told = happen(scene, clock_now())
    except Problem as problem:
        told = text_of(problem.code, "zh-hans", problem.params)
    except OperationalError:
        logger.warning("live demo: the database does not answer", exc_info=True)
        close_old_connections()
        return
    if told:
        report(told)
