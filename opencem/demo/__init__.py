"""The demo company 巷口馋猫: a fictional snack chain with a plot. See docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .loading import Demo

# The world and the voices are used without Django; only the two doors need it, so they import late.


def load(*, stores: int, months: int, seed: int, now: datetime, report: Callable[[str], None] = print) -> Demo:
    """Load the demo company into an empty database; see `opencem.demo.loading.load`."""
    from . import loading

    return loading.load(stores=stores, months=months, seed=seed, now=now, report=report)


def keep_alive(
    *, rate: float, report: Callable[[str], None] = print, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Keep a believable day going on a loaded demo until `stopped`; see `opencem.demo.live.keep_alive`."""
    from . import live

    live.keep_alive(rate=rate, report=report, stopped=stopped)
